/** Answers about incidents, suppressions and the start page. */
import { z } from "zod";
import { INCIDENT_FIELDS } from "../../../incidents/desk/incident-query.ts";
import { suppressionSchema } from "../../../incidents/desk/case.ts";
import {
  count,
  deskFinding,
  facet,
  incident,
  instant,
  severity,
  span,
  system,
  text,
  wholeFinding,
  withholdingPage,
} from "./parts.ts";

export const incidentPage = withholdingPage(incident);
export const incidentFile = z.strictObject({
  incident,
  findings: z.array(wholeFinding.nullable()).describe("null: the finding is not there any more."),
});
export const incidentAfter = z.strictObject({ incident });
export const incidentFacets = z.strictObject(
  Object.fromEntries(INCIDENT_FIELDS.map((field) => [field, z.array(facet)])) as Record<
    (typeof INCIDENT_FIELDS)[number],
    z.ZodArray<typeof facet>
  >,
);

export const suppressionList = z.strictObject({ items: z.array(suppressionSchema), withheld: count });
export const suppressionPreview = z.strictObject({ items: z.array(deskFinding) });
export const suppressionMade = z.strictObject({ suppression: suppressionSchema });

const what = z.enum(["operator", "subjects"]);
export const unmaskGrants = z.strictObject({
  operatorsHidden: z.boolean(),
  grants: z.array(z.strictObject({ what, left: count, until: instant })),
});
export const unmaskTried = z.strictObject({ matched: z.boolean(), left: count, until: instant });

const severities = z.array(z.strictObject({ severity, count }));
export const overview = z.strictObject({
  at: instant,
  sources: z.array(
    z.strictObject({
      system: system.optional(),
      heard: count,
      behind: z.array(text),
      silent: z.array(text),
      never: z.array(text),
    }),
  ),
  ledger: z.strictObject({
    leaves: count,
    waiting: count,
    checkpoint: z
      .strictObject({
        origin: text.describe("The ledger's name, as its checkpoints have it."),
        size: count,
        at: instant,
        witnessed: z.strictObject({ size: count, witnesses: z.array(text) }).optional(),
      })
      .optional(),
  }),
  budget: z
    .strictObject({
      budget: text,
      learningUntil: instant.optional(),
      learning: z.boolean(),
      period: span.optional(),
      allowed: z.number(),
      suspended: z.array(z.strictObject({ group: text, since: text })),
    })
    .optional(),
  warnings: z
    .strictObject({ open: count, overdue: count, next: instant.optional() })
    .optional()
    .describe("For those who read warnings."),
  days: z.array(facet),
  work: z
    .strictObject({
      waiting: z.strictObject({
        unowned: severities,
        taken: count,
        oldest: z.strictObject({ id: text, severity, learned: instant }).optional(),
        proposed: z.strictObject({
          byOthers: count,
          byReader: count,
          oldest: z.strictObject({ id: text, changed: instant }).optional(),
        }),
      }),
      since: z.strictObject({ at: instant.optional(), findings: severities, closed: count }),
      stories: count,
    })
    .optional()
    .describe("For those who read findings."),
});
