import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import * as evidence from "./index.ts";
import * as node from "./node/index.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

it("the README's example runs, and prints what it says", async () => {
  const code = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const body = code
    .replace(/import \{([^}]*)\} from "@counterwatch\/evidence";/, "const {$1} = evidence;")
    .replace(/import \{([^}]*)\} from "@counterwatch\/evidence\/node";/, "const {$1} = node;");
  expect(body).not.toContain("import");
  const printed: unknown[][] = [];
  const folder = mkdtempSync(join(tmpdir(), "counterwatch-readme-"));
  try {
    const run = new Function("evidence", "node", "folder", "console", `return (async () => { ${body} })();`);
    await run(evidence, node, folder, { log: (...values: unknown[]) => printed.push(values) });
  } finally {
    rmSync(folder, { recursive: true });
  }
  expect(printed).toEqual([[1, 0, expect.stringContaining("Neither an older checkpoint nor a witness")]]);
});

it("every name in the README's table is exported", () => {
  const table = readme.slice(readme.indexOf("| `verifyLog"), readme.indexOf("Errors are"));
  const names = [...table.matchAll(/`([a-zA-Z]+)/g)]
    .map(([, name]) => name as string)
    .filter(
      (name) =>
        name !== "limits" && name !== "append" && name !== "close" && name !== "note" && name !== "LogReader",
    );
  expect(names.length).toBeGreaterThan(20);
  for (const name of names) expect(name in evidence || name in node, name).toBe(true);
});
