/**
 * What routes answer, as schemas: OpenAPI and the client are made of them, and tests hold real answers to them. They describe JSON: what is
 * undefined in the program is not there, and pseudonyms are texts. Objects are closed, so that a new member is documented or a test fails.
 */
import { z } from "zod";
import {
  CLOSING_REASONS,
  deskFindingSchema,
  INCIDENT_STATES,
  incidentStepSchema,
} from "../../../incidents/desk/case.ts";
import { accessEventSchema, SEVERITIES, SYSTEMS } from "../../../model/index.ts";

export const text = z.string();
export const count = z.int().min(0);
/** RFC 3339. */
export const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T/);
export const system = z.enum(SYSTEMS);
export const severity = z.enum(SEVERITIES);
export const nothing = z.strictObject({});
export const facet = z.strictObject({ value: text, count });
export const span = z.strictObject({ from: instant, to: instant, days: z.number() });

export const deskFinding = deskFindingSchema;
/** With ids of look-ups. */
export const wholeFinding = deskFindingSchema.extend({ events: z.array(text) });
export const storedEvent = z.strictObject({ leaf: count, received: instant, event: accessEventSchema });

const recordedStep = z.strictObject({
  incident: text,
  number: count,
  at: instant,
  by: text.describe("Account; `counterwatch` for what the program did itself."),
  step: incidentStepSchema,
});

export const incident = z
  .strictObject({
    id: text,
    state: z.enum(INCIDENT_STATES),
    severity,
    operators: z.array(text),
    findings: z.array(text),
    owner: text.optional(),
    opened: instant,
    changed: instant,
    closing: z.strictObject({ reason: z.enum(CLOSING_REASONS), by: text }).optional(),
    steps: z.array(recordedStep),
  })
  .describe("An incident, worked out from its steps.");

const paged = {
  total: count.describe("Of all pages."),
  next: text.optional().describe("Give it back as `after`; absent: this is the last page."),
};

export function pageOf<T extends z.ZodType>(items: T) {
  return z.strictObject({ items: z.array(items), ...paged });
}

/** `withheld`: items of this page that are about the reader, or a system of theirs: counted, not shown. */
export function withholdingPage<T extends z.ZodType>(items: T) {
  return z.strictObject({ items: z.array(items), ...paged, withheld: count });
}

export function listOf<T extends z.ZodType>(items: T) {
  return z.strictObject({ items: z.array(items) });
}

export const problem = z
  .strictObject({
    error: text,
    remedy: text.optional(),
    seconds: count.optional().describe("To wait."),
    roles: z.union([z.array(text), text]).optional(),
  })
  .describe("What is wrong, and what to do.");
