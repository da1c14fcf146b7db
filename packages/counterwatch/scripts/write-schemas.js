/** Writes `schemas/*.schema.json` from what is built: npm run build first. */
import { mkdirSync, writeFileSync } from "node:fs";
import { jsonSchemas, printJsonSchema } from "../dist/model/json-schemas.js";
import { configJsonSchema } from "../dist/store/config-file.js";

const folder = new URL("../schemas/", import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries({ ...jsonSchemas(), config: configJsonSchema() })) {
  writeFileSync(new URL(`${name}.schema.json`, folder), printJsonSchema(schema));
}
