/** A mapping for rows that a look-up showed: which column of a table or record says what. */
import { z } from "zod";
import { SUBJECT_TYPES, SYSTEMS } from "./access-event.ts";
import { mappedTimeSchema, mappingColumnSchema } from "./mapping.ts";
import { ROW_KINDS, type RowKind } from "./shown-row.ts";

export const ROW_FIELDS = [
  "id",
  "lookup",
  "shown",
  "system",
  "time",
  "date",
  "clock",
  "from",
  "to",
  "subject",
  "other",
  "direction",
  "thing",
  "device",
  "since",
  "until",
  "seconds",
  "site.id",
  "site.lat",
  "site.lon",
  "lat",
  "lon",
  "radius",
] as const;
export type RowField = (typeof ROW_FIELDS)[number];

const text = z.string().min(1);
const subjectType = z.enum(SUBJECT_TYPES);

/** Of each kind the fields of which at least one line must be mapped whole. */
export const NEEDED_FIELDS: Readonly<Record<RowKind, readonly (readonly RowField[])[]>> = {
  call: [
    ["from", "to"],
    ["subject", "other", "direction"],
  ],
  transfer: [["from", "to"]],
  fix: [
    ["subject", "lat", "lon"],
    ["subject", "site.id"],
  ],
  sighting: [["subject", "site.id"]],
  device: [["subject", "thing"]],
  address: [["subject", "thing"]],
  booking: [["subject", "thing"]],
};

export const HOLDINGS: readonly RowKind[] = ["device", "address", "booking"];

const rowMappingShape = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/, "small letters, digits and hyphens")
      .describe("Names the connector."),
    title: text.optional(),
    kind: z.enum(ROW_KINDS).describe("What a row tells."),
    system: z.enum(SYSTEMS).describe("Where no column says otherwise."),
    sheet: text.optional().describe("XLSX: the sheet's name; without it the first."),
    header: z
      .array(text)
      .min(1)
      .optional()
      .describe("Names of the columns where the file has no header line."),
    columns: z
      .strictObject(
        Object.fromEntries(ROW_FIELDS.map((field) => [field, mappingColumnSchema.optional()])) as Record<
          RowField,
          z.ZodOptional<typeof mappingColumnSchema>
        >,
      )
      .describe(
        "Which column fills which field. `subject` with `other` and `direction` stand for `from` and `to`.",
      ),
    types: z
      .strictObject({
        from: subjectType.optional(),
        to: subjectType.optional(),
        subject: subjectType.optional(),
        other: subjectType.optional(),
      })
      .optional()
      .describe(
        "Of which type the identifiers are. Default: phone for calls and fixes, plate for sightings, account else.",
      ),
    directions: z
      .record(text, z.enum(["in", "out"]))
      .optional()
      .describe("The file's words for incoming and outgoing, besides the usual ones."),
    time: mappedTimeSchema.optional(),
    masks: z
      .array(text)
      .optional()
      .describe("Words that stand for a withheld value, besides *** and the like."),
  })
  .describe("Says what the columns of rows that a look-up showed mean.");

export const rowMappingSchema = rowMappingShape.superRefine(({ kind, columns }, context) => {
  const given = (field: RowField) => columns[field] !== undefined;
  if (!NEEDED_FIELDS[kind].some((fields) => fields.every(given)))
    context.addIssue({
      code: "custom",
      path: ["columns"],
      message: `a ${kind} needs columns for ${NEEDED_FIELDS[kind].map((fields) => fields.join(", ")).join("; or ")}`,
    });
  if (!HOLDINGS.includes(kind) && !given("time") && !(given("date") && given("clock")))
    context.addIssue({
      code: "custom",
      path: ["columns"],
      message: 'no column for "time", or for "date" and "clock"',
    });
});

export type RowMapping = z.output<typeof rowMappingSchema>;
