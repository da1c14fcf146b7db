/** Answers about assessments, warnings, rehearsals and the posture. What names a person by internal id is for register officers alone. */
import { z } from "zod";
import { itemStepSchema } from "../../../incidents/journal/open-items.ts";
import { standingWarningSchema, warningStepSchema } from "../../../incidents/warnings/warning-steps.ts";
import { assessmentSchema, rehearsalSchema, SYSTEMS, TIERS, VECTORS } from "../../../model/index.ts";
import { count, instant, severity, system, text, withholdingPage } from "./parts.ts";

const tiers = z.strictObject(
  Object.fromEntries(TIERS.map((tier) => [tier, count])) as Record<(typeof TIERS)[number], typeof count>,
);
const assessed = {
  incident: z.strictObject({ id: text, state: text, severity, findings: count, changed: instant }),
  newest: z
    .strictObject({ at: instant, by: text, assessed: text, relations: tiers })
    .optional()
    .describe("Counts by tier, and nobody."),
};
export const assessmentPage = withholdingPage(z.strictObject(assessed));
export const assessmentFile = z.strictObject({
  ...assessed,
  kinds: z.array(text),
  items: z.array(z.strictObject({ assessment: assessmentSchema, by: text, at: instant, leaf: count })),
});
export const assessmentKept = z.strictObject({ assessment: text, leaf: count });
export const warningsDrafted = z.strictObject({
  opened: count,
  tightened: count,
  reopened: count,
  unchanged: count,
  leftOut: count,
});

const tier = z.enum(["certain", "likely", "possible"]);
const clocks = {
  tier,
  urgency: severity,
  state: z.enum(["draft", "due", "assigned", "attempted", "delivered", "refused", "not-needed"]),
  open: z.boolean(),
  overdue: z.boolean(),
  deadline: instant,
  since: instant,
  opened: instant,
  holder: z.strictObject({ office: text, since: instant }).optional(),
  line: z.array(z.strictObject({ office: text, until: instant.optional() })),
  incident: text,
  assurance: z.enum(["signatures", "accounts"]).optional(),
  attempts: count,
};
const warning = z.strictObject({
  ...clocks,
  id: text,
  person: text,
  kind: text,
  basis: standingWarningSchema.shape.basis,
  proposals: z.array(
    z.strictObject({
      deed: z.enum(["release", "not-needed"]),
      account: text,
      at: instant,
      reason: text.optional(),
    }),
  ),
  owner: text.optional(),
  history: z.array(z.strictObject({ at: instant, step: warningStepSchema })),
});
const board = { now: instant, step: text.describe("Changes with every step.") };
export const warningBoard = z.strictObject({
  ...board,
  items: z.array(z.union([warning, z.strictObject(clocks)])),
  withheld: count,
});
export const warningClock = z.strictObject(board);
export const warningFile = z.strictObject({ ...board, warning });
export const warningAfter = z.strictObject({ warning });

export const rehearsalKept = z.strictObject({
  newest: z.strictObject({ rehearsal: rehearsalSchema, by: text, at: instant }).nullable(),
});
export const rehearsalSent = z.strictObject({ opened: count });

const item = z.strictObject({
  id: text,
  system: text,
  vulnerability: text,
  found: instant,
  lastFound: z.strictObject({ rehearsal: text, at: instant }),
  owner: text,
  due: instant,
  said: z.enum(["open", "accepted", "closed"]),
  reason: text.optional(),
  until: instant.optional(),
  history: z.array(z.strictObject({ at: instant, step: itemStepSchema })),
});
export const openItem = z.strictObject({ item });

export const posture = z.strictObject({
  version: z.literal(1),
  at: instant,
  ledger: z.strictObject({ leaves: count, cosigned: count, witnesses: z.array(text) }).optional(),
  vectors: z.array(
    z.strictObject({
      vector: z.enum(VECTORS),
      covered: z.array(z.enum(SYSTEMS)),
      uncovered: z.array(z.enum(SYSTEMS)),
    }),
  ),
  sources: z.array(
    z.strictObject({
      source: text,
      system: system.optional(),
      state: z.enum(["heard", "silent", "never", "no-heartbeat"]),
      heard: instant.optional(),
      declared: z.boolean(),
    }),
  ),
  items: z.array(
    z.strictObject({
      id: text,
      system: text,
      vulnerability: text,
      owner: text,
      state: z.enum(["open", "accepted", "closed"]),
      found: instant,
      due: instant,
      overdue: z.boolean(),
      reason: text.optional(),
    }),
  ),
  authority: z
    .strictObject({
      line: z.array(text),
      incidents: z.array(z.strictObject({ kind: text, office: text })),
    })
    .optional(),
  rehearsed: instant.optional(),
  shortcomings: z.array(z.strictObject({ what: text, about: text.optional() })),
});
