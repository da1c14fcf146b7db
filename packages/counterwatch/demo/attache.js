/**
 * `npm run demo:attache`: the case that Counterwatch was made for, from the first look-up to the public report, in a
 * simulated city. Every step is a command that a user would type; it is printed, run, and timed.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../demo/attache", import.meta.url));
const counterwatch = fileURLToPath(new URL("../bin/counterwatch.js", import.meta.url));
const SEED = process.argv[2] ?? "attache-1";
const OFFICERS = ["ana", "bo", "carmen"];
const began = performance.now();

rmSync(root, { recursive: true, force: true });
mkdirSync(root, { recursive: true });

/** Runs in the demo's folder. `allowed`: exit codes that are no failure; 1 says that there is something to see. */
function run(words, { allowed = [0], input, quiet = false } = {}) {
  const from = performance.now();
  process.stdout.write(
    `\n$ counterwatch ${words.map((word) => (/^[\w./:=@,-]+$/.test(word) ? word : `'${word}'`)).join(" ")}\n`,
  );
  const { status, stdout, stderr } = spawnSync(process.execPath, [counterwatch, ...words], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    ...(input !== undefined && { input }),
  });
  if (!allowed.includes(status ?? -1)) {
    process.stdout.write(`${stdout}${stderr}`);
    throw new Error(`counterwatch ${words[0]} left with ${status}`);
  }
  if (!quiet) process.stdout.write(stdout);
  process.stdout.write(`  … ${((performance.now() - from) / 1000).toFixed(1)} s\n`);
  return stdout;
}

function say(title) {
  process.stdout.write(`\n── ${title}\n`);
}

const lines = (name) =>
  readFileSync(join(root, name), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

say("A city where somebody takes an attaché's calls and location and follows the attaché over cameras");
run([
  "simulate",
  "--seed",
  SEED,
  "--operators",
  "40",
  "--start",
  "2026-07-01",
  "--days",
  "92",
  "--campaigns",
  "attache",
  "--answers",
  "world/shown.jsonl",
  "--answers-of",
  "all",
  "--out",
  "world",
]);
run(["init", "."], { quiet: true });
writeFileSync(
  join(root, "counterwatch.yaml"),
  `${readFileSync(join(root, "counterwatch.yaml"), "utf8")}
authority:
  line:
    - { office: duty officer, has: 2h }
    - { office: head of source protection, has: 4h }
    - { office: director }
  incidents:
    exposure: { decides: director }
transparency: { epsilonPerYear: 4 }
`,
);

say("The sealed register of protected people: three officers, two of whom open it");
for (const name of OFFICERS) {
  mkdirSync(join(root, name));
  writeFileSync(join(root, `${name}.passphrase`), `the passphrase of ${name}`, { mode: 0o600 });
}
const officers = (...names) =>
  names.flatMap((name) => ["--officer", `${name}=${name}`, "--passphrase", `${name}=${name}.passphrase`]);
const office = ["--register", "people", "--ledger", "office"];
run(["register", "init", "people", "--ledger", "office", "--work-factor", "12", ...officers(...OFFICERS)]);
run(["register", "add", "people", "--from", "world/register.json", ...officers("ana")]);
run(["register", "seal", "people", "--ledger", "office", ...officers("ana", "bo")]);

say(
  "The log is read, judged under a budget of four false alerts a month, and kept where no insider can alter it unseen",
);
run(["scan", "world/events.jsonl", "--budget", "4/month", "--ledger", "ledger", "--out", "found"], {
  allowed: [0, 1],
});

const truth = JSON.parse(readFileSync(join(root, "world/truth.json"), "utf8"));
const [campaign] = truth.campaigns;
const theirs = new Set(campaign.events);
const hits = lines("found/findings.jsonl")
  .filter(({ detector, events }) => detector.startsWith("story/") && events.some((id) => theirs.has(id)))
  .toSorted((a, b) => (a.time < b.time ? -1 : 1));
const [first] = hits;
if (first === undefined) throw new Error("the campaign was not found");
const before = campaign.lookups.filter(({ time }) => time <= first.time);
process.stdout.write(
  `\nFound by ${first.detector} after ${before.length} of ${campaign.lookups.length} look-ups (${new Set(before.map(({ sitting }) => sitting)).size} sittings), ` +
    `${((Date.parse(first.time) - Date.parse(campaign.first.time)) / 3_600_000).toFixed(1)} hours after the first.\n`,
);

say("The incident is confirmed: whom did this account's look-ups expose?");
const operator = first.operator;
run(
  [
    "assess",
    "--incident",
    "world/events.jsonl",
    "--operator",
    operator,
    "--name",
    "attache",
    "--rows",
    "world/shown.jsonl",
    ...office,
    ...officers("ana", "bo"),
    "--out",
    "assessment",
  ],
  { allowed: [0, 1] },
);

say("Whoever is exposed is warned, and each warning is tracked until it is delivered");
run(["warnings", "open", "duties", ...office, "--assessment", "assessment/assessment.json"]);
run(["warnings", "release", "duties", ...office, ...officers("ana", "carmen")]);
const listed = JSON.parse(
  run(["warnings", "list", "duties", ...office, "--json"], { allowed: [0, 1], quiet: true }),
);
const due = (Array.isArray(listed) ? listed : listed.warnings).filter(({ state }) => state === "due");
if (due.length === 0) throw new Error("nobody is to be warned");
run([
  "warnings",
  "assign",
  "duties",
  due[0].id,
  ...office,
  "--owner",
  "duty officer",
  "--by",
  "head of source protection",
]);
run([
  "warnings",
  "record",
  "duties",
  due[0].id,
  ...office,
  "--outcome",
  "delivered",
  "--channel",
  "in-person",
  "--by",
  "duty officer",
]);
run(["warnings", "list", "duties", ...office], { allowed: [0, 1] });

say("The evidence, for somebody who does not trust us");
run(["ledger", "bundle", "found", "--ledger", "ledger", "--out", "attache.tar"]);
const verdict = run(["ledger", "verify", "attache.tar", "--key", "ledger/ledger.vkey"]);
if (verdict.includes("missing"))
  throw new Error("the bundle does not hold every look-up that the findings name");

say("What the public may know");
run([
  "transparency",
  "world/events.jsonl",
  "--period",
  "2026-Q3",
  "--ledger",
  "ledger",
  "--findings",
  "found",
  "--out",
  "public",
]);

say("What an inspector would ask");
run(["posture", "--ledger", "ledger", "--register", "people", "--register-ledger", "office"], {
  allowed: [0, 1],
});

process.stdout.write(
  `\nEverything is in ${root}. ${((performance.now() - began) / 1000).toFixed(1)} s in all.\n`,
);
