import type { CHANNELS } from "../../incidents/warnings/warning-steps.ts";
import type { WarningState } from "../../incidents/warnings/warning.ts";
import type { Speech } from "./speech.ts";

type Channel = (typeof CHANNELS)[number];

/** The part of the catalogue about warnings: the board and the list on the terminal. */
export const englishWarnings = (say: Speech) => ({
  kind: "Warnings",
  title: "Who must be warned",
  asOf: "As of",
  register: "Register",
  headline: (v: { open: number; overdue: number }) =>
    v.overdue === 0
      ? `${say.plural(v.open, { one: "# warning is", other: "# warnings are" })} open, none of them overdue.`
      : `${say.plural(v.open, { one: "# warning is", other: "# warnings are" })} open, ${say.number(v.overdue)} overdue.`,
  none: "Nobody is waiting for a warning.",
  drafts: (count: number) =>
    say.plural(count, {
      one: "# is a draft that two officers have not released; its clock runs all the same.",
      other: "# are drafts that two officers have not released; their clocks run all the same.",
    }),
  handle: "Handle this page as the register itself.",
  openTitle: "Open, by clock",
  closedTitle: "Closed",
  left: (duration: string) => `${duration} left`,
  over: (duration: string) => `overdue by ${duration}`,
  state: {
    draft: "draft",
    due: "due",
    assigned: "assigned",
    attempted: "tried",
    delivered: "delivered",
    refused: "refused",
    "not-needed": "not needed",
  } satisfies Record<WarningState, string> as Record<WarningState, string>,
  channel: {
    "in-person": "in person",
    voice: "by voice",
    message: "by message",
    intermediary: "through somebody else",
    letter: "by letter",
  } satisfies Record<Channel, string> as Record<Channel, string>,
  relation: (v: { relation: string; tier: string; count: number }) =>
    v.count === 1 ? `${v.relation}: ${v.tier}` : `${say.number(v.count)} × ${v.relation}: ${v.tier}`,
  personTier: (tier: string) => `exposed: ${tier}`,
  recordsShown: "own record shown",
  movement: "movements shown",
  gaps: "only if rows were read that the logs do not show",
  knownSince: (time: string) => `The intruder could have known since ${time}.`,
  held: (v: { office: string; since: string }) => `Held by ${v.office} since ${v.since}.`,
  owner: (owner: string) => `Owner: ${owner}.`,
  noOwner: "Nobody owns it.",
  deadline: (time: string) => `Warn before ${time}.`,
  tried: (count: number) => say.plural(count, { one: "Tried once.", other: "Tried # times." }),
  ended: (v: { what: string; by: string; happened: string }) => `${v.what} (${v.by}, ${v.happened}).`,
  learned: (v: { since: string; opened: string }) => `Worked out ${v.since}, recorded ${v.opened}.`,
  incident: (v: { incident: string; kind: string }) => `Incident ${v.incident} (${v.kind}).`,
  history: (count: number) => say.plural(count, { one: "History: # step", other: "History: # steps" }),
  happenedColumn: (zone: string) => `Happened (${zone})`,
  recordedColumn: "Recorded",
  stepColumn: "What",
  byColumn: "By",
  step: {
    opened: (tier: string) => `Drafted: ${tier}`,
    tightened: (tier: string) => `Tightened: now ${tier}`,
    reopened: (tier: string) => `Opened again: now ${tier}`,
    released: "Released, signed by two officers",
    releaseProposed: "Release proposed",
    releaseAgreed: "Released by two accounts of the desk",
    notNeededProposed: (reason: string) => `Proposed as not needed: ${reason}`,
    notNeededAgreed: "Not needed, by two accounts of the desk",
    assigned: (owner: string) => `Assigned to ${owner}`,
    escalated: (office: string) => `Went up to ${office}`,
    attempted: (channel: string) => `Tried ${channel}`,
    delivered: (channel: string) => `Delivered ${channel}`,
    refused: (channel: string) => `Refused, ${channel}`,
    disputed: (reason: string) => `Disputed: ${reason}`,
    "not-needed": (reason: string) => `Not needed: ${reason}`,
  },
  beyond: (count: number) =>
    say.plural(count, {
      one: "# more is not on this page: list it with --all --json.",
      other: "# more are not on this page: list them with --all --json.",
    }),
  limitsTitle: "What this page cannot show",
  limits: [
    "“Delivered” is what somebody recorded. Whether the person was warned, the person alone can say.",
    "Who acted is what was written down, but for what two officers signed. A step by two accounts of the desk is the desk’s word.",
    "Nobody is safe for not being named here: it means that no evidence was found in the rows that were read.",
  ],
});
