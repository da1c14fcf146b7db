import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CONNECTORS } from "./connectors.ts";
import { readMapping } from "./mapping-file.ts";

const page = readFileSync(new URL("../../../../docs/formats.md", import.meta.url), "utf8");

describe("docs/formats.md", () => {
  it.each(CONNECTORS.map(({ id }) => id))("has a section on %s", (id) => {
    expect(page).toContain(`### \`${id}\``);
  });

  it("shows mappings that are valid", () => {
    const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml as string);
    expect(examples.map((yaml) => readMapping(yaml, "docs/formats.md").name)).toEqual([
      "telco-db",
      "portal-telefonia",
    ]);
  });
});
