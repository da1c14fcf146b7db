/**
 * The life of a warning: draft, due, assigned, attempted; then delivered, refused, or not needed. Each state is what the
 * steps before it make of it, and every step is checked here, whether it is about to be written or was read.
 *
 * Invariants: nothing takes a warning away; while it is open its deadline moves only nearer; it is released, or found not
 * needed, by two officers alone, with their keys or by their accounts (`two-accounts.ts`); a closed one opens again for a worse tier or when somebody disputes what was recorded.
 * Limits: who speaks is a claim, but for the officers' signatures. "Delivered" is what somebody says.
 */
import { CounterwatchError } from "../../model/index.ts";
import { clockTrouble, holderAt, noLooser } from "./escalation.ts";
import type { JournalRecord } from "../journal/journal.ts";
import { isOpen, type Warning, type Warnings } from "./warning.ts";
import { accountsRefused, nextByAccounts } from "./two-accounts.ts";
import { checkSignatures, signedText } from "./warning-signature.ts";
import {
  type Signers,
  type StepOf,
  type WarningStep,
  warningId,
  warningStepSchema,
  worse,
} from "./warning-steps.ts";

/** The whole journal. Throws `evidence` where a step cannot follow on those before it. */
export function foldWarnings(records: readonly JournalRecord[], file: string): Warnings {
  const warnings: Warnings = { founded: undefined, signers: [], byId: new Map() };
  for (const { number, at, previous, step } of records) {
    const { data } = warningStepSchema.safeParse(step);
    const refusal =
      data === undefined ? "this is no step of a warning" : applyWarningStep(warnings, data, at, previous);
    if (refusal !== undefined)
      throw new CounterwatchError("evidence", refusal, {
        place: { file, line: number + 1 },
        remedy: "The journal was written by something else than Counterwatch. Keep it, and restore a backup.",
      });
  }
  return warnings;
}

/**
 * Takes the step into `warnings`; the sentence that says why it cannot be taken, and then nothing has changed. `at`: when it is
 * recorded; `previous`: the hash of the journal's line before it.
 */
export function applyWarningStep(
  warnings: Warnings,
  step: WarningStep,
  at: string,
  previous: string,
): string | undefined {
  if (step.do === "founded") {
    if (warnings.founded !== undefined) return "this journal was begun before";
    warnings.founded = step;
    warnings.signers.push(step.signers);
    return undefined;
  }
  const { founded, signers, byId } = warnings;
  const last = signers.at(-1);
  if (founded === undefined || last === undefined) return "this journal was never begun";
  if (step.do === "officers") {
    if (step.signers.cover.version <= last.cover.version) return "these officers are of an older version";
    signers.push(step.signers);
    return undefined;
  }
  const ids = "warnings" in step ? step.warnings : [step.warning];
  if (new Set(ids).size < ids.length) return "a warning is named twice";
  if (step.do === "opened") {
    const opened = open(warnings, founded.register, step, at);
    if (typeof opened === "string") return opened;
    byId.set(opened.id, opened);
    return undefined;
  }
  const before: Warning[] = [];
  for (const id of ids) {
    const warning = byId.get(id);
    if (warning === undefined) return `there is no warning ${id}`;
    before.push(warning);
  }
  const refusal =
    step.do === "proposed" || step.do === "agreed"
      ? accountsRefused(warnings, step)
      : signedWrongly(step, before, previous, last);
  if (refusal !== undefined) return refusal;
  const after: Warning[] = [];
  for (const warning of before) {
    const next = nextWarning(warning, step, at);
    if (typeof next === "string") return next;
    after.push({ ...next, history: [...warning.history, { at, step }] });
  }
  for (const warning of after) byId.set(warning.id, warning);
  return undefined;
}

function open({ byId }: Warnings, register: string, step: StepOf<"opened">, at: string): Warning | string {
  const { warning: id, person, incident, kind, basis, clock } = step;
  if (byId.has(id)) return "this warning was opened before";
  if (id !== warningId(register, incident, person)) return "the id of this warning is not its own";
  const trouble = clockTrouble(clock, at);
  if (trouble !== undefined) return trouble;
  return {
    id,
    person,
    incident,
    kind,
    basis,
    clock,
    state: "draft",
    released: false,
    assurance: undefined,
    proposals: [],
    owner: undefined,
    escalated: 0,
    opened: at,
    history: [{ at, step }],
  };
}

/** Two officers, over the warnings as they stand and over the line before this one. */
function signedWrongly(
  step: WarningStep,
  before: readonly Warning[],
  previous: string,
  { officers }: Signers,
): string | undefined {
  if (step.do !== "released" && step.do !== "not-needed") return undefined;
  if (step.after !== previous) return "the officers signed for another state of the journal";
  const deed =
    step.do === "released"
      ? ({ deed: "release" } as const)
      : ({ deed: "not-needed", reason: step.reason, by: step.by, happened: step.happened } as const);
  return checkSignatures(signedText(deed, before, previous), step.signatures, officers);
}

type LaterStep = Exclude<WarningStep, { do: "founded" | "officers" | "opened" }>;

function nextWarning(before: Warning, step: LaterStep, at: string): Warning | string {
  if ("happened" in step && step.happened > at)
    return "this happened later than it is recorded: check the time";
  switch (step.do) {
    case "tightened":
    case "reopened":
      return tightened(before, step, at);
    case "disputed":
      if (before.state !== "delivered" && before.state !== "refused")
        return "only what was recorded as delivered or refused can be disputed";
      return { ...before, state: "due", owner: undefined };
    default:
      return isOpen(before) ? nextOfOpen(before, step, at) : `this warning is closed: ${before.state}`;
  }
}

function nextOfOpen(
  before: Warning,
  step: Exclude<LaterStep, { do: "tightened" | "reopened" | "disputed" }>,
  at: string,
): Warning | string {
  switch (step.do) {
    case "released":
      if (before.released) return "this warning was released before";
      return {
        ...before,
        released: true,
        assurance: "signatures",
        proposals: [],
        state: before.owner === undefined ? "due" : "assigned",
      };
    case "assigned":
      return { ...before, owner: step.owner, state: before.state === "due" ? "assigned" : before.state };
    case "escalated": {
      const { office, place, since } = holderAt(before.clock, Date.parse(at));
      if (place <= before.escalated || step.office !== office || step.since !== since)
        return "this warning is not in these hands";
      return { ...before, escalated: place };
    }
    case "not-needed":
      return { ...before, state: step.do, proposals: [] };
    case "proposed":
    case "agreed":
      return nextByAccounts(before, step, at);
    default:
      if (!before.released) return "two officers must release this warning first";
      return { ...before, state: step.do };
  }
}

function tightened(
  before: Warning,
  { do: deed, basis, clock }: StepOf<"tightened" | "reopened">,
  at: string,
): Warning | string {
  if (isOpen(before) !== (deed === "tightened"))
    return "only an open warning is tightened, a closed one reopened";
  if (!worse(basis.tier, before.basis.tier)) return "the new tier is not worse than the old one";
  const trouble = clockTrouble(clock, at);
  if (trouble !== undefined) return trouble;
  if (deed === "tightened")
    return noLooser(before.clock, clock)
      ? { ...before, basis, clock, proposals: [] }
      : "this would loosen the warning";
  const state = before.released ? "due" : "draft";
  return { ...before, basis, clock, state, proposals: [], owner: undefined, escalated: 0 };
}
