/** Testing a candidate after an unmasking was granted (unmasking.ts): the answer is yes or no, and the candidate is kept nowhere. */
import { z } from "zod";
import type { Account } from "../../../incidents/desk/case.ts";
import { checkTry, grantOf, isAmong, triesSince } from "../../../incidents/desk/unmasking.ts";
import { CounterwatchError, SUBJECT_TYPES, type SubjectType } from "../../../model/index.ts";
import * as answers from "../answers/casework.ts";
import type { DeskService } from "../desk-service.ts";
import { JUDGES, route, type Route } from "../route.ts";
import { type ReadIncident, readIncident } from "./incident-reading.ts";

export interface UnmaskMeans {
  /** Whether operators stand here by pseudonym; otherwise there is nothing to unmask of them. */
  readonly operatorsHidden: boolean;
  /** What an operator's id is here, by itself or as a pseudonym. Undefined: it is none. */
  operator(id: string): string | undefined;
  /** Undefined: a fragment or a mask, which singles nobody out. */
  subject(type: SubjectType, identifier: string): string | undefined;
  /** The look-up of a try, with its outcome and without the candidate; durable when it resolves. */
  tried(account: Account, incident: string, step: number, matched: boolean): Promise<void>;
}

const candidate = z.string().trim().min(1).max(256);
export const tryBody = z.discriminatedUnion("what", [
  z.strictObject({ what: z.literal("operator"), candidate }),
  z.strictObject({ what: z.literal("subjects"), type: z.enum(SUBJECT_TYPES), candidate }),
]);
type Try = z.output<typeof tryBody>;

/** One after the other, so that limits over several incidents hold, too. */
let last: Promise<unknown> = Promise.resolve();

export const UNMASK_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/incidents/:id/unmask",
    answer: answers.unmaskGrants,
    summary: "What was granted to you, and how many tries are left",
    roles: JUDGES,
    async handle({ params, desk, account }) {
      const { incident } = await readIncident(params["id"], account, desk);
      const now = desk.now();
      const tries = await desk.store.unmaskTries(triesSince(now));
      const grants = (["operator", "subjects"] as const).flatMap((what) => {
        const grant = grantOf(incident, account.name, what, now, tries);
        return grant === undefined ? [] : [{ what, left: grant.left, until: grant.until }];
      });
      return { operatorsHidden: desk.unmasking.operatorsHidden, grants };
    },
  }),
  route({
    method: "POST",
    path: "/api/incidents/:id/unmask",
    answer: answers.unmaskTried,
    summary:
      "Whether a candidate is in the incident, once it was granted: yes or no, recorded without the candidate",
    roles: JUDGES,
    body: tryBody,
    async handle({ params, body, desk, account }) {
      const turn = last.then(() => tryOf(params["id"], body, account, desk));
      last = turn.catch(() => {});
      return await turn;
    },
  }),
];

/** Order: the try is counted, its look-up is durable, and only then is it answered. */
async function tryOf(id: string | undefined, body: Try, account: Account, desk: DeskService) {
  const read = await readIncident(id, account, desk);
  const { incident } = read;
  const now = desk.now();
  const grant = checkTry(incident, account, body.what, now, await desk.store.unmaskTries(triesSince(now)));
  const pseudonym = pseudonymOf(body, desk);
  const matched = isAmong(pseudonym, knownOf(body, read));
  const number = incident.steps.length;
  await desk.store.record(
    [
      {
        incident: incident.id,
        number,
        at: now,
        by: account.name,
        step: { do: "unmask-tried", what: body.what, granted: grant.granted, matched },
      },
    ],
    new Map(),
    { at: now, by: account.name, action: "incident.unmask-tried", target: incident.id, detail: undefined },
  );
  await desk.unmasking.tried(account, incident.id, number, matched);
  return { matched, left: grant.left - 1, until: grant.until };
}

function pseudonymOf(body: Try, { unmasking }: DeskService): string {
  const pseudonym =
    body.what === "operator"
      ? unmasking.operator(body.candidate)
      : unmasking.subject(body.type, body.candidate);
  if (pseudonym !== undefined) return pseudonym;
  throw new CounterwatchError("usage", "this is no whole identifier", {
    remedy: "A fragment or a mask singles nobody out: give all of it.",
  });
}

function knownOf({ what }: Try, { incident, findings }: ReadIncident): readonly string[] {
  if (what === "operator") return incident.operators;
  return [...new Set(findings.flatMap((finding) => finding?.subjects ?? []))];
}
