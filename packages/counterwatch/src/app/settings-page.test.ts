import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { configSchema, parseConfig } from "../store/config-file.ts";

const docs = new URL("../../../../docs/", import.meta.url);
const KEYS = Object.keys(configSchema.shape);

/** Every YAML example that begins with a key of the configuration, by its page. */
function examples(): [page: string, yaml: string][] {
  return readdirSync(docs, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .toSorted()
    .flatMap((page) =>
      [...readFileSync(new URL(page, docs), "utf8").matchAll(/```yaml\n([\s\S]*?)```/g)]
        .map(([, yaml = ""]) => yaml)
        .filter((yaml) => KEYS.some((key) => yaml.startsWith(`${key}:\n`) || yaml.startsWith(`${key}: `)))
        .filter((yaml) => !/^(columns|subjects|logsource):/m.test(yaml))
        .map((yaml): [string, string] => [page, yaml]),
    );
}

describe("docs/settings.md", () => {
  it.each(KEYS)("names the setting %s", (key) => {
    expect(readFileSync(new URL("settings.md", docs), "utf8")).toMatch(new RegExp(`^\\|.*\`${key}\``, "m"));
  });
});

describe("settings on the pages", () => {
  it("are on the pages that are about them", () => {
    const pages = new Set(examples().map(([page]) => page));
    for (const page of ["serve.md", "inputs.md", "people.md", "notifications.md", "posture.md", "rules.md"])
      expect(pages).toContain(page);
  });

  it.each(examples())("are valid: %s, example %#", (page, yaml) => {
    expect(Object.keys(parseConfig(yaml, page)).length).toBeGreaterThan(0);
  });
});
