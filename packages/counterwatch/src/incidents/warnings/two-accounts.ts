/**
 * Two accounts of a running server in place of two officers' signatures: one proposes, another one agrees.
 *
 * Limits: a signature is made with a key that the server never has; an account's word is what the server wrote down. Whoever has the
 * server and its ledger's key can write both, so such steps count only in a journal that was founded with them (`accounts`), and
 * `warnings verify` counts them apart. What is agreed to is what was proposed: a proposal ends with whatever changes the warning's basis or clock.
 */
import type { Proposal, Warning, Warnings } from "./warning.ts";
import type { StepOf } from "./warning-steps.ts";

type Step = StepOf<"proposed"> | StepOf<"agreed">;

/** The sentence that says why the step cannot count in this journal; undefined where it can. */
export function accountsRefused({ founded }: Warnings, step: Step): string | undefined {
  if (founded?.accounts !== true) return "in this journal two officers sign with their keys";
  if (step.do === "agreed")
    return step.account === step.proposed ? "two different people must agree" : undefined;
  return (step.deed === "not-needed") === (step.reason !== undefined)
    ? undefined
    : "a reason belongs to what is not needed, and to nothing else";
}

/** Of an open warning. */
export function nextByAccounts(before: Warning, step: Step, at: string): Warning | string {
  const { deed, account } = step;
  if (deed === "release" && before.released) return "this warning was released before";
  if (step.do === "proposed") {
    const proposal: Proposal = { deed, account, at, reason: step.reason };
    const others = before.proposals.filter((each) => each.deed !== deed || each.account !== account);
    return { ...before, proposals: [...others, proposal] };
  }
  const proposal = before.proposals.find((each) => each.deed === deed && each.account === step.proposed);
  if (proposal === undefined) return "nobody has proposed this, or the warning has changed since";
  const proposals = before.proposals.filter((each) => each.deed !== deed);
  if (deed === "not-needed") return { ...before, state: deed, proposals };
  const state = before.owner === undefined ? "due" : "assigned";
  return { ...before, released: true, assurance: "accounts", state, proposals };
}
