import { type ExplainedFinding, severityRank } from "../model/index.ts";

const CHUNK = 32 * 1024;

/** Most urgent first, then oldest; ids break ties, so that two runs write the same file. */
export function byUrgency({ finding: a }: ExplainedFinding, { finding: b }: ExplainedFinding): number {
  return (
    severityRank(b.severity) - severityRank(a.severity) ||
    compare(a.time, b.time) ||
    compare(a.detector, b.detector) ||
    compare(a.id, b.id)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** One line of findings.jsonl in pieces, because one finding may name millions of look-ups. */
export function* findingLine({
  finding,
  events,
}: Pick<ExplainedFinding, "finding" | "events">): Generator<string> {
  const { id, time, since, detector, severity, operator, subjects, lookups, explanation, evidence } = finding;
  const head = JSON.stringify({ id, time, since, detector, severity, operator, subjects, lookups });
  let piece = `${head.slice(0, -1)},"events":[`;
  let comma = "";
  for (const event of events()) {
    piece += comma + JSON.stringify(event);
    comma = ",";
    if (piece.length >= CHUNK) {
      yield piece;
      piece = "";
    }
  }
  yield `${piece}],${JSON.stringify({ explanation, evidence }).slice(1)}\n`;
}
