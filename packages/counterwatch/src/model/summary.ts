import { z } from "zod";
import { REJECTION_REASONS } from "./dead-letter.ts";

const count = z.int().min(0);

/** `summary.json`. Always: rows = events + duplicates + deadLetters. */
export const summarySchema = z.strictObject({
  rows: count,
  events: count,
  duplicates: count,
  deadLetters: count,
  rejectedByReason: z.partialRecord(z.enum(REJECTION_REASONS), count),
  operators: count,
  subjects: count,
  days: count.describe("Distinct UTC days with at least one event."),
  budget: z.string().nullable().describe("The user's false-alert budget, e.g. 1/week; null: rules only."),
  guarantee: z.strictObject({
    state: z.enum(["kept", "suspended", "learning", "none"]),
    since: z.string().nullable(),
    note: z.string(),
    tails: z
      .array(z.strictObject({ group: z.string(), nominal: z.number(), trials: count, exceeded: count }))
      .describe(
        "By peer group and level: the promised bound of the share of sittings beyond it, and what was seen.",
      )
      .optional(),
  }),
  findings: z.record(z.string(), count).describe("How many findings, by detector."),
  seconds: z.number().min(0),
  period: z.strictObject({ from: z.string(), to: z.string() }).nullable(),
  sources: z.array(
    z.strictObject({
      source: z.string(),
      connector: z.string(),
      files: z.array(z.string()),
      rows: count,
      events: count,
      duplicates: count,
      deadLetters: count,
    }),
  ),
  notChecked: z.array(z.string()).describe("What this run could not check, one sentence each."),
});
export type Summary = z.output<typeof summarySchema>;
