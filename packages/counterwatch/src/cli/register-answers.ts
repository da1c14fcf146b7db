/** What the register says: to two officers who unlock it, and to anyone. */
import { type Command, Option } from "commander";
import { counted } from "./counted.ts";
import {
  type LedgerFlags,
  type OfficerFlags,
  officersOf,
  withLedger,
  withMeans,
  withOfficers,
} from "./register-flags.ts";
import { endOnSignals } from "./signals.ts";
import { print } from "./standard-streams.ts";

const ANSWERS = ["counts", "members", "relations"] as const;

export function addRegisterAnswers(register: Command): void {
  withLedger(withOfficers(register.command("unlock")))
    .summary("answer one narrow request: counts, members or relations")
    .description(
      "Members (for tripwire enrolment) and relations (for exposure assessment) go as JSON Lines into a pipe that another\n" +
        "program reads; onto a screen or into a file they do not go.",
    )
    .argument("<folder>", "the register")
    .addOption(
      new Option("--give <answer>", "what is asked for")
        .choices(ANSWERS)
        .default("counts")
        .makeOptionMandatory(),
    )
    .action(runUnlock);

  withLedger(withOfficers(register.command("show")))
    .summary("show version and officers; with --counts and two officers, how much it holds")
    .argument("<folder>", "the register")
    .option("--counts", "unlock it and count")
    .option("--json", "print as JSON")
    .action(runShow);
}

async function runUnlock(
  folder: string,
  flags: OfficerFlags & LedgerFlags & { give: (typeof ANSWERS)[number] },
  command: Command,
): Promise<void> {
  const { countRegister, openRegister } = await import("../app/register.ts");
  const { isPipe } = await import("../store/register-keeper.ts");
  if (flags.give !== "counts" && !isPipe(1))
    command.error(
      `error: ${flags.give} go into a pipe that another program reads, not onto a screen or into a file`,
    );
  endOnSignals(() => {});
  const officers = await officersOf(folder, flags);
  await withMeans(flags, folder, async (means) => {
    if (flags.give === "counts") {
      await print(`${JSON.stringify(await countRegister(folder, officers, means))}\n`);
      return;
    }
    const register = openRegister(folder, officers, means);
    const items =
      flags.give === "members"
        ? register.members("tripwire-enrolment")
        : register.relations("exposure-assessment");
    let told = 0;
    for await (const item of items) {
      await print(`${JSON.stringify(item)}\n`);
      told++;
    }
    // Whoever reads the pipe cannot see how this command ends, and must not take a part for the whole.
    if (flags.give === "members") await print(`${JSON.stringify({ end: told })}\n`);
  });
}

async function runShow(
  folder: string,
  flags: OfficerFlags & LedgerFlags & { counts?: true; json?: true },
): Promise<void> {
  endOnSignals(() => {});
  const { countRegister, describeRegister } = await import("../app/register.ts");
  const facts = describeRegister(folder);
  const officers = flags.counts === true ? await officersOf(folder, flags) : [];
  const counts =
    flags.counts === true
      ? await withMeans(flags, folder, (means) => countRegister(folder, officers, means))
      : undefined;
  if (flags.json === true) {
    await print(`${JSON.stringify({ ...facts, counts }, undefined, 2)}\n`);
    return;
  }
  await print(
    `register  ${facts.register}\nversion   ${facts.version}, sealed ${facts.time}\ncover     ${facts.cover}\n` +
      `officers  ${facts.officers.join(", ")}, files of splitting ${facts.set.slice(0, 8)}\nledger    ${facts.ledger ? "required" : "none"}\n` +
      `pending   ${counted(facts.pending, "edit")}\n${counts === undefined ? "" : `holds     ${countText(counts)}\n`}`,
  );
}

export function countText(counts: {
  people: number;
  identifiers: number;
  relations: number;
  decoys: number;
}): string {
  const { people, identifiers, relations, decoys } = counts;
  return [
    `${counted(people, "person", "people")} with ${counted(identifiers, "identifier")}`,
    counted(relations, "relation"),
    counted(decoys, "decoy"),
  ].join(", ");
}
