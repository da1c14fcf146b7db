import type { Command } from "commander";
import type { Service } from "../app/ledger-witness.ts";
import { counted } from "./counted.ts";
import { EXIT } from "./exit-codes.ts";
import { verificationText } from "./ledger-text.ts";
import { type ListenAddress, listenOption } from "./listen-address.ts";
import { settingsOf } from "./setting-flags.ts";
import { note, print } from "./standard-streams.ts";

export function addLedger(program: Command): void {
  const ledger = program
    .command("ledger")
    .summary("a log of all look-ups that nobody can alter unseen")
    .description(
      "A ledger holds a salted commitment of every look-up, in a tree that is signed and can be witnessed (C2SP tlog-tiles).\n" +
        "Anyone can verify it; what the look-ups were is kept apart and can be erased without breaking it.",
    )
    .addHelpText(
      "after",
      `
Examples:
  counterwatch scan audit.csv --ledger ledger      append every look-up, then judge it
  counterwatch ledger checkpoint ledger > march    keep it: shows whether anything is gone
  counterwatch ledger verify ledger --older march  check every entry and tile
  counterwatch ledger bundle f1_… --ledger ledger -o incident.tar`,
    );
  addVerify(ledger);
  addProve(ledger);
  addBundle(ledger);
  addErase(ledger);
  addCheckpoint(ledger);
  addWitness(ledger);
  addServe(ledger);
  addInit(ledger);
}

function addVerify(ledger: Command): void {
  ledger
    .command("verify")
    .summary("check a whole ledger, a proof or a bundle, and say what that cannot show")
    .argument("<ledger>", "folder, address (http://…), proof file or bundle")
    .option("--key <vkey>", "verifier key of the ledger, or a file with it; may be repeated", gather)
    .option("--witness <policy>", "tlog-policy file: witnesses that must have seen the ledger")
    .option("--older <checkpoint>", "a checkpoint of this ledger that you kept; may be repeated", gather)
    .option("--json", "print the result as JSON on stdout")
    .action(
      async (
        what: string,
        flags: { key?: string[]; witness?: string; older?: string[]; json?: true },
      ): Promise<void> => {
        const { verifyAnything } = await import("../app/ledger-check.ts");
        const verdict = await verifyAnything(what, {
          keys: flags.key ?? [],
          policy: flags.witness,
          older: flags.older ?? [],
        });
        await print(
          flags.json === true ? `${JSON.stringify(verdict, undefined, 2)}\n` : verificationText(verdict),
        );
      },
    );
}

function addProve(ledger: Command): void {
  ledger
    .command("prove")
    .summary("make a proof file of one look-up (tlog-proof)")
    .argument("<event>", "id of the look-up")
    .requiredOption("--ledger <folder>", "the ledger that has it")
    .option("-o, --out <file>", "write it there instead of on stdout")
    .action(async (event: string, flags: { ledger: string; out?: string }) => {
      const { proveEvent } = await import("../app/ledger-proof.ts");
      const proofs = await proveEvent(flags.ledger, event);
      if (proofs.length > 1)
        note(`counterwatch: ${proofs.length} look-ups have this id; this is the first of them\n`);
      const [proof = new Uint8Array()] = proofs;
      if (flags.out === undefined) await print(Buffer.from(proof).toString("utf8"));
      else await (await import("../app/ledger-bundle.ts")).writeBundle(flags.out, proof);
    });
}

function addBundle(ledger: Command): void {
  ledger
    .command("bundle")
    .summary("pack the look-ups of findings with their proofs, for somebody who does not trust us")
    .argument("<incident>", "a findings.jsonl, a folder with one, or the id of one finding")
    .requiredOption("--ledger <folder>", "the ledger that has them")
    .requiredOption("-o, --out <file>", "the tar to write")
    .option("--findings <file>", "where a finding is looked for by its id (default: counterwatch-out)")
    .option("--witness <policy>", "tlog-policy file to put in")
    .option("--config <file>", "configuration (default: ./counterwatch.yaml where there is one)")
    .action(async (incident: string, flags: BundleFlags, command: Command) => {
      const [{ makeBundle, writeBundle }, { findingsPath }, settings] = await Promise.all([
        import("../app/ledger-bundle.ts"),
        import("../app/findings-list.ts"),
        settingsOf(command),
      ]);
      const finding = /^f1_[0-9a-f]{24}$/.test(incident) ? incident : undefined;
      const bundle = await makeBundle({
        ledger: flags.ledger,
        findings: findingsPath(finding === undefined ? incident : flags.findings, {
          ...settings,
          out: undefined,
        }),
        finding,
        policy: flags.witness,
        now: Date.now(),
      });
      await writeBundle(flags.out, bundle.tar);
      note(
        `counterwatch: ${counted(bundle.events, "look-up")} of ${counted(bundle.findings, "finding")}, each with its proof\n`,
      );
      if (bundle.missing.length > 0)
        note(
          `  Not in the ledger, or erased: ${counted(bundle.missing.length, "look-up")}; missing.json names them\n`,
        );
    });
}

interface BundleFlags {
  readonly ledger: string;
  readonly out: string;
  readonly findings?: string;
  readonly witness?: string;
}

function addErase(ledger: Command): void {
  ledger
    .command("erase")
    .summary("destroy salt and body of look-ups; the tree stays valid")
    .argument("<event...>", "ids of look-ups")
    .requiredOption("--ledger <folder>", "the ledger that has them")
    .action(async (events: readonly string[], flags: { ledger: string }) => {
      const { eraseEvents } = await import("../app/ledger-erasure.ts");
      const { leaves } = await eraseEvents(flags.ledger, events, new Date().toISOString());
      await print(leaves.map((leaf) => `${leaf}\n`).join(""));
      note(
        `counterwatch: salt and body of ${counted(leaves.length, "leaf", "leaves")} overwritten. Backups and copies of the disk may keep them.\n`,
      );
    });
}

function addCheckpoint(ledger: Command): void {
  ledger
    .command("checkpoint")
    .summary("print the newest signed state: keep it elsewhere, or publish it")
    .argument("<ledger>", "folder or address")
    .action(async (what: string) => {
      const { newestCheckpoint } = await import("../app/ledger-witness.ts");
      await print(await newestCheckpoint(what));
    });
}

function addWitness(ledger: Command): void {
  const witness = ledger
    .command("witness")
    .summary("ask witnesses to cosign a ledger, or be one")
    .argument("[ledger]", "folder of the ledger")
    .option("--policy <file>", "tlog-policy file with witnesses and their addresses")
    .action(async (folder: string | undefined, flags: { policy?: string }, command: Command) => {
      if (folder === undefined || flags.policy === undefined)
        command.error("error: name the ledger's folder and --policy FILE, or one of: init, serve");
      const { askWitnesses } = await import("../app/ledger-witness.ts");
      const { leaves, asked } = await askWitnesses(folder, flags.policy);
      for (const { name, refusal } of asked)
        await print(
          refusal === undefined
            ? `${name}  cosigned ${counted(leaves, "leaf", "leaves")}\n`
            : `${name}  ${refusal}\n`,
        );
      if (asked.some(({ inconsistent }) => inconsistent)) process.exitCode = EXIT.evidence;
      else if (asked.some(({ refusal }) => refusal !== undefined)) process.exitCode = EXIT.unavailable;
    });
  witness
    .command("init")
    .summary("make a witness's folder and key, and print its verifier key")
    .argument("<folder>", "new folder")
    .requiredOption("--name <name>", "name of the witness, e.g. witness.example/w1")
    .action(async (folder: string, flags: { name: string }) => {
      const { beginWitness } = await import("../app/ledger-witness.ts");
      await print(`${await beginWitness(folder, flags.name)}\n`);
    });
  witness
    .command("serve")
    .summary("cosign checkpoints of ledgers that only ever grow (tlog-witness)")
    .argument("<folder>", "the witness's folder")
    .requiredOption("--log <vkey>", "verifier key of a ledger to witness; may be repeated", gather)
    .addOption(listenOption("where it is served", 8475))
    .action(async (folder: string, flags: { log: readonly string[]; listen: ListenAddress }) => {
      const { serveWitness } = await import("../app/ledger-witness.ts");
      await runService(await serveWitness(folder, flags.log, flags.listen));
    });
}

function addServe(ledger: Command): void {
  ledger
    .command("serve")
    .summary("serve checkpoint and tiles over HTTP (tlog-tiles)")
    .argument("<folder>", "the ledger's folder")
    .addOption(listenOption("where it is served", 8474))
    .action(async (folder: string, flags: { listen: ListenAddress }) => {
      const { serveLedger } = await import("../app/ledger-witness.ts");
      await runService(await serveLedger(folder, flags.listen));
    });
}

function addInit(ledger: Command): void {
  ledger
    .command("init")
    .summary("make a ledger and print its verifier keys; scan --ledger does it by itself")
    .argument("<folder>", "new folder")
    .option("--origin <name>", "name of the ledger, e.g. records.example/ledger (default: a random one)")
    .option("--post-quantum", "sign every checkpoint a second time, by ML-DSA-44")
    .action(async (folder: string, flags: { origin?: string; postQuantum?: true }) => {
      const [{ openLedger }, { verifierKeyLines }] = await Promise.all([
        import("../store/ledger-folder.ts"),
        import("../app/ledger-events.ts"),
      ]);
      await (await openLedger(folder, { origin: flags.origin, postQuantum: flags.postQuantum })).close();
      await print(verifierKeyLines(folder));
    });
}

/** Until a signal; a second one ends it at once. */
async function runService({ url, close }: Service): Promise<void> {
  await print(`${url}\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
  });
  await close();
}

function gather(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}
