/** Warnings on the terminal, in the words of the board. */
import type { VerifiedWarnings } from "../app/warnings-verification.ts";
import type { ListedWarning } from "../incidents/warnings/warning-list.ts";
import { reveal } from "../report/page/hostile-text.ts";
import { severityLabel } from "../report/scan/terminal.ts";
import { columnsOf, wrap } from "../report/page/terminal-text.ts";
import { clockOf, standingOf, whyOf } from "../report/warnings/warning-sentences.ts";
import { colourOn, widthOf } from "./standard-streams.ts";
import { speechOf, wordsOf } from "./words.ts";

const MOST_LINES = 6;

/** One warning a block: mark, clock, person, state, id; then why, who answers, until when. */
export function warningsText(
  warnings: readonly ListedWarning[],
  now: number,
  settings: { lang?: "en" | "es"; zone?: string },
): { readonly text: string; readonly summary: string } {
  const speech = { say: speechOf(settings), words: wordsOf(settings), now };
  const { words } = speech;
  const width = widthOf(process.stdout);
  const heads = warnings.map((warning) => [
    clockOf(warning, speech) ?? "",
    reveal(warning.person),
    words.warnings.state[warning.state],
    warning.id,
  ]);
  const columns = [0, 1, 2, 3].map((at) => Math.max(0, ...heads.map((head) => columnsOf(head[at] ?? ""))));
  const urgency = Math.max(...Object.values(words.severity).map(columnsOf));
  const text = warnings.map((warning, at) => {
    const label = severityLabel(
      warning.urgency,
      words.severity[warning.urgency],
      colourOn(process.stdout),
      urgency,
    );
    const head = (heads[at] ?? []).map(
      (cell, column) => cell + " ".repeat((columns[column] ?? 0) - columnsOf(cell)),
    );
    const said = `${whyOf(warning, speech)}. ${standingOf(warning, speech).join(" ")}`;
    const lines = wrap(reveal(said), width - 2, MOST_LINES).map((line) => `  ${line}\n`);
    return `${label}  ${head.join("  ").trimEnd()}\n${lines.join("")}\n`;
  });
  const open = warnings.filter((each) => each.open);
  const overdue = open.filter((each) => each.overdue).length;
  const drafts = open.filter(({ state }) => state === "draft").length;
  const summary = [
    open.length === 0 ? words.warnings.none : words.warnings.headline({ open: open.length, overdue }),
    ...(drafts === 0 ? [] : [words.warnings.drafts(drafts)]),
  ];
  return { text: text.join(""), summary: `${summary.join(" ")}\n` };
}

export function verifiedText({
  register,
  lines,
  byState,
  signed,
  byAccounts,
  head,
  unfinished,
}: VerifiedWarnings): string {
  const states = Object.entries(byState).map(([state, count]) => `${count} ${state}`);
  return [
    `verified   ${lines} steps, each with its leaf in the ledger and in its order; nothing is missing`,
    `register   ${register}`,
    `warnings   ${states.length === 0 ? "none" : states.join(", ")}`,
    `signed     ${signed} of them by two officers of this register`,
    ...(byAccounts > 0
      ? [`accounts   ${byAccounts} more by two accounts of a running server: its word, without a key`]
      : []),
    `newest     ${head}`,
    ...(unfinished
      ? ["unfinished a step that a crash left half written: the next command makes it good"]
      : []),
    "",
    "What this cannot show:",
    "  That a person was warned: “delivered” is what somebody recorded.",
    "  That ledger and journal were not put back together to an older state: keep the newest hash, or ask the ledger's witnesses.",
    "",
  ].join("\n");
}
