import { z } from "zod";
import { policySchema } from "./policy.ts";
import { testEventSchema } from "./test-event.ts";

/** What one finding of a rule gathers. */
const GROUPS = ["operator", "operator+subject", "operator+case", "operator+day"] as const;
/** What a log must record somewhere for a rule to mean anything; `backing` is a case or an authority. */
const RECORDED = ["purpose", "case", "authority", "backing"] as const;

const list = z.string().describe("A list as a user would give it: CSV with a header, or JSON Lines.");

const stepSchema = z
  .union([z.strictObject({ match: testEventSchema }), z.strictObject({ pass: testEventSchema })])
  .describe("One event: `match` must set the rule off, `pass` must not.");

const ruleTestSchema = z.strictObject({
  name: z.string().min(1).describe("What happens in these events."),
  given: z
    .strictObject({
      policy: policySchema.partial().optional(),
      cases: list.optional(),
      staff: list.optional(),
      roster: list.optional(),
    })
    .optional(),
  events: z.array(stepSchema).min(1),
});
export type RuleTest = z.output<typeof ruleTestSchema>;

/** The key `counterwatch:` of a Sigma rule: how its matches become findings, and how it is tested. */
export const ruleBlockSchema = z
  .strictObject({
    group: z.enum(GROUPS).default("operator").describe("What one finding gathers."),
    explanation: z
      .string()
      .min(1)
      .optional()
      .describe("The finding's sentence, with {values} and {numbers:noun|nouns}."),
    next: z.string().min(1).optional().describe("What to do first about such a finding, one sentence."),
    automated: z
      .enum(["no", "also", "only"])
      .default("no")
      .describe("Whether the rule sees automated look-ups."),
    atLeast: z.int().min(1).default(1).describe("How many look-ups make a finding."),
    recorded: z
      .enum(RECORDED)
      .optional()
      .describe("What a log must record somewhere for the rule to mean anything there."),
    habit: z
      .boolean()
      .default(false)
      .describe(
        "Whether it is one finding instead of many where half of all operators, and twenty, set it off.",
      ),
    tests: z.array(ruleTestSchema).default([]),
  })
  .refine(({ group, habit }) => !habit || group === "operator", {
    path: ["habit"],
    message: "a habit is told of operators: write group: operator",
  })
  .describe("How matches of the rule become findings.");
export type RuleBlock = z.output<typeof ruleBlockSchema>;
