import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readRowMapping } from "../mapping-file.ts";
import { ROW_CONNECTORS } from "./row-connectors.ts";

const page = readFileSync(new URL("../../../../../docs/assess.md", import.meta.url), "utf8");

describe("docs/assess.md", () => {
  it("names every record form", () => {
    const forms = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, id]) => id);
    expect(forms.toSorted()).toEqual(ROW_CONNECTORS.map(({ id }) => id).toSorted());
  });

  it("has a mapping that can be read", () => {
    const example = /```yaml\n([^]*?)```/.exec(page)?.[1] ?? "";
    expect(readRowMapping(example, "docs/assess.md")).toMatchObject({ name: "carrier-7", kind: "call" });
  });
});
