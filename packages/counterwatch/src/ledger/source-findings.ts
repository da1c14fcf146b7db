/** What is said of a source when something is wrong with it. One finding a source and kind. */
import { type ExplainedFinding, findingId, sourceAsOperator, type Severity } from "../model/index.ts";
import type { Spell, Spoken } from "./silence.ts";
import type { SourceWatch, WatchedSource } from "./source-watch.ts";

/** Fewer numbers are no sequence. */
const FEWEST_NUMBERS = 200;
/** Gaps that a sequence may have and still be one: this many, and one in 200 numbers. */
const MOST_GAPS = 20;
const NUMBERS_A_GAP = 200;
const SHOWN = 50;

interface Unread {
  /** Rows that were rejected: their numbers are missing because we could not read them. */
  readonly deadLetters: number;
  readonly duplicates: number;
}

/** After `watch.end()`. */
export function* sourceFindings(watch: SourceWatch, unread: Unread): Generator<ExplainedFinding> {
  for (const watched of watch.sources) {
    yield* gapsOf(watched, unread);
    yield* silencesOf(watched, watch.span);
    yield* stepsOf(watched);
  }
}

/** What could not be watched, one sentence each. */
export function sourcesNotWatched(watch: SourceWatch): string[] {
  return watch
    .mute()
    .map(
      (source) =>
        `Source “${source}” has a declared heartbeat, and there was not one row of it in these files.`,
    );
}

function* gapsOf({ source, lines }: WatchedSource, unread: Unread): Generator<ExplainedFinding> {
  for (const { line, ordinal } of lines?.values() ?? []) {
    const { stretches = [], seen } = line;
    const gaps = stretches.slice(1).map((next, at) => {
      const { last } = stretches[at] as (typeof stretches)[number];
      return { before: last, after: next.first, missing: next.first.number - last.number - 1 };
    });
    const missing = gaps.reduce((sum, gap) => sum + gap.missing, 0);
    const sequence =
      seen >= FEWEST_NUMBERS &&
      gaps.length <= Math.min(MOST_GAPS, 1 + seen / NUMBERS_A_GAP) &&
      missing <= seen;
    const [first] = gaps;
    if (!sequence || first === undefined) continue;
    // Rows that we rejected had numbers, too; ordinals of ours skip repeated rows as well.
    if (missing <= unread.deadLetters + (ordinal ? unread.duplicates : 0)) continue;
    const last = gaps.at(-1) as typeof first;
    const largest = gaps.reduce((most, gap) => (gap.missing > most.missing ? gap : most));
    yield finding({
      detector: "source/gap",
      source,
      severity: "high",
      since: first.before.time,
      time: last.after.time,
      events: gaps.flatMap(({ before, after }) => [before.id, after.id]),
      explanation:
        `Source ${source} numbers its rows, and ${missing} of ${seen + missing} numbers are missing` +
        `${gaps.length === 1 ? "" : ` in ${gaps.length} places`}: ${gaps.length === 1 ? "" : "most of them "}` +
        `between ${when(largest.before.time)} (number ${largest.before.number}) and ${when(largest.after.time)} (number ${largest.after.number}).`,
      evidence: {
        numbers: seen,
        missing,
        gaps: gaps.slice(0, SHOWN).map(({ before, after, missing: count }) => ({
          from: before.number + 1,
          to: after.number - 1,
          missing: count,
          after: before.time,
          before: after.time,
        })),
      },
    });
  }
}

function* silencesOf(
  { source, silence }: WatchedSource,
  span: { readonly from: string; readonly to: string } | undefined,
): Generator<ExplainedFinding> {
  if (silence?.first === undefined || silence.last === undefined || span === undefined) return;
  const spells: Spell[] = [...silence.spells];
  // Others spoke before it began, or went on after it fell silent.
  for (const spell of [
    { from: edge(span.from), to: silence.first },
    { from: silence.last, to: edge(span.to) },
  ])
    if (lengthOf(spell) > silence.heartbeat) spells.push(spell);
  if (spells.length === 0) return;
  spells.sort((a, b) => a.from.at - b.from.at);
  const longest = spells.reduce((most, spell) => (lengthOf(spell) > lengthOf(most) ? spell : most));
  const many = spells.length + silence.uncounted;
  yield finding({
    detector: "source/silence",
    source,
    severity: "medium",
    since: (spells[0] as Spell).from.time,
    time: (spells.at(-1) as Spell).to.time,
    events: spells.flatMap(({ from, to }) => [from.id, to.id]).filter((id) => id !== ""),
    explanation:
      `Source ${source} was silent ${many === 1 ? "once" : `${many} times`} for longer than its heartbeat of ${spoken(silence.heartbeat)}` +
      `${many === 1 ? ": " : ", the longest time "}for ${spoken(lengthOf(longest))} from ${when(longest.from.time)} to ${when(longest.to.time)}.`,
    evidence: {
      heartbeat: spoken(silence.heartbeat),
      silences: many,
      longest: spells
        .toSorted((a, b) => lengthOf(b) - lengthOf(a))
        .slice(0, SHOWN)
        .map((spell) => ({ from: spell.from.time, to: spell.to.time, length: spoken(lengthOf(spell)) })),
    },
  });
}

function* stepsOf({ source, clock }: WatchedSource): Generator<ExplainedFinding> {
  const steps = clock.steps.map(({ before, after, rows }) => ({
    before,
    after,
    rows,
    back: Date.parse(before.time) - Date.parse(after.time),
  }));
  const [first] = steps;
  if (first === undefined) return;
  const largest = steps.reduce((most, step) => (step.back > most.back ? step : most));
  yield finding({
    detector: "source/clock",
    source,
    severity: "medium",
    since: first.before.time,
    time: first.before.time,
    events: steps.flatMap(({ before, after }) => [before.id, after.id]),
    explanation:
      `The time of source ${source} ran backwards ${steps.length === 1 ? "once" : `${steps.length} times`}: after ${when(largest.before.time)} ` +
      `came ${when(largest.after.time)}, ${spoken(largest.back)} earlier, and ${largest.rows} rows followed before it had caught up.`,
    evidence: {
      steps: steps.slice(0, SHOWN).map(({ before, after, rows, back }) => ({
        from: before.time,
        to: after.time,
        back: spoken(back),
        rows,
      })),
    },
  });
}

export function finding(parts: {
  readonly detector: string;
  readonly source: string;
  readonly severity: Severity;
  readonly since: string;
  readonly time: string;
  readonly events: readonly string[];
  readonly explanation: string;
  readonly evidence: Record<string, unknown>;
}): ExplainedFinding {
  const { detector, source, severity, since, time, events, explanation, evidence } = parts;
  // Nobody is accused: what is asked to explain itself is the record system.
  const operator = sourceAsOperator(source);
  return {
    finding: {
      id: findingId({ detector, operator, subjects: [], firstEvent: events[0] ?? since }),
      time,
      since,
      detector,
      severity,
      operator,
      subjects: [],
      lookups: Math.max(1, events.length),
      explanation,
      evidence,
    },
    events: () => events,
    rows: [],
  };
}

function edge(time: string): Spoken {
  return { id: "", time, at: Date.parse(time) };
}

/** For sentences: to the second. */
export function when(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;
}

function lengthOf({ from, to }: Spell): number {
  return to.at - from.at;
}

/** `2 d 3 h`, in the two largest units. */
export function spoken(milliseconds: number): string {
  const units = [
    ["d", 86_400_000],
    ["h", 3_600_000],
    ["min", 60_000],
    ["s", 1000],
  ] as const;
  const parts: string[] = [];
  let rest = milliseconds;
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0 && parts.length < 2) parts.push(`${count} ${unit}`);
    else if (parts.length > 0) break;
  }
  return parts.length === 0 ? "less than 1 s" : parts.join(" ");
}
