/** The contracts as JSON Schema (draft 2020-12), for editors and other languages. Written to `schemas/` by `scripts/write-schemas.js`. */
import { z } from "zod";
import { accessEventSchema } from "./access-event.ts";
import { deadLetterSchema } from "./dead-letter.ts";
import { assessmentSchema } from "./exposure.ts";
import { findingSchema } from "./finding.ts";
import { mappingSchema } from "./mapping.ts";
import { rowMappingSchema } from "./row-mapping.ts";
import { shownRowSchema } from "./shown-row.ts";
import { rehearsalSchema } from "./rehearsal.ts";
import { summarySchema } from "./summary.ts";

const SCHEMAS = {
  "access-event": { title: "AccessEvent", schema: accessEventSchema },
  finding: { title: "Finding", schema: findingSchema },
  "dead-letter": { title: "DeadLetter", schema: deadLetterSchema },
  summary: { title: "Summary", schema: summarySchema },
  mapping: { title: "Mapping file", schema: mappingSchema },
  "row-mapping": { title: "Mapping file for shown rows", schema: rowMappingSchema },
  "shown-row": { title: "ShownRow", schema: shownRowSchema },
  assessment: { title: "Assessment", schema: assessmentSchema },
  rehearsal: { title: "Rehearsal", schema: rehearsalSchema },
} as const;

/** By file name without `.schema.json`. They describe the JSON form: what is written and may be read back. */
export function jsonSchemas(): Record<string, object> {
  return Object.fromEntries(
    Object.entries(SCHEMAS).map(([name, { title, schema }]) => [name, jsonSchemaOf(name, title, schema)]),
  );
}

/** For schemas that live in other rooms, such as the configuration's. */
export function jsonSchemaOf(name: string, title: string, schema: z.ZodType): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input" });
  return { $schema, $id: `urn:counterwatch:schema:${name}`, title, ...rest };
}

/** The text of a schema file, so that the script and its test agree to the byte. */
export function printJsonSchema(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
