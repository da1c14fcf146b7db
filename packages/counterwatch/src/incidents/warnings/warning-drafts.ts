/**
 * What an assessment asks for: a draft for each exposed person, a tighter clock where a later assessment of the same incident is
 * worse, a new duty where a warning was closed for a lesser tier. Never anything less than before.
 */
import { type Assessment, CounterwatchError, type Tier } from "../../model/index.ts";
import { type WarnedTier, WARNED_TIERS, type WarningTerms } from "./authority.ts";
import { startClock, tighten } from "./escalation.ts";
import { type StepOf, type WarningBasis, warningId, worse } from "./warning-steps.ts";
import { isOpen, type Warnings } from "./warning.ts";

export interface DraftRequest {
  readonly assessment: Assessment;
  /** Kind of incident; the terms are those of this kind. */
  readonly kind: string;
  readonly terms: WarningTerms;
  /** Also people whom only rows that the logs do not show could have exposed, as `possible`. */
  readonly gapsToo: boolean;
}

export interface Drafts {
  readonly steps: readonly StepOf<"opened" | "tightened" | "reopened">[];
  /** People who have a warning of this tier or a worse one already. */
  readonly unchanged: number;
  /** People whom only a gap in the logs could have exposed, and for whom nothing was drafted. */
  readonly leftOut: number;
}

/** `now` in milliseconds. Throws `format-damaged` where the assessment is of another register. */
export function draftWarnings(
  { founded, byId }: Warnings,
  { assessment, kind, terms, gapsToo }: DraftRequest,
  now: number,
): Drafts {
  const register = founded?.register ?? assessment.register.id;
  if (assessment.register.id !== register)
    throw new CounterwatchError(
      "format-damaged",
      "this assessment is of another register than these warnings",
      {
        remedy: "Keep the warnings of each register in a folder of their own.",
      },
    );
  // An assessment that says to come from later does not win time; one from long ago has used its time up.
  const from = Math.min(now, Date.parse(assessment.assessed));
  const steps: Drafts["steps"][number][] = [];
  let unchanged = 0;
  let leftOut = 0;
  for (const [person, basis] of basesOf(assessment)) {
    if (basis.gaps && !gapsToo) {
      leftOut++;
      continue;
    }
    const warning = warningId(register, assessment.incident, person);
    const before = byId.get(warning);
    const { tier } = basis;
    const clock = startClock(
      from,
      terms.within[tier],
      terms.line.map(({ office, has }) => ({ office, has: has?.[tier] })),
    );
    if (before === undefined)
      steps.push({ do: "opened", warning, person, incident: assessment.incident, kind, basis, clock });
    else if (!worse(tier, before.basis.tier)) unchanged++;
    else if (isOpen(before))
      steps.push({ do: "tightened", warning, basis, clock: tighten(before.clock, clock) });
    else steps.push({ do: "reopened", warning, basis, clock });
  }
  return { steps: steps.toSorted(byUrgency), unchanged, leftOut };
}

/** The worst tier of each person, by their own records and by every relation that they are part of. */
function basesOf(assessment: Assessment): Map<string, WarningBasis> {
  const bases = new Map<string, WarningBasis>();
  const people = new Map(assessment.people.map((person) => [person.member, person]));
  const relations = new Map<string, { relation: string; tier: Tier; upper: Tier; knownSince?: string }[]>();
  for (const { from, to, relation, tier, upper, knownSince } of assessment.relations)
    for (const member of [from, to]) {
      const own = relations.get(member) ?? [];
      own.push({ relation, tier, upper, ...(knownSince === undefined ? {} : { knownSince }) });
      relations.set(member, own);
    }
  for (const member of new Set([...people.keys(), ...relations.keys()])) {
    const person = people.get(member);
    const own = relations.get(member) ?? [];
    const shown = worst([person?.tier ?? "none", ...own.map(({ tier }) => tier)]);
    const upper = worst([person?.upper ?? "none", ...own.map((each) => each.upper)]);
    if (shown === undefined && upper === undefined) continue;
    const since = [person?.knownSince, ...own.map(({ knownSince }) => knownSince)].filter(
      (time) => time !== undefined,
    );
    const first = since.toSorted()[0];
    bases.set(member, {
      assessment: assessment.id,
      tier: shown ?? "possible",
      relations: counted(own),
      recordsShown: person?.recordsShown ?? false,
      movement: person?.movement ?? false,
      gaps: shown === undefined,
      ...(first === undefined || shown === undefined ? {} : { knownSince: first }),
    });
  }
  return bases;
}

function worst(tiers: readonly Tier[]): WarnedTier | undefined {
  return WARNED_TIERS.find((tier) => tiers.includes(tier));
}

/** How many relations of each kind and tier: with whom is not for the journal. */
function counted(own: readonly { relation: string; tier: Tier }[]): WarningBasis["relations"] {
  const counts = new Map<string, WarningBasis["relations"][number]>();
  for (const { relation, tier } of own) {
    if (tier === "none") continue;
    const key = `${WARNED_TIERS.indexOf(tier)} ${relation}`;
    counts.set(key, { relation, tier, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

function byUrgency(a: Drafts["steps"][number], b: Drafts["steps"][number]): number {
  if (a.clock.deadline !== b.clock.deadline) return a.clock.deadline < b.clock.deadline ? -1 : 1;
  return a.warning < b.warning ? -1 : 1;
}
