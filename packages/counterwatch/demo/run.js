/** `npm run demo`: writes the log to demo/log and scans it into demo/out, at the root of the checkout. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { auditFiles } from "./audit-log.js";

const root = fileURLToPath(new URL("../../../demo", import.meta.url));
const counterwatch = fileURLToPath(new URL("../bin/counterwatch.js", import.meta.url));
const log = join(root, "log");

mkdirSync(log, { recursive: true });
for (const [name, text] of auditFiles()) writeFileSync(join(log, name), text);

const out = relative(process.cwd(), join(root, "out"));
const command = ["scan", relative(process.cwd(), log), "--budget", "1/week", "--out", out];
process.stderr.write(`$ counterwatch ${command.join(" ")}\n\n`);
const { status } = spawnSync(process.execPath, [counterwatch, ...command], { stdio: "inherit" });
process.exitCode = status ?? 70;
