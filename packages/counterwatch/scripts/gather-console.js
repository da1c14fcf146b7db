/**
 * Before packing: copies the built console into this package, with the licences of what vite put into it; `--away` takes it out
 * again, because a checkout serves `packages/console/dist`, and an older copy here would go before it.
 */
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const target = fileURLToPath(new URL("../console", import.meta.url));
const source = fileURLToPath(new URL("../../console", import.meta.url));
/** In the console's manifest for its types or its building alone. */
const BUILDS = /^@types\/|^@vitejs\//;

rmSync(target, { recursive: true, force: true });
if (process.argv[2] !== "--away") {
  if (!existsSync(join(source, "dist/index.html"))) {
    process.stderr.write("the console is not built: npm run build\n");
    process.exit(2);
  }
  cpSync(join(source, "dist"), target, { recursive: true });
  writeFileSync(join(target, "LICENSES.txt"), licences());
}

/** The notices of every package in the console, one after the other: what vite makes has none. */
function licences() {
  const { devDependencies } = manifestIn(source);
  const found = new Map();
  const own = fileURLToPath(new URL("..", import.meta.url));
  for (const font of ["inter", "jetbrains-mono"]) gather(`@fontsource-variable/${font}`, own, found);
  gather("@counterwatch/evidence", own, found);
  for (const name of Object.keys(devDependencies)) if (!BUILDS.test(name)) gather(name, source, found);
  return [...found.keys()]
    .toSorted()
    .map((name) => found.get(name))
    .join(`\n${"-".repeat(80)}\n\n`);
}

/** `found`: name to notice. Throws where a package has no licence file: it may not be handed on without. */
function gather(name, from, found) {
  if (found.has(name)) return;
  const folder = folderOf(name, from);
  const { version, dependencies = {} } = manifestIn(folder);
  const file = readdirSync(folder).find((each) => /^licen[cs]e(\.\w+)?$/i.test(each));
  if (file === undefined) throw new Error(`${name} has no licence file`);
  found.set(name, `${name} ${version}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`);
  for (const each of Object.keys(dependencies)) gather(each, folder, found);
}

function manifestIn(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

/** As Node looks for it: in `node_modules` of each folder on the way up. */
function folderOf(name, from) {
  const places = createRequire(join(from, "package.json")).resolve.paths(name) ?? [];
  const place = places.map((each) => join(each, name)).find((each) => existsSync(join(each, "package.json")));
  if (place === undefined) throw new Error(`${name} is not installed beside ${dirname(from)}`);
  return place;
}
