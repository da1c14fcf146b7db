import type { PageContext } from "./page-context.ts";
import { severitiesOf } from "./selection.ts";

/** The result in one or two sentences, the same in the report and in the terminal. */
export function resultSentence(page: Pick<PageContext, "input" | "say" | "selection" | "words">): string {
  const { input, words, say, selection } = page;
  const { rows, events, operators, days } = input.summary;
  if (rows === 0) return words.nothingGiven;
  if (events === 0) return words.nothingRead({ rows, file: input.deadLettersFile });
  if (selection.total === 0)
    return words.nothing({ lookups: events, operators, checks: input.ruleInfo.size });
  const severities = severitiesOf(selection).map((severity) =>
    words.severityCount(severity, selection.bySeverity[severity]),
  );
  return words.result({
    lookups: events,
    operators,
    days,
    findings: selection.total,
    flagged: selection.flagged.size,
    flaggedSources: selection.flaggedSources.size,
    severities: say.list(severities),
  });
}
