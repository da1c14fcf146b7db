/**
 * Warnings from draft to delivery. Every step is checked against the whole journal, is a leaf of the ledger, and then a line of
 * the journal; whatever is refused has not happened.
 */
import { termsFor } from "../incidents/warnings/authority.ts";
import { draftWarnings } from "../incidents/warnings/warning-drafts.ts";
import { type ListedWarning, listWarnings } from "../incidents/warnings/warning-list.ts";
import type { CHANNELS } from "../incidents/warnings/warning-steps.ts";
import type { WarningState } from "../incidents/warnings/warning.ts";
import { CounterwatchError } from "../model/index.ts";
import { readAssessment } from "../store/assessment-file.ts";
import type { Config } from "../store/config-file.ts";
import type { Officer } from "../store/register-keeper.ts";
import { describeRegister } from "./register.ts";
import { type WarningMeans, type WarningPlace, withWarnings } from "./warnings-desk.ts";
import { sign, warningOf } from "./warnings-signing.ts";

const MOST_AT_ONCE = 1000;

export interface OpenRequest {
  /** File that `assess` wrote. */
  readonly assessment: string;
  /** Kind of incident, which says who has authority. */
  readonly kind: string;
  readonly gapsToo: boolean;
}

export interface OpenedWarnings {
  readonly opened: number;
  readonly tightened: number;
  readonly reopened: number;
  readonly unchanged: number;
  /** People whom only a gap in the logs could have exposed. */
  readonly leftOut: number;
  /** Of all that were opened, tightened or reopened. */
  readonly ids: readonly string[];
}

/** Drafts from an assessment. Throws `config` where nobody has authority for this kind of incident. */
export async function openWarnings(
  place: WarningPlace,
  { assessment: path, kind, gapsToo }: OpenRequest,
  { authority, warnings: own }: Pick<Config, "authority" | "warnings">,
  means: WarningMeans,
): Promise<OpenedWarnings> {
  const assessment = readAssessment(path);
  const terms = termsFor(kind, authority, own?.deadlines);
  // Before a journal is begun.
  if (assessment.register.id !== describeRegister(place.register).register)
    throw new CounterwatchError("format-damaged", "this assessment is of another register", {
      place: { file: path },
      remedy: "Name the register that it was made with.",
    });
  return await withWarnings(
    place,
    means,
    async (desk) => {
      const drafts = draftWarnings(desk.warnings, { assessment, kind, terms, gapsToo }, desk.now());
      const counts = { opened: 0, tightened: 0, reopened: 0 };
      for (const step of drafts.steps) {
        await desk.take(step);
        counts[step.do]++;
      }
      const { unchanged, leftOut, steps } = drafts;
      return { ...counts, unchanged, leftOut, ids: steps.map(({ warning }) => warning) };
    },
    "begin",
  );
}

export interface ReleasedWarnings {
  readonly ids: readonly string[];
  /** Drafts beyond what two officers can read at once: to be released next. */
  readonly left: number;
}

/**
 * Two officers release drafts: those named, else all of them, most urgent first. `show` is called with what will be signed
 * before a passphrase is asked for.
 */
export async function releaseWarnings(
  place: WarningPlace,
  named: readonly string[],
  officers: readonly Officer[],
  show: (warnings: readonly ListedWarning[], now: number) => void,
  means: WarningMeans,
): Promise<ReleasedWarnings> {
  return await withWarnings(place, means, async (desk) => {
    const wanted = new Set(named.map((id) => warningOf(desk, id).id));
    const now = desk.now();
    const drafts = listWarnings(desk.warnings, now).filter(({ id, state }) =>
      wanted.size > 0 ? wanted.has(id) : state === "draft",
    );
    const shown = drafts.slice(0, MOST_AT_ONCE);
    const ids = shown.map(({ id }) => id);
    const left = drafts.length - ids.length;
    if (ids.length === 0) return { ids, left };
    show(shown, now);
    const signed = await sign(desk, { deed: "release" }, ids, officers, means);
    await desk.take({ do: "released", warnings: ids, ...signed });
    return { ids, left };
  });
}

export async function assignWarning(
  place: WarningPlace,
  { id, owner, by }: { readonly id: string; readonly owner: string; readonly by: string },
  means: WarningMeans,
): Promise<void> {
  await withWarnings(place, means, (desk) => desk.take({ do: "assigned", warning: id, owner, by }));
}

export type Outcome = "attempted" | "delivered" | "refused" | "not-needed" | "disputed";

export interface OutcomeRecord {
  readonly id: string;
  readonly outcome: Outcome;
  readonly by: string;
  /** When it happened, milliseconds; undefined: now. */
  readonly happened: number | undefined;
  readonly channel: (typeof CHANNELS)[number] | undefined;
  readonly reason: string | undefined;
}

/** Who did it, when, by which class of channel; "not needed" and "disputed" with a reason, "not needed" by two officers. */
export async function recordOutcome(
  place: WarningPlace,
  { id, outcome, by, happened: told, channel, reason }: OutcomeRecord,
  officers: readonly Officer[],
  show: (warnings: readonly ListedWarning[], now: number) => void,
  means: WarningMeans,
): Promise<WarningState> {
  return await withWarnings(place, means, async (desk) => {
    const happened = new Date(told ?? desk.now()).toISOString();
    const common = { warning: id, by, happened };
    if (outcome === "disputed")
      await desk.take({ do: outcome, ...common, reason: required(reason, "--reason") });
    else if (outcome === "not-needed") {
      const why = required(reason, "--reason");
      const now = desk.now();
      show(
        listWarnings(desk.warnings, now).filter((each) => each.id === id),
        now,
      );
      const deed = { deed: outcome, reason: why, by, happened } as const;
      await desk.take({
        do: outcome,
        ...common,
        reason: why,
        ...(await sign(desk, deed, [id], officers, means)),
      });
    } else await desk.take({ do: outcome, ...common, channel: required(channel, "--channel") });
    return warningOf(desk, id).state;
  });
}

export interface WarningBoard {
  /** Milliseconds. */
  readonly now: number;
  readonly register: string;
  readonly warnings: readonly ListedWarning[];
}

/** By clock, overdue first. What went up the line of authority by itself is written down here, once. */
export async function readWarnings(place: WarningPlace, means: WarningMeans): Promise<WarningBoard> {
  return await withWarnings(place, means, async (desk) => {
    const now = desk.now();
    return { now, register: desk.chain.newest.register, warnings: listWarnings(desk.warnings, now) };
  });
}

function required<T>(value: T | undefined, flag: string): T {
  if (value !== undefined) return value;
  throw new CounterwatchError("usage", `this outcome needs ${flag}`, {
    remedy: "See counterwatch warnings record --help",
  });
}
