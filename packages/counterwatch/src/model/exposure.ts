/**
 * What an intruder could have learned about registered relations. Internal ids only: whoever is not in the register has no
 * field here to stand in. Ranks and set sizes are buckets, so that an assessment read by the wrong person is no ranking.
 */
import { z } from "zod";
import { SYSTEMS } from "./access-event.ts";
import { ROW_KINDS } from "./shown-row.ts";

/** From worst to least. `none` reads "no evidence in the logs", never "safe". */
export const TIERS = ["certain", "likely", "possible", "none"] as const;
export type Tier = (typeof TIERS)[number];

export const RANKS = ["1", "2-5", "6-20", "over 20", "not in view"] as const;
export const SET_SIZES = ["1", "2-5", "6-20", "21-100", "over 100"] as const;

const instant = z.iso.datetime({ precision: 3 });
const member = z.string().min(1).describe("Internal id of a registered person.");
const tier = z.enum(TIERS);

const linkSchema = z
  .strictObject({
    row: z.string().min(1).describe("Id of the shown row."),
    lookup: z.string().min(1).optional().describe("Look-up that showed it."),
    system: z.enum(SYSTEMS),
    kind: z.enum(ROW_KINDS),
    happened: instant.optional().describe("Record time: when it happened."),
    shown: instant.optional().describe("When the intruder saw it."),
    bits: z.number().describe("How much this row tells, to 0.1 bit."),
  })
  .describe("One row of the smallest chain that gives the tier.");

const exposureSchema = z
  .strictObject({
    from: member,
    to: member,
    relation: z.string().min(1).describe("Kind of relation, in the register's word."),
    tier,
    upper: tier.describe("The tier if every row that the logs do not show had been read."),
    rank: z.enum(RANKS).describe("Place of the other person among all whom the intruder could suspect."),
    effectiveSet: z.enum(SET_SIZES).describe("2 to the entropy of the attacker's posterior."),
    bits: z.number().describe("Information gained about the relation, to 0.1 bit."),
    attacker: z.string().min(1).optional().describe("The attacker model that learned most."),
    chain: z.array(linkSchema),
    knownSince: instant
      .optional()
      .describe("Earliest time at which the rows shown until then give the tier."),
  })
  .describe("How far one registered relation is exposed.");

const personExposureSchema = z.strictObject({
  member,
  tier,
  upper: tier,
  recordsShown: z.boolean().describe("The person's own record was shown."),
  movement: z.boolean().describe("Four or more timed places: enough to tell one person from all others."),
  knownSince: instant.optional(),
});

export const assessmentSchema = z
  .strictObject({
    version: z.literal(1),
    id: z
      .string()
      .min(1)
      .describe("Hash of incident, register version and rows: a repeat makes the same id."),
    incident: z.string().min(1),
    assessed: instant.describe("When this was worked out."),
    register: z.strictObject({ id: z.string(), version: z.int().min(0) }),
    view: z.strictObject({
      lookups: z.int().min(0),
      rows: z.int().min(0),
      rejected: z.int().min(0).describe("Rows that could not be read, kept with their reason."),
      outside: z
        .int()
        .min(0)
        .optional()
        .describe("Rows of look-ups that are not the incident's: not in view."),
      unattributed: z.int().min(0).optional().describe("Rows that name no look-up: not in view."),
      withheld: z
        .int()
        .min(0)
        .optional()
        .describe("Records in which the system withheld whom they are about."),
      bySystem: z.partialRecord(z.enum(SYSTEMS), z.int().min(0)),
      from: instant.optional().describe("First time shown."),
      to: instant.optional(),
    }),
    gaps: z.array(
      z.strictObject({
        what: z.enum(["rows-missing", "fewer-rows", "log-gap", "rows-rejected"]),
        lookups: z.int().min(0),
        explanation: z.string().min(1),
      }),
    ),
    relations: z.array(exposureSchema),
    people: z.array(personExposureSchema),
  })
  .describe(
    "What one incident's rows tell about the register. For those who must warn; handle as the register itself.",
  );

export type Exposure = z.output<typeof exposureSchema>;
export type ExposureLink = z.output<typeof linkSchema>;
export type Assessment = z.output<typeof assessmentSchema>;
export type Gap = Assessment["gaps"][number];
