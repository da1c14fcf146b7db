/**
 * The rules that the server asks, their own tests, and what a rule would have found. Nothing here changes a rule: they live in files
 * that people review.
 */
import { z } from "zod";
import { parseFindingQuery } from "../../../incidents/desk/finding-query.ts";
import * as answers from "../answers/rules.ts";
import { ownNames } from "../refusals.ts";
import { JUDGES, READERS, type Route, route } from "../route.ts";

/** Bytes of a request are bounded by the dispatcher; a rule is a page long. */
const text = z.string().min(1).max(48_000);
const MOST_DAYS = 90;

export const backtestSchema = z
  .strictObject({
    rule: z.string().min(1).max(200).optional(),
    text: text.optional(),
    days: z.int().min(1).max(MOST_DAYS),
  })
  .refine((wish) => (wish.rule === undefined) !== (wish.text === undefined), {
    message: "name a rule or give the text of one",
  });

const OPEN = parseFindingQuery(new URLSearchParams({ state: "new,taken" }));

export const RULE_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/rules",
    answer: answers.ruleList,
    summary: "The rules that look-ups are shown to, with the open findings of each",
    roles: READERS,
    async handle({ desk: { rules, store }, account }) {
      const { detector } =
        account.administers.length > 0
          ? { detector: [] }
          : await store.facets({ ...OPEN, without: ownNames(account) });
      const open = new Map(detector.map(({ value, count }) => [value, count]));
      return {
        items: (await rules.list()).map((rule) => ({ ...rule, open: open.get(`rule/${rule.name}`) ?? 0 })),
      };
    },
  }),
  route({
    method: "GET",
    path: "/api/rules/:id",
    answer: answers.ruleFile,
    summary: "One rule with the text of its file",
    roles: READERS,
    handle: ({ params, desk }) => desk.rules.textOf(params["id"] ?? ""),
  }),
  route({
    method: "POST",
    path: "/api/rules/:id/test",
    answer: answers.ruleTested,
    summary: "Runs the tests that the rule carries",
    roles: READERS,
    handle: ({ params, desk }) => desk.rules.test(params["id"] ?? ""),
  }),
  route({
    method: "POST",
    path: "/api/rules/check",
    answer: answers.ruleCheck,
    summary: "What is wrong or doubtful in a rule's text, by line and column, and what its tests say",
    roles: JUDGES,
    body: z.strictObject({ text }),
    handle: ({ body, desk }) => desk.rules.check(body.text),
  }),
  route({
    method: "POST",
    path: "/api/rules/backtest",
    answer: answers.backtestReport,
    summary: "What a rule would have found among stored look-ups",
    roles: JUDGES,
    body: backtestSchema,
    looksAt: "rule",
    handle: ({ body, desk, account }) => desk.rules.backtest(body, account),
  }),
];
