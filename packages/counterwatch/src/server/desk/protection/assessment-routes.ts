/**
 * From an incident to an assessment: its look-ups go to where the register is, and what `assess` wrote comes back. Register officers send
 * it; they and reviewers read it. Internal ids stand in it: it is handled like the register itself.
 */
import { z } from "zod";
import type { Incident } from "../../../incidents/desk/case.ts";
import { internalIdTrouble } from "../../../incidents/exposed/internal-ids.ts";
import { assessmentSchema, CounterwatchError, TIERS, type Tier } from "../../../model/index.ts";
import * as answers from "../answers/protection.ts";
import { readIncident } from "../casework/incident-reading.ts";
import type { DeskService } from "../desk-service.ts";
import { limitOf, PAGING } from "../paging.ts";
import { isAboutOwn } from "../refusals.ts";
import { route, type Route } from "../route.ts";

const READERS = ["reviewer", "register-officer"] as const;
const LARGEST = 16 * 1024 * 1024;

export const upload = z.strictObject({
  assessment: assessmentSchema,
  covers: z
    .string()
    .max(4 * 1024 * 1024)
    .optional()
    .describe(
      "covers.jsonl of the register's folder: who its officers are. Needed once, and when they change.",
    ),
});

export const ASSESSMENT_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/assessments",
    answer: answers.assessmentPage,
    summary: "Incidents with what was worked out about them, the last changed first; without a person",
    roles: READERS,
    query: { ...PAGING },
    looksAt: "assessment",
    async handle({ query, desk, account }) {
      const page = await desk.store.incidents({}, limitOf(query));
      const items: object[] = [];
      let withheld = 0;
      for (const incident of page.items) {
        if (await isAboutOwn(incident.operators, incident.findings, account, desk)) withheld++;
        else items.push(summaryOf(incident, desk));
      }
      return { ...page, items, withheld };
    },
  }),
  route({
    method: "GET",
    path: "/api/incidents/:id/look-ups",
    summary: "The file that `counterwatch assess --incident` reads, as JSON Lines",
    roles: READERS,
    query: { all: "true: every look-up of its operators, not only those that its findings name" },
    looksAt: "incident",
    looksBy: "export",
    produces: ["application/x-ndjson"],
    async handle({ params, query, desk, account, lookup }) {
      const { incident } = await readIncident(params["id"], account, desk);
      const everything = query.get("all") === "true";
      const file = await desk.protection.warnings.lookUps(incident, everything, { account, lookup });
      return new Response(file.text, {
        headers: {
          "content-type": "application/x-ndjson; charset=utf-8",
          "content-disposition": `attachment; filename="${file.name}.jsonl"`,
          "x-counterwatch-look-ups": String(file.lookups),
          "x-counterwatch-unnamed": String(file.unnamed),
        },
      });
    },
  }),
  route({
    method: "GET",
    path: "/api/incidents/:id/assessment",
    answer: answers.assessmentFile,
    summary: "What was worked out about an incident, newest first",
    roles: READERS,
    looksAt: "assessment",
    async handle({ params, desk, account }) {
      const { incident } = await readIncident(params["id"], account, desk);
      const { warnings } = desk.protection;
      return {
        ...summaryOf(incident, desk),
        kinds: warnings.kinds,
        items: warnings.assessments(incident.id),
      };
    },
  }),
  route({
    method: "POST",
    path: "/api/incidents/:id/assessment",
    answer: answers.assessmentKept,
    summary: "Send what `counterwatch assess` wrote about the incident's look-ups",
    roles: ["register-officer"],
    body: upload,
    largest: LARGEST,
    looksAt: "assessment",
    async handle({ params, body: { assessment, covers }, desk, account, lookup }) {
      const { incident } = await readIncident(params["id"], account, desk);
      const trouble = internalIdTrouble(assessment);
      if (trouble !== undefined)
        throw new CounterwatchError("usage", trouble, {
          remedy: "Send the JSON that assess wrote from a register with internal ids.",
        });
      const { warnings } = desk.protection;
      const kept = await warnings.keepAssessment(incident, assessment, covers, { account, lookup });
      await desk.store.audit({
        at: desk.now(),
        by: account.name,
        action: "assessment.send",
        target: incident.id,
        detail: undefined,
      });
      return { assessment: kept.assessment.id, leaf: kept.leaf };
    },
  }),
  route({
    method: "POST",
    path: "/api/incidents/:id/warnings",
    answer: answers.warningsDrafted,
    summary: "Draft warnings from the newest assessment, or tighten those that are there",
    roles: ["register-officer"],
    body: z.strictObject({
      kind: z
        .string()
        .max(32)
        .default("exposure")
        .describe("Kind of incident, which says who has authority."),
      gapsToo: z
        .boolean()
        .default(false)
        .describe("Also whom only rows that the logs do not show could expose."),
    }),
    looksAt: "warning",
    async handle({ params, body, desk, account, lookup }) {
      const { incident } = await readIncident(params["id"], account, desk);
      const drafted = await desk.protection.warnings.draft(incident.id, body, { account, lookup });
      await desk.store.audit({
        at: desk.now(),
        by: account.name,
        action: "warnings.draft",
        target: incident.id,
        detail: undefined,
      });
      return drafted;
    },
  }),
];

/** Counts by tier, and nobody. */
function summaryOf(
  { id, state, severity, findings, changed }: Incident,
  { protection }: DeskService,
): object {
  const [newest] = protection.warnings.assessments(id);
  return {
    incident: { id, state, severity, findings: findings.length, changed },
    newest: newest && {
      at: newest.at,
      by: newest.by,
      assessed: newest.assessment.assessed,
      relations: countTiers(newest.assessment.relations),
    },
  };
}

function countTiers(relations: readonly { readonly tier: Tier }[]): Record<Tier, number> {
  const counts = Object.fromEntries(TIERS.map((tier) => [tier, 0])) as Record<Tier, number>;
  for (const { tier } of relations) counts[tier]++;
  return counts;
}
