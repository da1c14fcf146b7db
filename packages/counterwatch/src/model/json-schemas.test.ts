import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { jsonSchemas, printJsonSchema } from "./json-schemas.ts";

const folder = new URL("../../schemas/", import.meta.url);

describe("the published JSON Schemas", () => {
  const schemas = jsonSchemas();

  it("are those in schemas/, and no others", () => {
    // The configuration's is written from store/config-file.ts and tested there.
    const names = [...Object.keys(schemas), "config"].map((name) => `${name}.schema.json`);
    expect(readdirSync(folder).sort()).toEqual(names.sort());
  });

  it.each(Object.keys(schemas))(
    "%s is up to date (node packages/counterwatch/scripts/write-schemas.js)",
    (name) => {
      const committed = readFileSync(new URL(`${name}.schema.json`, folder), "utf8");
      expect(committed).toBe(printJsonSchema(schemas[name] as object));
    },
  );

  it("say what an access event must have", () => {
    expect(schemas["access-event"]).toMatchObject({
      additionalProperties: false,
      required: expect.arrayContaining(["time", "source", "system", "action", "operator"]),
      properties: {
        subjects: { items: { properties: { id: { pattern: expect.stringContaining("p1_") } } } },
      },
    });
    expect(JSON.stringify(schemas["mapping"])).toContain("purpose.reason");
  });
});
