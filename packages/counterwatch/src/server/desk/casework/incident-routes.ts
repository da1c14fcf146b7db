/** Incidents and the steps that people take; suppressions. */
import { randomBytes } from "node:crypto";
import { z } from "zod";
import {
  type DeskFinding,
  type FindingState,
  type Incident,
  type IncidentStep,
  incidentStepSchema,
  type RecordedStep,
  suppressionSchema,
} from "../../../incidents/desk/case.ts";
import { parseFindingQuery } from "../../../incidents/desk/finding-query.ts";
import { checkStep, isOwn } from "../../../incidents/desk/incident-fold.ts";
import { parseIncidentQuery } from "../../../incidents/desk/incident-query.ts";
import { mayBeSuppressed, wouldHide } from "../../../incidents/desk/suppression.ts";
import { CounterwatchError } from "../../../model/index.ts";
import * as answers from "../answers/casework.ts";
import type { DeskService } from "../desk-service.ts";
import { limitOf, PAGING, pageOfVisible } from "../paging.ts";
import { isAboutOwn, ownNames, refuseOwn } from "../refusals.ts";
import { JUDGES, READERS, route, type Route } from "../route.ts";
import { INCIDENT_FILTERS } from "./case-routes.ts";
import { checkOthers, readIncident } from "./incident-reading.ts";

export const stepBody = z.strictObject({
  after: z.int().min(0).describe("How many steps the page showed: somebody else may have been quicker."),
  step: incidentStepSchema,
});
export const suppressionBody = suppressionSchema.omit({ id: true, by: true, except: true, from: true });
const LAST_LEARNED = parseFindingQuery(new URLSearchParams({ sort: "learned" }));

export const INCIDENT_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/incidents",
    answer: answers.incidentPage,
    summary: "Incidents, the last changed first",
    roles: READERS,
    query: { ...INCIDENT_FILTERS, ...PAGING },
    looksAt: "incident",
    async handle({ query, desk, account }) {
      const asked = parseIncidentQuery(query, Object.keys(PAGING));
      const page = limitOf(query);
      const own = ownNames(account);
      const others = { ...asked, withheld: own };
      if (account.administers.length === 0) {
        const shown = await desk.store.incidents(others, page);
        // What was merged away has no findings any more by which the store could leave it out.
        const items = shown.items.filter((incident) => !isOwn(incident, account, []));
        return { ...shown, items, withheld: page.after === undefined ? await ownIncidents(own, desk) : 0 };
      }
      const visible = await pageOfVisible(
        (piece) => desk.store.incidents(others, piece),
        async ({ operators, findings }) => !(await isAboutOwn(operators, findings, account, desk)),
        page,
      );
      return { ...visible, withheld: 0 };
    },
  }),
  route({
    method: "GET",
    path: "/api/incidents/:id",
    answer: answers.incidentFile,
    summary: "One incident with its steps and findings",
    roles: READERS,
    looksAt: "incident",
    async handle({ params, desk, account }) {
      const { incident, findings } = await readIncident(params["id"], account, desk);
      return { incident, findings };
    },
  }),
  route({
    method: "POST",
    path: "/api/incidents/:id/steps",
    answer: answers.incidentAfter,
    summary: "Take a step: take, assign, comment, propose to close, close, reopen, split, merge, unmask",
    roles: JUDGES,
    body: stepBody,
    looksAt: "incident",
    looksBy: "change",
    async handle({ params, body, desk, account }) {
      const read = await readIncident(params["id"], account, desk);
      const { incident } = read;
      const { after, step } = body;
      if (incident.steps.length !== after)
        throw new CounterwatchError("conflict", "somebody else was quicker", {
          remedy: "Load the page again.",
        });
      checkStep(incident, step, account, read.sources);
      await checkOthers(step, read, account, desk);
      const at = desk.now();
      const by = account.name;
      const steps = [
        { incident: incident.id, number: after, at, by, step },
        ...(await answering(desk, incident.id, incident.findings, step, at, by)),
      ];
      const into = step.do === "merged" ? await desk.store.incident(step.into) : undefined;
      await desk.store.record(steps, statesOf(step, incident.findings, into), {
        at,
        by,
        action: `incident.${step.do}`,
        target: incident.id,
        detail: "why" in step ? step.why : undefined,
      });
      return { incident: await desk.store.incident(incident.id) };
    },
  }),
  route({
    method: "GET",
    path: "/api/suppressions",
    answer: answers.suppressionList,
    summary: "What is not shown, who said so and until when",
    roles: READERS,
    async handle({ desk, account }) {
      const all = await desk.store.suppressions();
      const items = all.filter(
        ({ operator }) => operator === undefined || !isOwn({ operators: [operator] }, account, []),
      );
      return { items, withheld: all.length - items.length };
    },
  }),
  route({
    method: "POST",
    path: "/api/suppressions/preview",
    answer: answers.suppressionPreview,
    summary: "Which findings of now a suppression would have hidden",
    roles: JUDGES,
    body: suppressionBody,
    looksAt: "finding",
    async handle({ body, desk, account }) {
      const { items } = await desk.store.findings(LAST_LEARNED, { limit: 200 });
      // As it would be made: whoever hides a detector's findings does not hide those about themselves.
      const wish = { ...body, id: "preview", by: account.name, except: ownNames(account), from: desk.now() };
      const hidden = wouldHide(items, wish);
      const shown: DeskFinding[] = [];
      for (const item of hidden)
        if (!(await isAboutOwn([item.operator], [item.id], account, desk))) shown.push(item);
      return { items: shown };
    },
  }),
  route({
    method: "POST",
    path: "/api/suppressions",
    answer: answers.suppressionMade,
    summary: "Hide findings for a while, with a reason",
    roles: ["reviewer"],
    body: suppressionBody,
    looksAt: "suppression",
    looksBy: "change",
    async handle({ body, desk, account }) {
      const { detector, operator } = body;
      if (detector === undefined && operator === undefined)
        throw new CounterwatchError("usage", "name a detector or an operator", {
          remedy: "Everything cannot be hidden.",
        });
      if (detector !== undefined && !mayBeSuppressed(detector))
        throw new CounterwatchError("refused", "findings of this detector are always shown");
      if (operator !== undefined) refuseOwn([operator], account, []);
      // Whose system a finding is of shows only in its look-ups: no wish can leave out those of their own.
      if (account.administers.length > 0)
        throw new CounterwatchError("refused", "whoever administers a source hides no findings", {
          remedy: "Ask a reviewer who administers none.",
        });
      const now = desk.now();
      const suppression = {
        ...body,
        id: `s1_${randomBytes(12).toString("hex")}`,
        by: account.name,
        except: ownNames(account),
        from: now,
      };
      await desk.store.suppress(suppression, {
        at: now,
        by: account.name,
        action: "suppress",
        target: suppression.id,
        detail: body.why,
      });
      await desk.store.settleSuppressed(now);
      return { suppression };
    },
  }),
];

/** The same number whatever is filtered for. */
async function ownIncidents(only: readonly string[], { store }: DeskService): Promise<number> {
  return (await store.incidents({ operator: { only, not: [] } }, { limit: 1 })).total;
}

/** What a step means for the queue. */
function statesOf(
  step: IncidentStep,
  findings: readonly string[],
  into: Incident | undefined,
): Map<string, FindingState> {
  // Nobody is on what was split off; what is merged is worked on where the other one is.
  if (step.do === "split") return new Map(step.findings.map((finding) => [finding, "new"]));
  const to: FindingState | undefined =
    step.do === "taken" || step.do === "assigned" || step.do === "reopened"
      ? "taken"
      : step.do === "merged"
        ? into?.owner === undefined
          ? "new"
          : "taken"
        : step.do === "closed"
          ? "closed"
          : undefined;
  return new Map(to === undefined ? [] : findings.map((finding) => [finding, to]));
}

/** Merging and splitting are told in both incidents. */
async function answering(
  desk: DeskService,
  from: string,
  findings: readonly string[],
  step: IncidentStep,
  at: string,
  by: string,
): Promise<RecordedStep[]> {
  if (step.do === "merged") {
    const other = await desk.store.incident(step.into);
    if (other === undefined || other.id === from || other.state === "merged" || other.state === "closed")
      throw new CounterwatchError("usage", "there is no open incident to merge into");
    return [
      {
        incident: other.id,
        number: other.steps.length,
        at,
        by,
        step: { do: "absorbed", from, findings: [...findings] },
      },
    ];
  }
  if (step.do === "split") {
    if ((await desk.store.incident(step.into)) !== undefined)
      throw new CounterwatchError("conflict", "there is such an incident already");
    return [{ incident: step.into, number: 0, at, by, step: { do: "opened", findings: step.findings } }];
  }
  return [];
}
