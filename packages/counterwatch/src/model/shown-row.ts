/**
 * One row that a record system showed in answer to a look-up: what an intruder has seen. An access log says that somebody
 * looked; these rows say what the screen said. They are read for an assessment only, never kept, and hold pseudonyms.
 */
import { z } from "zod";
import { SUBJECT_TYPES, SYSTEMS } from "./access-event.ts";
import { pseudonymSchema } from "./pseudonym.ts";

const instant = z.iso.datetime({ precision: 3 }).describe("RFC 3339 in UTC with milliseconds.");
const text = z.string().min(1);

const partySchema = z
  .strictObject({ type: z.enum(SUBJECT_TYPES), id: pseudonymSchema })
  .describe("A phone, plate, person, account: whom the row is about.");

const placeSchema = z
  .strictObject({
    id: text,
    lat: z.number().min(-90).max(90).optional(),
    lon: z.number().min(-180).max(180).optional(),
  })
  .describe("Camera, reader or cell: infrastructure, named in the clear.");

const shown = {
  id: text.describe("The row's own id, else `file:ordinal of the row`. Never made of identifiers."),
  lookup: text.optional().describe("Id of the look-up that showed it; absent in a copy of a whole system."),
  shown: instant.optional().describe("When it was shown; absent: at the time of its look-up."),
  system: z.enum(SYSTEMS),
};

const meeting = { from: partySchema, to: partySchema };
const holding = {
  subject: partySchema,
  thing: pseudonymSchema.describe("The device, address or booking, as a pseudonym."),
  from: instant.optional(),
  to: instant.optional(),
};

export const shownRowSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({
      ...shown,
      kind: z.literal("call"),
      time: instant,
      ...meeting,
      seconds: z.number().min(0).optional().describe("Absent for a message."),
      site: placeSchema.optional().describe("The cell of `from`."),
    }),
    z.strictObject({ ...shown, kind: z.literal("transfer"), time: instant, ...meeting }),
    z.strictObject({
      ...shown,
      kind: z.literal("fix"),
      time: instant,
      subject: partySchema,
      site: placeSchema.optional(),
      lat: z.number().min(-90).max(90).optional(),
      lon: z.number().min(-180).max(180).optional(),
      radius: z.number().min(0).optional().describe("Metres."),
    }),
    z.strictObject({
      ...shown,
      kind: z.literal("sighting"),
      time: instant,
      subject: partySchema,
      site: placeSchema,
    }),
    z.strictObject({ ...shown, kind: z.literal("device"), ...holding }),
    z.strictObject({ ...shown, kind: z.literal("address"), ...holding }),
    z.strictObject({ ...shown, kind: z.literal("booking"), ...holding }),
  ])
  .describe("One row that a record system showed.");

export type ShownRow = z.output<typeof shownRowSchema>;
export type RowKind = ShownRow["kind"];
export type Party = z.output<typeof partySchema>;
export const ROW_KINDS = [
  "call",
  "transfer",
  "fix",
  "sighting",
  "device",
  "address",
  "booking",
] as const satisfies readonly RowKind[];
