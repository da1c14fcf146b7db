// Runs dependency-cruiser and refuses a run that saw nothing: a resolver that fails silently would pass every rule.
import { createRequire } from "node:module";
import { readdirSync } from "node:fs";
import { cruise } from "dependency-cruiser";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";

const rules = createRequire(import.meta.url)("./dependency-cruiser.cjs");
const sources = readdirSync("packages", { recursive: true })
  .map(String)
  .filter((path) => /(^|\/)src\/.*\.tsx?$/.test(path) && !path.includes("node_modules"));
const { output } = await cruise(
  ["evidence", "sigma", "simulator", "counterwatch", "console"].map((name) => `packages/${name}/src`),
  { ruleSet: rules, validate: true, ...rules.options },
  {},
  { tsConfig: extractTSConfig(rules.options.tsConfig.fileName) },
);
const seen = output.modules.filter(({ source }) => /^packages\/.*\/src\/.*\.tsx?$/.test(source));
const edges = seen.reduce((sum, { dependencies }) => sum + dependencies.length, 0);
for (const { rule, from, to } of output.summary.violations) console.error(`${rule.name}: ${from} -> ${to}`);
console.log(
  `layers: ${seen.length} of ${sources.length} modules, ${edges} imports, ${output.summary.error} violations`,
);
if (seen.length < sources.length || edges < seen.length || output.summary.error > 0) {
  if (seen.length < sources.length)
    console.error("layers: some modules were not seen; the check proves nothing");
  process.exit(1);
}
