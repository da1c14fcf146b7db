import { z } from "zod";
import { SYSTEMS } from "../model/index.ts";

const days = z.int().min(1).max(36_500);
const words = z.array(z.string().trim().min(1).max(80)).max(500);
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "write a time of day as 07:30");

/**
 * The few numbers that differ between agencies. The defaults are starting points, not law: an agency replaces them with
 * its own policy, and a finding always prints the number it was measured against.
 */
export const policySchema = z
  .strictObject({
    maxLookbackDays: z
      .partialRecord(z.enum(SYSTEMS), days)
      .default({ calls: 365, location: 30, cameras: 30, plates: 365, faces: 365, travel: 365, online: 180 })
      .describe(
        "How many days back a look-up may reach, by record system. A system without a number is not checked.",
      ),
    reachNetworks: z
      .int()
      .min(1)
      .default(100)
      .describe("From how many other agencies' networks on a look-up counts as wide."),
    minorReasons: words
      .default([
        "parking",
        "abandoned vehicle",
        "expired registration",
        "expired tags",
        "registration",
        "traffic",
        "speeding",
        "seat belt",
        "noise",
        "littering",
        "loitering",
        "code enforcement",
        "ordinance",
        "civil",
        "repossession",
        "repo",
      ])
      .describe("Words of reasons too small for a wide look-up."),
    restrictedReasons: words
      .default([
        "abortion",
        "reproductive",
        "gender-affirming",
        "gender affirming",
        "immigration",
        "immigrant",
        "deportation",
        "protest",
        "protester",
        "protesters",
        "demonstration",
      ])
      .describe("Words of reasons that some laws forbid for shared records."),
    bulkRows: z.int().min(2).default(1000).describe("From how many result rows on a look-up counts as bulk."),
    closedCaseGraceDays: z
      .int()
      .min(0)
      .max(3650)
      .default(14)
      .describe("How many days after closing a case may still be named, for the paperwork."),
    incidentDays: days
      .default(30)
      .describe("How many days from a case's incident a camera playback may lie."),
    rosterGraceMinutes: z
      .int()
      .min(0)
      .max(1440)
      .default(60)
      .describe("How many minutes before and after a shift still belong to it."),
    businessHours: z
      .strictObject({
        zone: z.string().min(1).describe("IANA zone, e.g. America/Chicago."),
        from: clock,
        to: clock,
        weekdays: z
          .array(z.int().min(1).max(7))
          .min(1)
          .default([1, 2, 3, 4, 5])
          .describe("1 is Monday, 7 is Sunday."),
      })
      .optional()
      .describe("When the records office is staffed. Without it, nothing is checked against the clock."),
  })
  .describe("The numbers of the agency's own policy that rules compare with.");

export type Policy = z.output<typeof policySchema>;

export function defaultPolicy(): Policy {
  return policySchema.parse({});
}

/** The words that rules may name as `%minorReasons%` and `%restrictedReasons%` under `expand`. */
export function policyWords(policy: Policy): (name: string) => readonly string[] | undefined {
  return (name) => (name === "minorReasons" || name === "restrictedReasons" ? policy[name] : undefined);
}
