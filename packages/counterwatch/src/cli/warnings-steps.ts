/** What is done to warnings that are there: released, assigned, and what became of them. */
import type { Command } from "commander";
import type { Outcome } from "../app/warnings.ts";
import type { ListedWarning } from "../incidents/warnings/warning-list.ts";
import { type LedgerFlags, type OfficerFlags, officersOf, withMeans } from "./register-flags.ts";
import { endOnSignals } from "./signals.ts";
import { note, print } from "./standard-streams.ts";
import { type Channel, type PlaceFlags, withWarningMeans } from "./warnings-flags.ts";

export async function runRelease(
  folder: string,
  ids: readonly string[],
  flags: PlaceFlags & OfficerFlags,
  command: Command,
): Promise<void> {
  endOnSignals(() => {});
  const { releaseWarnings } = await import("../app/warnings.ts");
  const officers = await officersOf(flags.register, flags);
  const show = await shower();
  const released = await withWarningMeans(flags, command, (means) =>
    releaseWarnings({ folder, register: flags.register }, ids, officers, show, means),
  );
  await print(released.ids.map((id) => `${id}\n`).join(""));
  note(
    released.ids.length === 0
      ? "There is no draft to release.\n"
      : `${released.ids.length} released. Say who sees to each: counterwatch warnings assign ${folder} ID\n`,
  );
  if (released.left > 0) note(`${released.left} more drafts wait: run this again to release them.\n`);
}

export async function runSign(
  file: string,
  flags: LedgerFlags & OfficerFlags & { readonly register: string },
): Promise<void> {
  endOnSignals(() => {});
  const { signReleaseFile } = await import("../app/warnings-signed-file.ts");
  const officers = await officersOf(flags.register, flags);
  const show = await shower();
  const signed = await withMeans(flags, flags.register, (means) =>
    signReleaseFile(file, flags.register, officers, show, means),
  );
  await print(`${JSON.stringify(signed, undefined, 1)}\n`);
  note("Send this back at the board of warnings before anybody takes another step there.\n");
}

export async function runAssign(
  folder: string,
  id: string,
  flags: PlaceFlags & { owner: string; by: string },
  command: Command,
): Promise<void> {
  endOnSignals(() => {});
  const { assignWarning } = await import("../app/warnings.ts");
  await withWarningMeans(flags, command, (means) =>
    assignWarning({ folder, register: flags.register }, { id, owner: flags.owner, by: flags.by }, means),
  );
  note(`Assigned to ${flags.owner}; the clock goes on.\n`);
}

interface RecordFlags extends PlaceFlags, OfficerFlags {
  readonly outcome: Outcome;
  readonly by: string;
  readonly at?: number;
  readonly channel?: Channel;
  readonly reason?: string;
}

export async function runRecord(
  folder: string,
  id: string,
  flags: RecordFlags,
  command: Command,
): Promise<void> {
  endOnSignals(() => {});
  const { recordOutcome } = await import("../app/warnings.ts");
  const officers = await officersOf(flags.register, flags);
  const { outcome, by, at: happened, channel, reason } = flags;
  const show = await shower();
  const state = await withWarningMeans(flags, command, (means) =>
    recordOutcome(
      { folder, register: flags.register },
      { id, outcome, by, happened, channel, reason },
      officers,
      show,
      means,
    ),
  );
  note(`Recorded; the warning is ${state}.\n`);
}

/** What will be signed, on stderr, before a passphrase is asked for. */
async function shower(): Promise<(warnings: readonly ListedWarning[], now: number) => void> {
  const { warningsText } = await import("./warnings-text.ts");
  return (warnings, now) => note(`To be signed by both officers:\n${warningsText(warnings, now, {}).text}`);
}
