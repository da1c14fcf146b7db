import { z } from "zod";
import { pseudonymSchema } from "./pseudonym.ts";

export const SEVERITIES = ["low", "medium", "high", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

export const findingSchema = z
  .strictObject({
    id: z
      .string()
      .min(1)
      .describe("Hash of detector, operator, subjects and first event: a replay makes the same ids."),
    time: z.string().describe("Event time of the look-up that completed it."),
    since: z.string().describe("Event time of the first look-up counted."),
    detector: z
      .string()
      .regex(/^(rule\/.+|story\/.+|tripwire|decoy|ledger\/.+|source\/.+)$/)
      .describe("What found it."),
    severity: z.enum(SEVERITIES).describe("Urgency to look, not guilt."),
    operator: z.string().min(1),
    subjects: z.array(pseudonymSchema),
    lookups: z.int().min(1).describe("How many look-ups contributed."),
    events: z.array(z.string()).describe("Ids of all contributing look-ups, in event order."),
    explanation: z.string().min(1).describe("One plain sentence with the numbers in it."),
    evidence: z.record(z.string(), z.unknown()).describe("What the detector knew, by detector."),
  })
  .describe("One explained reason to act. A lead, not a verdict.");

export type Finding = z.output<typeof findingSchema>;

export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}
