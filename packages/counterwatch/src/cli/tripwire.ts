import { type Command, InvalidArgumentError } from "commander";
import type { PartyView } from "../app/tripwire-setup.ts";
import { type ListenAddress, listenOption } from "./listen-address.ts";
import { addReadingFlags, settingsOf } from "./setting-flags.ts";
import { note, print } from "./standard-streams.ts";

interface Named {
  readonly name: string;
  readonly file: string;
}

export function addTripwire(program: Command): void {
  const tripwire = program
    .command("tripwire")
    .summary("learn of look-ups of protected people without telling anybody who they are")
    .description(
      "A custodian sends blind tags of all look-ups; an agency recognises those of its own people and of nobody else.\n" +
        "The custodian never learns who is protected or what matched. docs/design/tripwires.md says who can learn what.",
    )
    .addHelpText(
      "after",
      `
Custodian:  counterwatch tripwire init custodian --name city-alpr --as custodian
            counterwatch tripwire pair custodian --peer agency.crt --officer ana=ana.pub --officer bo=bo.pub
            counterwatch tripwire send audit.jsonl --data custodian --agency https://10.0.0.2:8472 --listen 10.0.0.1:8471
Agency:     counterwatch tripwire init agency --name agency-7 --as agency
            counterwatch tripwire pair agency --peer custodian.crt --officer ana=ana.pub --officer bo=bo.pub
            counterwatch register unlock people --give members … |
              counterwatch tripwire enrol --data agency --custodian https://10.0.0.1:8471 --officer ana.key --officer bo.key
            counterwatch tripwire match --data agency --listen 10.0.0.2:8472`,
    );

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

  addEnrol(tripwire);
  addSend(tripwire);
  addMatch(tripwire);

  tripwire
    .command("trial")
    .summary("say how many decoy look-ups a test needs, or what a test has shown")
    .option("--rate <share>", "share of suppressed look-ups to be found, e.g. 0.05", share, 0.05)
    .option("--confidence <share>", "how sure to be", share, 0.95)
    .option("--made <number>", "look-ups of decoys that were made", whole)
    .option("--found <number>", "how many of them became findings", whole)
    .action(runTrial);
}

function addEnrol(tripwire: Command): void {
  tripwire
    .command("enrol")
    .summary("agency: enrol the register's members in the custodian's newest epoch")
    .description(
      "Reads members as JSON Lines from a pipe, blinds them, hides them among random elements, and has them answered.\n" +
        "Nothing is sent before two officers have signed. Interrupted, it goes on when run again with the same members.",
    )
    .requiredOption("--data <folder>", "the agency's folder")
    .requiredOption("--custodian <url>", "https address where the custodian takes enrolments")
    .option("--officer <file>", "an officer's key, to sign now; may be repeated", gather, [])
    .option("--ledger <url>", "the custodian's ledger, address or folder, to look up the announced key in")
    .option("--ledger-key <key>", "verifier key of that ledger (name+hash+base64)")
    .action(runEnrol);
}

function addSend(tripwire: Command): void {
  const send = tripwire
    .command("send")
    .summary("custodian: send blind tags of every look-up, a batch at every tick")
    .argument("<path...>", "access logs: files, folders, or - for stdin");
  addReadingFlags(send)
    .optionsGroup("How to send:")
    .requiredOption("--data <folder>", "the custodian's folder")
    .requiredOption("--agency <url>", "https address where the agency takes batches")
    .addOption(listenOption("where enrolments are taken", 8471))
    .option("--ledger <folder>", "ledger that is told of keys, quotas and batches before they count")
    .option("--next-epoch", "open another epoch now, e.g. because the register has changed")
    .option("--stay", "go on with dummies when the log ends")
    .action(runSend);
}

function addMatch(tripwire: Command): void {
  tripwire
    .command("match")
    .summary("agency: take batches, print findings as JSON Lines")
    .requiredOption("--data <folder>", "the agency's folder")
    .addOption(listenOption("where batches are taken", 8472))
    .option("--batches <number>", "end after so many batches were tested", whole)
    .option("--delay <milliseconds>", "from a batch's arrival to its acknowledgement", whole, 250)
    .action(runMatch);
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

interface EnrolFlags {
  readonly data: string;
  readonly custodian: string;
  readonly officer: readonly string[];
  readonly ledger?: string;
  readonly ledgerKey?: string;
}

async function runEnrol(flags: EnrolFlags, command: Command): Promise<void> {
  const { ledger, ledgerKey } = flags;
  if ((ledger === undefined) !== (ledgerKey === undefined))
    command.error("error: --ledger and --ledger-key go together: a ledger is believed by its key alone");
  const [{ enrol }, { lookUpIn }, { openOfficer }, { membersFromPipe }, { TripwireFolder }] =
    await Promise.all([
      import("../app/tripwire-enrol.ts"),
      import("../app/tripwire-ledger-check.ts"),
      import("../app/tripwire-setup.ts"),
      import("../app/tripwire-members.ts"),
      import("../store/tripwire-folder.ts"),
    ]);
  const result = await enrol({
    folder: new TripwireFolder(flags.data, "agency"),
    custodian: flags.custodian,
    members: membersFromPipe,
    officers: flags.officer.map(openOfficer),
    clock: Date.now,
    checkLedger: ledger === undefined || ledgerKey === undefined ? undefined : lookUpIn(ledger, ledgerKey),
  });
  const { epoch, state, order, signatures, identifiers, quota, nationalPhones } = result;
  await print(`${JSON.stringify({ epoch, state, order, signatures })}\n`);
  if (state === "unsigned")
    note(
      `The order has ${signatures} of 2 signatures: another officer runs the same command with --officer.\n`,
    );
  else note(`Epoch ${epoch}: ${identifiers} identifiers among ${quota} elements, each proof checked.\n`);
  if (nationalPhones.length > 0)
    note(
      `${nationalPhones.length} phone numbers have no country code and will hardly be found: members ${nationalPhones.slice(0, 10).join(", ")}\n`,
    );
  if (!result.ledgerChecked)
    note(
      "Not checked: whether the custodian's ledger holds the key that it announced: give --ledger and --ledger-key.\n",
    );
}

interface SendFlags {
  readonly data: string;
  readonly ledger?: string;
  readonly agency: string;
  readonly listen: ListenAddress;
  readonly nextEpoch?: true;
  readonly stay?: true;
}

async function runSend(paths: readonly string[], flags: SendFlags, command: Command): Promise<void> {
  const settings = await settingsOf(command);
  const [{ send }, { TripwireFolder }, { openTripwireLedger }] = await Promise.all([
    import("../app/tripwire-send.ts"),
    import("../store/tripwire-folder.ts"),
    import("../app/tripwire-ledger.ts"),
  ]);
  const folder = new TripwireFolder(flags.data, "custodian");
  const ledger = await openTripwireLedger(folder.path, flags.ledger);
  if (flags.ledger === undefined)
    note(
      "No ledger: what is promised stands in journal.jsonl of the custodian's folder, which proves nothing to others.\n",
    );
  const result = await send({
    folder,
    paths,
    settings,
    agency: flags.agency,
    listenAt: flags.listen,
    ledger,
    nextEpoch: flags.nextEpoch === true,
    stay: flags.stay === true,
    clock: Date.now,
    stop: stopSignal(),
    tell: (sentence) => note(`${sentence}\n`),
  }).finally(() => ledger.close());
  note(
    `${result.lookups} look-ups in ${result.batches} acknowledged batches; ${result.unchecked} subjects could not be checked ` +
      "(fragments, withheld, or pseudonyms already).\n",
  );
}

async function runMatch(flags: {
  data: string;
  listen: ListenAddress;
  batches?: number;
  delay: number;
}): Promise<void> {
  const [{ match }, { TripwireFolder }] = await Promise.all([
    import("../app/tripwire-match.ts"),
    import("../store/tripwire-folder.ts"),
  ]);
  const { batches, findings } = await match({
    folder: new TripwireFolder(flags.data, "agency"),
    listenAt: flags.listen,
    batches: flags.batches,
    delay: flags.delay,
    found: (finding) => print(`${JSON.stringify(finding)}\n`),
    stop: stopSignal(),
    tell: (sentence) => note(`${sentence}\n`),
  });
  note(`${batches} batches tested, ${findings} findings.\n`);
}

async function runTrial(flags: {
  rate: number;
  confidence: number;
  made?: number;
  found?: number;
}): Promise<void> {
  const { decoyTestsFor, suppressionBound } = await import("../tripwire/decoy-trial.ts");
  const { rate, confidence, made, found } = flags;
  if (made === undefined) {
    const tests = decoyTestsFor(rate, confidence);
    await print(`${tests}\n`);
    note(
      `${tests} decoy look-ups that all arrive show, with ${confidence} confidence, that less than ${rate} is left out.\n`,
    );
    return;
  }
  const bound = suppressionBound(made, found ?? made, confidence);
  await print(`${bound.toFixed(4)}\n`);
  note(`With ${confidence} confidence, at most this share of look-ups is left out.\n`);
}

/** What waits is on disk, so the first signal ends the work in order; the second ends it at once. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(130);
      stop.abort();
    });
  }
  return stop.signal;
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

function gather(text: string, before: readonly string[]): string[] {
  return [...before, text];
}

function whole(text: string): number {
  if (/^\d{1,7}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a whole number.");
}

function positive(text: string): number {
  if (/^\d*\.?\d+$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError("Write a number above zero.");
}

function share(text: string): number {
  const value = positive(text);
  if (value < 1) return value;
  throw new InvalidArgumentError("Write a share between 0 and 1, e.g. 0.05.");
}
