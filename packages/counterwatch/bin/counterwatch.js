#!/usr/bin/env node
import { existsSync } from "node:fs";
import module from "node:module";

const entry = new URL("../dist/cli/main.js", import.meta.url);
if (!existsSync(entry)) {
  process.stderr.write("counterwatch: this checkout is not built yet\n  Run: npm run build\n");
  process.exit(70);
}
module.enableCompileCache?.();
const { main } = await import(entry.href);
await main(process.argv);
