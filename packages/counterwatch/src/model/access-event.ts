import { z } from "zod";
import { pseudonymSchema } from "./pseudonym.ts";

/** The record systems whose access logs Counterwatch reads. */
export const SYSTEMS = [
  "calls",
  "location",
  "cameras",
  "plates",
  "faces",
  "travel",
  "finance",
  "identity",
  "online",
] as const;

export const ACTIONS = [
  "search",
  "view",
  "playback",
  "locate",
  "export",
  "list",
  "share",
  "configure",
  "delete",
  "sign-in",
  "review",
] as const;

export const SUBJECT_TYPES = [
  "phone",
  "plate",
  "person",
  "device",
  "face",
  "imsi",
  "imei",
  "email",
  "ip",
  "account",
] as const;

export type System = (typeof SYSTEMS)[number];
export type Action = (typeof ACTIONS)[number];
export type SubjectType = (typeof SUBJECT_TYPES)[number];

const instant = z.iso
  .datetime({ precision: 3 })
  .describe("RFC 3339 in UTC with milliseconds, e.g. 2025-03-01T12:00:05.000Z");
const text = z.string().min(1);

export const subjectSchema = z
  .strictObject({
    type: z.enum(SUBJECT_TYPES),
    id: pseudonymSchema.optional().describe("Absent exactly when the log masks it (`withheld`)."),
    withheld: z.literal(true).optional().describe("The log shows that a value was there, not which."),
    partial: z
      .literal(true)
      .optional()
      .describe("A fragment or wildcard: it does not single out one subject."),
  })
  .describe("Who was looked up.");

const windowSchema = z
  .strictObject({ from: instant.optional(), to: instant.optional() })
  .describe("The record time asked for, as against the time of the look-up.");

export const accessEventSchema = z
  .strictObject({
    id: text.describe("The log's own id, else `source:ordinal of the data row`."),
    time: instant,
    source: text.describe("Which log this row came from."),
    system: z.enum(SYSTEMS),
    action: z.enum(ACTIONS),
    operator: z.strictObject({
      id: text,
      unit: text.optional(),
      role: text.optional(),
      withheld: z.literal(true).optional().describe("The log masks who looked."),
    }),
    session: z
      .strictObject({ id: text.optional(), address: text.optional(), client: text.optional() })
      .optional(),
    subjects: z.array(subjectSchema).optional(),
    site: z
      .strictObject({
        id: text,
        lat: z.number().min(-90).max(90).optional(),
        lon: z.number().min(-180).max(180).optional(),
      })
      .optional()
      .describe("Camera, reader or cell with a place."),
    window: windowSchema.optional(),
    purpose: z
      .strictObject({
        case: text.optional(),
        reason: text.optional(),
        authority: text.optional(),
        withheld: z.array(z.enum(["case", "reason", "authority"])).optional(),
      })
      .optional(),
    query: z
      .strictObject({ kind: text.optional(), filters: text.optional(), prompt: text.optional() })
      .optional()
      .describe(
        "How the look-up was asked: the log's own name of the search, description filters, free text.",
      ),
    reach: z
      .strictObject({ networks: z.int().min(0).optional(), devices: z.int().min(0).optional() })
      .optional()
      .describe("How many other agencies' networks and devices were asked."),
    object: z
      .strictObject({ type: text.optional(), name: text.optional() })
      .optional()
      .describe("What an administrative action acted on: an audit setting, a saved list, an account."),
    result: z
      .strictObject({
        rows: z.int().min(0).optional(),
        subjects: z.array(subjectSchema).optional(),
        outcome: z.enum(["success", "failure", "denied"]).optional(),
      })
      .optional(),
    automated: z.boolean().optional().describe("A poll by a machine, not a person's look-up."),
    late: z.literal(true).optional().describe("Arrived behind the watermark; processed all the same."),
  })
  .describe("One look-up: a row of an access log.");

export type AccessEvent = z.output<typeof accessEventSchema>;
export type Subject = z.output<typeof subjectSchema>;
export type Window = z.output<typeof windowSchema>;
