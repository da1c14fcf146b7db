/** Writes `schemas/*.schema.json` from the built model: npm run build first. */
import { mkdirSync, writeFileSync } from "node:fs";
import { jsonSchemas, printJsonSchema } from "../dist/model/json-schemas.js";

const folder = new URL("../schemas/", import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(jsonSchemas())) {
  writeFileSync(new URL(`${name}.schema.json`, folder), printJsonSchema(schema));
}
