/** How the program tells V8 to let garbage grow, read from the program, so that a benchmark measures its memory and not another's. */
import { readFileSync } from "node:fs";

const program = readFileSync(new URL("../bin/counterwatch.js", import.meta.url), "utf8");
const found = /setFlagsFromString\("([^"]+)"\)/.exec(program)?.[1];
if (found === undefined) throw new Error("bin/counterwatch.js sets no flag of V8 any more");

export const PROGRAM_FLAG = found;
