/** Who works here, for whoever gives work to others, and how those who agree to closings do it. */
import { reviewing } from "../../../incidents/desk/reviewing.ts";
import type { RecordedStep } from "../../../incidents/desk/case.ts";
import * as answers from "../answers/people.ts";
import { allOf } from "../paging.ts";
import { JUDGES, route, type Route } from "../route.ts";

export const COLLEAGUE_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/colleagues",
    answer: answers.colleagueList,
    summary: "Analysts and reviewers to whom an incident can be assigned",
    roles: JUDGES,
    async handle({ desk }) {
      const items = (await desk.store.accounts())
        .filter(({ disabled, roles }) => !disabled && JUDGES.some((role) => roles.includes(role)))
        .map(({ name, roles }) => ({ name, roles }));
      return { items };
    },
  }),
  route({
    method: "GET",
    path: "/api/reviewers",
    answer: answers.reviewerList,
    summary: "How fast reviewers decide, and how often they agree; a reviewer reads the own figures alone",
    roles: ["auditor", "reviewer"],
    async handle({ desk, account }) {
      const incidents: (readonly RecordedStep[])[] = [];
      for await (const { steps } of allOf((page) => desk.store.incidents({}, page))) incidents.push(steps);
      const all = reviewing(incidents);
      return {
        reviewers: account.roles.includes("auditor")
          ? all
          : all.filter(({ reviewer }) => reviewer === account.name),
      };
    },
  }),
];
