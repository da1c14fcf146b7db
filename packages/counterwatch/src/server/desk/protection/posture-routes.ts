/** Rehearsals and the posture: no person is in either. Register officers send and act; reviewers and auditors read. */
import { z } from "zod";
import { rehearsalSchema } from "../../../model/index.ts";
import * as answers from "../answers/protection.ts";
import { missing } from "../refusals.ts";
import { route, type Route } from "../route.ts";
import { itemWishSchema } from "./warning-service.ts";

const READERS = ["register-officer", "reviewer", "auditor"] as const;

export const POSTURE_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/rehearsal",
    answer: answers.rehearsalKept,
    summary:
      "The newest rehearsal: what a thief of whole record systems would learn, and what would make it less",
    roles: READERS,
    looksAt: "rehearsal",
    handle: async ({ desk }) => ({ newest: desk.protection.posture.rehearsal() ?? null }),
  }),
  route({
    method: "POST",
    path: "/api/rehearsals",
    answer: answers.rehearsalSent,
    summary: "Send what `counterwatch assess --rehearse` wrote; what it found becomes open items",
    roles: ["register-officer"],
    body: rehearsalSchema,
    largest: 4 * 1024 * 1024,
    looksAt: "rehearsal",
    async handle({ body, desk, account, lookup }) {
      const kept = await desk.protection.posture.keepRehearsal(body, { account, lookup });
      await desk.store.audit({
        at: desk.now(),
        by: account.name,
        action: "rehearsal.send",
        target: undefined,
        detail: undefined,
      });
      return kept;
    },
  }),
  route({
    method: "GET",
    path: "/api/posture",
    answer: answers.posture,
    summary: "What is covered, silent, without a witness or open, and who has authority",
    roles: READERS,
    looksAt: "posture",
    handle: ({ desk }) => desk.protection.posture.posture(),
  }),
  route({
    method: "GET",
    path: "/api/posture/items/:id",
    answer: answers.openItem,
    summary: "One open item with its history",
    roles: READERS,
    looksAt: "posture",
    async handle({ params, desk }) {
      const item = await desk.protection.posture.item(params["id"] ?? "");
      if (item === undefined) throw missing("open item");
      return { item };
    },
  }),
  route({
    method: "POST",
    path: "/api/posture/items/:id/steps",
    answer: answers.openItem,
    summary: "Give an open item to an office, take its risk until a day, or close it with a reason",
    roles: ["register-officer"],
    body: z.strictObject({
      after: z.int().min(0).describe("How many steps the page showed."),
      step: itemWishSchema,
    }),
    looksAt: "posture",
    async handle({ params, body, desk, account, lookup }) {
      const speaker = { account, lookup };
      const item = await desk.protection.posture.takeItem(params["id"] ?? "", body.after, body.step, speaker);
      return { item };
    },
  }),
];
