import { createHash } from "node:crypto";
import { deserialize } from "node:v8";
import type { AccessEvent, ExplainedFinding, Pseudonym, System } from "../model/index.ts";
import { parseBudget } from "./budget.ts";
import { DAY, HOUR, MINUTE } from "./run.ts";
import { StoryDesk } from "./story-desk.ts";
import type { TailState } from "./tail.ts";

/** A Monday, midnight UTC. */
export const START = Date.parse("2025-01-06T00:00:00.000Z");

export function at(day: number, hour = 12, minute = 0): number {
  return START + day * DAY + hour * HOUR + minute * MINUTE;
}

/** A look-up of a test: only what matters. */
export interface LookUp {
  readonly operator: string;
  readonly at: number;
  readonly unit?: string;
  /** Any name; the event carries a pseudonym. */
  readonly subject?: string | readonly string[];
  readonly case?: string;
  readonly reason?: string;
  readonly site?: { readonly id: string; readonly lat: number; readonly lon: number };
  /** Start of the record time asked for. */
  readonly from?: number;
  readonly address?: string;
  readonly client?: string;
  readonly results?: readonly string[];
  readonly system?: System;
  readonly automated?: boolean;
  readonly withheld?: boolean;
}

const pseudonyms = new Map<string, Pseudonym>();

export function pseudonym(name: string): Pseudonym {
  let known = pseudonyms.get(name);
  if (known === undefined) {
    known = `p1_${createHash("sha256").update(name).digest("hex").slice(0, 24)}` as Pseudonym;
    pseudonyms.set(name, known);
  }
  return known;
}

export function lookUp(short: LookUp): AccessEvent {
  const { operator, subject, site, results } = short;
  const names = subject === undefined ? [] : typeof subject === "string" ? [subject] : subject;
  return {
    id: `${operator}/${short.at}/${names.join("+")}${site?.id ?? ""}`,
    time: new Date(short.at).toISOString(),
    source: "test-log",
    system: short.system ?? "plates",
    action: "search",
    operator: {
      id: operator,
      ...(short.unit !== undefined && { unit: short.unit }),
      ...(short.withheld === true && { withheld: true as const }),
    },
    ...(names.length > 0 && {
      subjects: names.map((name) => ({ type: "plate" as const, id: pseudonym(name) })),
    }),
    ...(site && { site }),
    ...(short.from !== undefined && { window: { from: new Date(short.from).toISOString() } }),
    ...((short.case !== undefined || short.reason !== undefined) && {
      purpose: {
        ...(short.case !== undefined && { case: short.case }),
        ...(short.reason !== undefined && { reason: short.reason }),
      },
    }),
    ...((short.address !== undefined || short.client !== undefined) && {
      session: {
        ...(short.address !== undefined && { address: short.address }),
        ...(short.client !== undefined && { client: short.client }),
      },
    }),
    ...(results && {
      result: { subjects: results.map((name) => ({ type: "phone" as const, id: pseudonym(name) })) },
    }),
    ...(short.automated !== undefined && { automated: short.automated }),
  };
}

/** The same look-ups, each made again a few minutes later within its sitting: nothing has happened anew. */
export function echoed(list: readonly LookUp[]): LookUp[] {
  return list.flatMap((one) => [
    one,
    { ...one, at: one.at + 6 * MINUTE },
    { ...one, at: one.at + 17 * MINUTE },
  ]);
}

export function inOrder(...lists: readonly (readonly AccessEvent[])[]): AccessEvent[] {
  const timed = lists.flat().map((event) => ({ event, time: Date.parse(event.time) }));
  return timed.sort((a, b) => a.time - b.time).map(({ event }) => event);
}

/** One budget for all tests of stories: strict enough that honest work must be explained. */
const BUDGET = "1/week";

export function judge(events: readonly AccessEvent[], budget = BUDGET): StoryDesk {
  const desk = new StoryDesk(parseBudget(budget));
  for (const event of events) desk.see(event);
  return desk;
}

export interface Peak {
  readonly operator: string;
  readonly matter: string;
  readonly score: number;
}

const tails = new WeakMap<StoryDesk, TailState>();

/** The highest scores that a story has claimed, one a matter, highest first, as of the first time asked. */
export function peaksOf(desk: StoryDesk, story: string): readonly Peak[] {
  let tail = tails.get(desk);
  if (tail === undefined) {
    ({ tail } = deserialize(desk.snapshot()) as { tail: TailState });
    tails.set(desk, tail);
  }
  return tail.stories.get(story)?.peaks ?? [];
}

/** The highest score that a story claims about any of these operators; 0 where it claims nothing. */
export function peakOf(desk: StoryDesk, story: string, ...operators: readonly string[]): number {
  return peaksOf(desk, story).find(({ operator }) => operators.includes(operator))?.score ?? 0;
}

/** The highest score that a story claims about anybody else. */
export function honestPeak(desk: StoryDesk, story: string, ...others: readonly string[]): number {
  return peaksOf(desk, story).find(({ operator }) => !others.includes(operator))?.score ?? 0;
}

/** Findings about these operators that the story told, alone or together with others. */
export function toldBy(desk: StoryDesk, story: string, ...operators: readonly string[]): ExplainedFinding[] {
  return [...desk.findings()].filter(
    ({ finding }) =>
      operators.includes(finding.operator) &&
      (finding.detector === `story/${story}` || (finding.evidence["also"] as string[]).includes(story)),
  );
}

/** The same of one matter, by a subject's name. */
export function toldOf(desk: StoryDesk, story: string, subject: string): ExplainedFinding[] {
  const id = pseudonym(subject);
  return [...desk.findings()].filter(
    ({ finding }) =>
      finding.subjects.includes(id) &&
      (finding.detector === `story/${story}` || (finding.evidence["also"] as string[]).includes(story)),
  );
}

/** The highest score that a story claims about anybody's matter that begins with this subject. */
export function peakOn(desk: StoryDesk, story: string, subject: string): number {
  return peaksOf(desk, story).find(({ matter }) => matter.endsWith(`\n${pseudonym(subject)}`))?.score ?? 0;
}
