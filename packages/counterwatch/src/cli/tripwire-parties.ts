/** Who takes part: folders of custodian and agency, their pairing, the officers' keys. */
import { type Command, InvalidArgumentError } from "commander";
import type { PartyView } from "../app/tripwire-setup.ts";
import { note, print } from "./standard-streams.ts";
import { positive, whole } from "./tripwire-values.ts";

interface Named {
  readonly name: string;
  readonly file: string;
}

export function addTripwireParties(tripwire: Command): void {
  tripwire
    .command("init")
    .summary("make a party's folder with its key and certificate")
    .argument("<folder>", "new folder")
    .requiredOption("--name <name>", "the party's name: small letters, digits, hyphens", partyName)
    .requiredOption("--as <role>", "custodian or agency", role)
    .optionsGroup("Custodian: what every epoch promises:")
    .option("--quota <number>", "elements of every enrolment, members and padding", whole, 5120)
    .option("--enrolment-batch <number>", "elements answered with one proof (64 to 256)", whole, 256)
    .option("--size <number>", "entries of every batch of look-ups", whole, 1024)
    .option("--payload <number>", "bytes for what is told of a look-up", whole, 480)
    .option("--every <seconds>", "time from batch to batch", positive, 60)
    .option("--epoch-days <days>", "how long a key lasts", positive, 30)
    .option("--asked-only", "leave out subjects that an answer showed but nobody asked for")
    .action(runInit);

  tripwire
    .command("pair")
    .summary("take the other side's certificate and the officers' public keys")
    .argument("<folder>", "this party's folder")
    .requiredOption("--peer <file>", "the other side's identity.crt")
    .option("--fingerprint <hex>", "what the other side read out over another channel")
    .option("--officer <name=file>", "an officer of the agency and their .pub file", officer, [])
    .action(
      async (folder: string, flags: { peer: string; fingerprint?: string; officer: readonly Named[] }) => {
        const { pairParty } = await import("../app/tripwire-setup.ts");
        const view = pairParty(folder, flags.peer, flags.fingerprint, flags.officer);
        await print(viewText(view));
        if (flags.fingerprint === undefined)
          note(
            "Compare the peer's fingerprint with the other side, by telephone or in person, before anything is sent.\n",
          );
      },
    );

  tripwire
    .command("show")
    .summary("show who this party is, whom it trusts, who signs")
    .argument("<folder>", "this party's folder")
    .action(async (folder: string) => {
      const { showParty } = await import("../app/tripwire-setup.ts");
      await print(viewText(showParty(folder)));
    });

  tripwire
    .command("officer")
    .summary("make an officer's signing key")
    .argument("<file>", "where the key goes; its public half goes beside it, in FILE.pub")
    .action(async (file: string) => {
      const { makeOfficer } = await import("../app/tripwire-setup.ts");
      await print(`${makeOfficer(file)}\n`);
      note("Keep the key where no other officer's key is. Both sides need the .pub file.\n");
    });
}

interface InitFlags {
  readonly name: string;
  readonly as: "custodian" | "agency";
  readonly quota: number;
  readonly enrolmentBatch: number;
  readonly size: number;
  readonly payload: number;
  readonly every: number;
  readonly epochDays: number;
  readonly askedOnly?: true;
}

async function runInit(folder: string, flags: InitFlags): Promise<void> {
  const { initParty } = await import("../app/tripwire-setup.ts");
  const { quota, enrolmentBatch, size, payload, every, epochDays } = flags;
  const terms = { quota, batch: enrolmentBatch, size, payload, tick: Math.max(1, Math.round(every * 1000)) };
  const custodian = { terms, epochDays, shown: flags.askedOnly !== true };
  const view = initParty(folder, {
    name: flags.name,
    custodian: flags.as === "custodian" ? custodian : undefined,
    now: new Date(),
  });
  await print(viewText(view));
  note(
    `Give ${folder}/identity.crt to the other side; identity.key stays here.\nNext: counterwatch tripwire pair\n`,
  );
}

function viewText({ role, name, fingerprint, peer, officers }: PartyView): string {
  const lines = [
    `role         ${role}`,
    `name         ${name}`,
    `fingerprint  ${fingerprint}`,
    `peer         ${peer === undefined ? "not paired" : `${peer.name} ${peer.fingerprint}`}`,
    ...officers.map((each) => `officer      ${each.name} ${each.key}`),
  ];
  return `${lines.join("\n")}\n`;
}

function partyName(text: string): string {
  if (/^[a-z0-9-]{1,64}$/.test(text)) return text;
  throw new InvalidArgumentError("Write 1 to 64 small letters, digits and hyphens.");
}

function role(text: string): "custodian" | "agency" {
  if (text === "custodian" || text === "agency") return text;
  throw new InvalidArgumentError("Write custodian or agency.");
}

function officer(text: string, before: readonly Named[]): Named[] {
  const [, name, file] = /^([a-z0-9-]{1,64})=(.+)$/s.exec(text) ?? [];
  if (name === undefined || file === undefined) throw new InvalidArgumentError("Write NAME=FILE.pub.");
  return [...before, { name, file }];
}
