/** The figures of a story's sentence, read with care: evidence is free in form. */
import type { Given } from "../../../counterwatch/src/stories/told.ts";
import type { DeskFinding } from "../api/shapes.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What explains a sitting, in the words of the stories. */
export type Explanation = Given["latest"];

export type SaidFinding = Pick<
  DeskFinding,
  "detector" | "operator" | "subjects" | "lookups" | "since" | "evidence" | "explanation"
>;

export interface StoryFigures {
  readonly story: string;
  readonly operator: string;
  readonly lookups: number;
  readonly subjects: number;
  readonly sittings: number;
  readonly days: number;
  /** From the first look-up to the latest one: days of the calendar (UTC), whole hours from one on, whole minutes. */
  readonly span: number;
  readonly hours: number;
  readonly minutes: number;
  readonly cases: readonly string[];
  readonly moreCases: number;
  readonly reasons: readonly string[];
  readonly moreReasons: number;
  /** Of the latest sitting; another text where another version wrote it. */
  readonly explanation: Explanation;
  /** Operators beside this one, and how many of them come near. */
  readonly others: number;
  readonly near: number;
  /** Sites, in order. */
  readonly path: readonly string[];
  /** Of some stories alone. */
  readonly expected: number | undefined;
  readonly systems: readonly string[] | undefined;
  readonly operators: readonly string[] | undefined;
  readonly address: string | undefined;
}

/** Undefined where no story told it, or where a figure that each of them has is missing. */
export function storyFigures(finding: SaidFinding): StoryFigures | undefined {
  const [kind, story = ""] = finding.detector.split("/");
  if (kind !== "story") return undefined;
  const { operator, lookups, subjects, evidence } = finding;
  const given = partsOf(evidence["given"]);
  const compared = partsOf(evidence["compared"]);
  const [since, latest] = [Date.parse(finding.since), Date.parse(textOf(evidence["latest"]) ?? "")];
  const counts = {
    sittings: numberOf(evidence["sittings"]),
    days: numberOf(evidence["days"]),
    others: numberOf(compared["operators"]),
    near: numberOf(compared["near"]),
    moreCases: numberOf(given["moreCases"]),
    moreReasons: numberOf(given["moreReasons"]),
  };
  const lists = { cases: textsOf(given["cases"]), reasons: textsOf(given["reasons"]) };
  const explanation = textOf(given["latest"]) as Explanation | undefined;
  if (!isWhole(counts) || !isWhole(lists) || explanation === undefined || Number.isNaN(since + latest))
    return undefined;
  return {
    story,
    operator,
    lookups,
    subjects: subjects.length,
    ...counts,
    ...lists,
    explanation,
    span: Math.floor(latest / DAY) - Math.floor(since / DAY) + 1,
    hours: Math.max(1, Math.round((latest - since) / HOUR)),
    minutes: Math.round((latest - since) / MINUTE),
    path: sitesOf(evidence["path"]),
    expected: numberOf(evidence["expected"]),
    systems: textsOf(evidence["systems"]),
    operators: textsOf(evidence["operators"]),
    address: textOf(evidence["address"]),
  };
}

type Whole<T> = { readonly [K in keyof T]: Exclude<T[K], undefined> };

function isWhole<T extends object>(parts: T): parts is T & Whole<T> {
  return !Object.values(parts).includes(undefined);
}

function partsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function textsOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((each) => typeof each === "string") ? value : undefined;
}

function sitesOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.flatMap((point) => textOf(partsOf(point)["site"]) ?? []) : [];
}
