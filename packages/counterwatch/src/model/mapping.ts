import { z } from "zod";
import { ACTIONS, SUBJECT_TYPES, SYSTEMS } from "./access-event.ts";

/** Fields of an AccessEvent that a mapping can take from one column each. */
const MAPPED_FIELDS = [
  "id",
  "time",
  "system",
  "action",
  "operator.id",
  "operator.unit",
  "operator.role",
  "session.id",
  "session.address",
  "session.client",
  "site.id",
  "site.lat",
  "site.lon",
  "window",
  "window.from",
  "window.to",
  "purpose.case",
  "purpose.reason",
  "purpose.authority",
  "query.kind",
  "query.filters",
  "query.prompt",
  "reach.networks",
  "reach.devices",
  "object.type",
  "object.name",
  "result.rows",
  "result.outcome",
  "automated",
] as const;
export type MappedField = (typeof MAPPED_FIELDS)[number];

const OUTCOMES = ["success", "failure", "denied"] as const;

const text = z.string().min(1);
const subjectType = z.enum(SUBJECT_TYPES);
export const mappingColumnSchema = z
  .union([text, z.array(text).min(1)])
  .describe(
    "A column's name in the header, or a JSON path such as $.actor.user[0].name; of several, the first that the file has.",
  );

const columns = z
  .strictObject(
    Object.fromEntries(MAPPED_FIELDS.map((field) => [field, mappingColumnSchema.optional()])) as Record<
      MappedField,
      z.ZodOptional<typeof mappingColumnSchema>
    >,
  )
  .describe("Which column fills which field of the event.");

const constants = z
  .strictObject({
    system: z.enum(SYSTEMS).optional(),
    action: z.enum(ACTIONS).optional(),
    "operator.unit": text.optional(),
    "operator.role": text.optional(),
    "session.client": text.optional(),
    "site.id": text.optional(),
    "purpose.authority": text.optional(),
    "query.kind": text.optional(),
    automated: z.boolean().optional(),
  })
  .describe("Values that every row has, where no column says otherwise.");

const subject = z
  .strictObject({
    column: mappingColumnSchema,
    type: subjectType.optional().describe("The same for every row."),
    typeColumn: text.optional().describe("The column that says of which type the value is."),
    types: z.record(text, subjectType).optional().describe("The log's words for the types in typeColumn."),
    separators: z
      .array(z.string().min(1).max(8))
      .optional()
      .describe('Where one cell holds several values: what stands between them, e.g. [";", ","].'),
  })
  .refine((value) => (value.type === undefined) !== (value.typeColumn === undefined), {
    error: 'give either "type" or "typeColumn"',
  });

export const mappedTimeSchema = z
  .strictObject({
    format: z
      .union([text, z.array(text).min(1)])
      .optional()
      .describe(
        "auto, iso, epoch-seconds, epoch-milliseconds, or tokens such as d/M/yyyy H:mm:ss (Luxon); of several, the first that fits.",
      ),
    zone: text.optional().describe("IANA zone of local times, e.g. America/Mexico_City."),
    locale: text.optional().describe("Language of month names, e.g. es."),
  })
  .describe("How the time columns are written.");

const parameters = z
  .record(z.string().regex(/^[1-9]\d?$/, "a parameter's position, counting from 1"), subjectType)
  .describe("Which statement parameter is a subject of which type, e.g. { 1: phone }.");

const pgaudit = z
  .strictObject({
    parameters: parameters.optional(),
    tables: z
      .record(text, z.strictObject({ system: z.enum(SYSTEMS).optional(), parameters: parameters.optional() }))
      .optional()
      .describe("What differs for single tables, by OBJECT_NAME."),
    operator: z
      .enum(["user", "application"])
      .optional()
      .describe(
        "Who is the operator: the database user, or the application name where the application sets it.",
      ),
  })
  .describe("The log is written by pgaudit; its columns are known.");

const mappingShape = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/, "small letters, digits and hyphens")
      .describe("Names the connector, and the source where the run names none."),
    title: text.optional(),
    sheet: text.optional().describe("XLSX: the sheet's name; without it the first."),
    header: z
      .array(text)
      .min(1)
      .optional()
      .describe("Names of the columns where the file has no header line."),
    columns: columns.optional(),
    constants: constants.optional(),
    subjects: z.array(subject).optional().describe("Columns that say who was looked up."),
    resultSubjects: z.array(subject).optional().describe("Columns that say who was found."),
    time: mappedTimeSchema.optional(),
    masks: z
      .array(text)
      .optional()
      .describe("Words that stand for a withheld value, besides ***, ### and the like."),
    caseInReason: z
      .union([z.boolean(), text])
      .optional()
      .describe(
        "Look for a case number in the reason: true, or a regular expression whose first group is the number.",
      ),
    actions: z
      .record(text, z.enum(ACTIONS))
      .optional()
      .describe(
        "The log's words for actions; * stands for any text, small and capital letters are the same.",
      ),
    systems: z.record(text, z.enum(SYSTEMS)).optional().describe("The log's words for record systems."),
    outcomes: z.record(text, z.enum(OUTCOMES)).optional().describe("The log's words for outcomes."),
    automatedValues: z
      .array(text)
      .optional()
      .describe("Values of the column `automated` that mean a poll by a machine."),
    pgaudit: pgaudit.optional(),
  })
  .describe("Says what the columns of an access log mean.");

/** Completeness comes second, so that a misspelt key is reported as such and not as a missing one. */
export const mappingSchema = mappingShape.superRefine((mapping, context) => {
  if (mapping.pgaudit !== undefined) return;
  const given = (field: MappedField): boolean => mapping.columns?.[field] !== undefined;
  const missing = (path: string[], message: string): void => {
    context.addIssue({ code: "custom", path, message });
  };
  if (!given("time")) missing(["columns"], 'no column for "time"');
  if (!given("operator.id")) missing(["columns"], 'no column for "operator.id"');
  if (!given("system") && mapping.constants?.system === undefined) {
    missing(["constants"], 'neither a constant "system" nor a column for it');
  }
  if (!given("action") && mapping.constants?.action === undefined) {
    missing(["constants"], 'neither a constant "action" nor a column for it');
  }
});

export type Mapping = z.output<typeof mappingSchema>;
export type MappingColumn = z.output<typeof mappingColumnSchema>;
export type MappingSubject = z.output<typeof subject>;
