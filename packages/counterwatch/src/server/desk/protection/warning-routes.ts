/**
 * The board of warnings. Register officers act and see whom a warning is about, by internal id. Reviewers and auditors see that the duty is
 * kept: how many, how urgent, which clock, which office; neither people, nor relations, nor the warnings' ids, which could be tried out.
 */
import { z } from "zod";
import type { Account } from "../../../incidents/desk/case.ts";
import type { ListedWarning } from "../../../incidents/warnings/warning-list.ts";
import { CounterwatchError } from "../../../model/index.ts";
import * as answers from "../answers/protection.ts";
import { nothing } from "../answers/parts.ts";
import type { DeskService } from "../desk-service.ts";
import { isAboutOwn, missing } from "../refusals.ts";
import { route, type Route } from "../route.ts";
import {
  releaseWishSchema,
  signedFileSchema,
  signingRequestSchema,
  warningWishSchema,
} from "./warning-service.ts";

/** Who reads how warnings go. */
export const WARNING_READERS = ["register-officer", "reviewer", "auditor"] as const;
const OFFICERS = ["register-officer"] as const;

export const WARNING_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/warnings",
    answer: answers.warningBoard,
    summary: "Warnings by clock, overdue first; whom they are about for register officers alone",
    roles: WARNING_READERS,
    looksAt: "warning",
    async handle({ desk, account }) {
      const { now, step, warnings } = await desk.protection.warnings.now();
      const isOwnIncident = ownIncidents(account, desk);
      const items: object[] = [];
      let withheld = 0;
      for (const warning of warnings) {
        if (await isOwnIncident(warning.incident)) withheld++;
        else items.push(account.roles.includes("register-officer") ? warning : clocksOf(warning));
      }
      return { now, step, items, withheld };
    },
  }),
  route({
    method: "GET",
    path: "/api/warnings/clock",
    answer: answers.warningClock,
    summary: "The server's time, and a word that changes when any warning does",
    roles: WARNING_READERS,
    handle: ({ desk }) => desk.protection.warnings.clock(),
  }),
  route({
    method: "POST",
    path: "/api/warnings/steps",
    answer: nothing,
    summary: "Propose to release drafts, or agree to what another officer proposed",
    roles: OFFICERS,
    body: releaseWishSchema,
    looksAt: "warning",
    async handle({ body, desk, account, lookup }) {
      await refuseOwnWarnings(body.warnings, account, desk);
      await desk.protection.warnings.release(body, { account, lookup });
      return {};
    },
  }),
  route({
    method: "POST",
    path: "/api/warnings/signing-request",
    answer: signingRequestSchema,
    summary: "Drafts as two officers sign them with their keys: for `counterwatch warnings sign`",
    roles: OFFICERS,
    body: z.strictObject({ warnings: z.array(z.string().max(64)).min(1).max(1000) }),
    looksAt: "warning",
    async handle({ body, desk, account }) {
      await refuseOwnWarnings(body.warnings, account, desk);
      return await desk.protection.warnings.signing(body.warnings);
    },
  }),
  route({
    method: "POST",
    path: "/api/warnings/signatures",
    answer: nothing,
    summary: "Release drafts with what `counterwatch warnings sign` wrote",
    roles: OFFICERS,
    body: signedFileSchema,
    largest: 1024 * 1024,
    looksAt: "warning",
    async handle({ body, desk, account }) {
      await refuseOwnWarnings(body.warnings, account, desk);
      await desk.protection.warnings.signed(body);
      return {};
    },
  }),
  route({
    method: "GET",
    path: "/api/warnings/:id",
    answer: answers.warningFile,
    summary: "One warning with its history",
    roles: OFFICERS,
    looksAt: "warning",
    async handle({ params, desk, account }) {
      const { now, step, warning } = await warningFor(params["id"] ?? "", account, desk);
      return { now, step, warning };
    },
  }),
  route({
    method: "POST",
    path: "/api/warnings/:id/steps",
    answer: answers.warningAfter,
    summary: "Assign, record what was tried or done, dispute it, propose or agree",
    roles: OFFICERS,
    body: z.strictObject({
      after: z.int().min(0).describe("How many steps the page showed: somebody else may have been quicker."),
      step: warningWishSchema,
    }),
    looksAt: "warning",
    async handle({ params, body, desk, account, lookup }) {
      const { warning } = await warningFor(params["id"] ?? "", account, desk);
      const speaker = { account, lookup };
      const after = await desk.protection.warnings.take(warning.id, body.after, body.step, speaker);
      return { warning: after };
    },
  }),
];

async function warningFor(id: string, account: Account, desk: DeskService) {
  const { now, step, warnings } = await desk.protection.warnings.now();
  const warning = warnings.find((each) => each.id === id);
  if (warning === undefined) throw missing("warning");
  await refuseOwnWarnings([id], account, desk, warnings);
  return { now, step, warning };
}

async function refuseOwnWarnings(
  ids: readonly string[],
  account: Account,
  desk: DeskService,
  known?: readonly ListedWarning[],
): Promise<void> {
  const warnings = known ?? (await desk.protection.warnings.now()).warnings;
  const isOwnIncident = ownIncidents(account, desk);
  const wanted = new Set(ids);
  for (const { id, incident } of warnings)
    if (wanted.has(id) && (await isOwnIncident(incident)))
      throw new CounterwatchError(
        "refused",
        "this comes from an incident about your own look-ups or system",
        {
          remedy: "Another register officer must see to it.",
        },
      );
}

/** Whether the incident behind a warning is about the reader; each is asked for once. */
export function ownIncidents(account: Account, desk: DeskService) {
  const known = new Map<string, Promise<boolean>>();
  const look = async (id: string): Promise<boolean> => {
    const incident = await desk.store.incident(id);
    return incident !== undefined && (await isAboutOwn(incident.operators, incident.findings, account, desk));
  };
  return (incident: string): Promise<boolean> => {
    const before = known.get(incident) ?? look(incident);
    known.set(incident, before);
    return before;
  };
}

/** What the overseers of the duty may read. */
function clocksOf({
  tier,
  urgency,
  state,
  open,
  overdue,
  deadline,
  since,
  opened,
  holder,
  line,
  incident,
  assurance,
  attempts,
}: ListedWarning) {
  return {
    tier,
    urgency,
    state,
    open,
    overdue,
    deadline,
    since,
    opened,
    holder,
    line,
    incident,
    assurance,
    attempts,
  };
}
