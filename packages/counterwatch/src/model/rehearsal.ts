/** What a thief of whole record systems would learn about the register, and what would make it less. Internal ids only. */
import { z } from "zod";
import { SYSTEMS, type System } from "./access-event.ts";

/** The five vectors of ubiquitous technical surveillance, as the Justice Department's inspector general names them. */
export const VECTORS = ["visual", "signals", "financial", "travel", "online"] as const;
export type Vector = (typeof VECTORS)[number];

export const VECTOR_OF: Readonly<Record<System, Vector>> = {
  cameras: "visual",
  plates: "visual",
  faces: "visual",
  calls: "signals",
  location: "signals",
  finance: "financial",
  travel: "travel",
  identity: "online",
  online: "online",
};

const instant = z.iso.datetime({ precision: 3 });
const amount = z.number().min(0);

const tierCountsSchema = z
  .strictObject({
    certain: z.int().min(0),
    likely: z.int().min(0),
    possible: z.int().min(0),
    none: z.int().min(0),
  })
  .describe("Registered relations by tier.");

const standingSchema = z
  .strictObject({
    exposure: amount.describe("Relations weighted by tier."),
    bits: amount.describe("Information gained about all relations together."),
    tiers: tierCountsSchema,
    byRelation: z.record(z.string(), tierCountsSchema),
  })
  .describe("How exposed the register is.");

const measureStandingSchema = z.strictObject({
  id: z.string().min(1),
  by: z.enum(["custodian", "agency"]).describe("Who can take it."),
  cost: amount,
  removes: z.number().describe("Exposure that it removes when it is the only one taken."),
  removesBits: z.number(),
});

export const rehearsalSchema = z
  .strictObject({
    version: z.literal(1),
    id: z.string().min(1),
    rehearsed: instant,
    register: z.strictObject({ id: z.string(), version: z.int().min(0) }),
    weights: z.strictObject({ certain: amount, likely: amount, possible: amount }),
    systems: z.array(
      z.strictObject({
        system: z.enum(SYSTEMS),
        vector: z.enum(VECTORS),
        rows: z.int().min(0),
        from: instant.optional(),
        to: instant.optional(),
        people: z.int().min(0).describe("Registered people whose rows it holds."),
        alone: standingSchema.describe("If this system alone were read whole."),
      }),
    ),
    before: standingSchema.describe("If all of these systems were read whole."),
    measures: z.array(measureStandingSchema).describe("Largest effect first."),
    plan: z.strictObject({
      budget: amount.optional(),
      cost: amount,
      steps: z.array(
        z.strictObject({ id: z.string(), cost: amount, exposure: amount.describe("Left after it.") }),
      ),
      after: standingSchema,
      floor: amount.describe("The least that any tried set of measures left, whatever it cost."),
      assessments: z.int().min(0).describe("How many times the whole register was assessed to find it."),
    }),
    vectors: z.array(
      z.strictObject({
        vector: z.enum(VECTORS),
        assessed: z.array(z.enum(SYSTEMS)),
        notAssessed: z.array(z.enum(SYSTEMS)),
      }),
    ),
    vulnerabilities: z.array(
      z.strictObject({
        id: z.string().min(1).describe("Stable: the same again in the next rehearsal."),
        system: z.enum(SYSTEMS),
        relation: z.string().min(1),
        certain: z.int().min(0),
        likely: z.int().min(0),
      }),
    ),
  })
  .describe("What a thief of whole record systems would learn, and the plan that leaves least.");

export type Rehearsal = z.output<typeof rehearsalSchema>;
export type Standing = z.output<typeof standingSchema>;
export type TierCounts = z.output<typeof tierCountsSchema>;
