/** Issue 5: a report of a period, drawn once whatever happens, that gives nobody away. */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { releaseSchema } from "../src/report/transparency/release.ts";
import type { Said } from "./counterwatch.ts";
import { STRIDE } from "./stride.ts";
import { Workshop } from "./workshop.ts";

const workshop = new Workshop();
const DIE_AT_STEP = fileURLToPath(new URL("die-at-step.mjs", import.meta.url));
const OUT = "counterwatch-transparency";
const PLATE = "QZX7731";
const OPERATOR = "operator.zaragoza";

/** 600 look-ups of the third quarter and some before and after. */
function log(months = ["07", "08", "09"]): string {
  const lines = ["06", ...months, "10"].flatMap((month) =>
    Array.from({ length: 200 }, (_, at) =>
      JSON.stringify({
        id: `${month}-${at}`,
        time: `2026-${month}-${String(1 + (at % 28)).padStart(2, "0")}T10:00:${String(at % 60).padStart(2, "0")}.000Z`,
        source: "city",
        system: at % 3 === 0 ? "cameras" : "plates",
        action: at % 7 === 0 ? "export" : "search",
        operator: { id: at % 40 === 0 ? OPERATOR : `op-${at % 25}` },
        subjects: [{ type: "plate", id: at % 50 === 0 ? PLATE : `ABC${1000 + ((at * 37) % 400)}` }],
        ...(at % 2 === 0
          ? { purpose: { reason: "robbery", ...(at % 4 === 0 ? { case: `C26-${at}` } : {}) } }
          : {}),
      }),
    ),
  );
  return `${lines.join("\n")}\n`;
}

const finding = (id: string, detector: string) =>
  JSON.stringify({
    id,
    detector,
    time: "2026-08-01T10:00:00.000Z",
    since: "2026-08-01T10:00:00.000Z",
    severity: "high",
    operator: OPERATOR,
    subjects: ["p1_0123456789abcdef01234567"],
    lookups: 1,
    events: ["x"],
    explanation: "Somebody looked.",
    evidence: {},
  });

async function prepare(policy = "epsilonPerYear: 8"): Promise<void> {
  const init = await workshop.run(["init", "."]);
  expect(init.status).toBe(0);
  workshop.write("counterwatch.yaml", `keyFile: counterwatch.key\ntransparency: { ${policy} }\n`);
  workshop.write("log.jsonl", log());
  expect(await workshop.run(["ledger", "init", "ledger"])).toMatchObject({ status: 0 });
}

function transparency(flags: readonly string[] = [], env?: Readonly<Record<string, string>>): Promise<Said> {
  return workshop.run(
    ["transparency", "log.jsonl", "--period", "2026-Q3", "--ledger", "ledger", ...flags],
    env === undefined ? {} : { env },
  );
}

const published = (name = "2026-Q3", out = OUT) =>
  ["json", "csv", "html"].map((kind) => workshop.read(join(out, `${name}.${kind}`)));
const releaseOf = (text: string) => releaseSchema.parse(JSON.parse(text));

/** As its signed checkpoint says; that the log verifies is asked in the first test. */
function leaves(ledger = "ledger"): number {
  return Number(workshop.read(join(ledger, "checkpoint")).split("\n")[1]);
}

describe("counterwatch transparency", () => {
  it("publishes once, prints the same again, and refuses what would be a second draw", async () => {
    await prepare("epsilonPerYear: 800, perSubject: 1000, perOperator: 1000");
    const first = await transparency(["--epsilon", "700"]);
    expect(first).toMatchObject({
      status: 0,
      stdout: ["html", "csv", "json"].map((kind) => `${OUT}/2026-Q3.${kind}\n`).join(""),
    });
    const files = published();
    const release = releaseOf(files[0] as string);
    expect(release).toMatchObject({ revision: 0, epsilon: "700", mechanism: "laplace" });
    for (const { cells } of release.tables)
      for (const { value, low, high } of cells) expect(low + high).toBe(2 * value);
    // With so large an ε that nobody should allow it, the noise is small enough to see that the right rows were counted.
    const valueOf = (name: string, cell: string) =>
      release.tables.find(({ table }) => table === name)?.cells.find((each) => each.cell === cell);
    for (const [name, cell, truth] of [
      ["system", "plates", 399],
      ["system", "faces", 0],
      ["purpose", "case", 150],
      ["purpose", "none", 300],
    ] as const) {
      const { value, high } = valueOf(name, cell)!;
      expect(Math.abs(value - truth)).toBeLessThan(8 * (high - value));
    }
    rmSync(join(workshop.path, OUT), { recursive: true });
    const again = await transparency(["--epsilon", "700"]);
    expect(again.stderr).toContain("nothing was spent");
    expect(published()).toEqual(files);
    expect(leaves()).toBe(1);

    expect((await transparency(["--epsilon", "50"])).status).toBe(2);
    workshop.write("log.jsonl", log(["07", "08"]));
    expect((await transparency(["--epsilon", "700"])).status).toBe(2);
    expect(
      (await transparency(["--epsilon", "700", "--revise", "September was counted twice"])).stderr,
    ).toContain("ε 100 left");
    const revised = await transparency(["--epsilon", "50", "--revise", "September was counted twice"]);
    expect(revised.status).toBe(0);
    expect(releaseOf(published("2026-Q3-revision-1")[0] as string)).toMatchObject({
      revision: 1,
      reason: "September was counted twice",
    });
    expect(published()).toEqual(files);
    expect(leaves()).toBe(2);
    expect(await workshop.run(["ledger", "verify", "ledger"])).toMatchObject({ status: 0 });
  });

  it("counts findings where it is given them, and how they ended", async () => {
    await prepare();
    workshop.write(
      "found/findings.jsonl",
      `${finding("f1", "story/fixation")}\n${finding("f2", "rule/x")}\n`,
    );
    workshop.write("outcomes.jsonl", `{"finding":"f1","outcome":"misuse"}\n`);
    expect((await transparency(["--outcomes", "outcomes.jsonl"])).status).toBe(2);
    expect((await transparency(["--findings", "found", "--outcomes", "outcomes.jsonl"])).status).toBe(0);
    const names = releaseOf(published()[0] as string).tables.map(({ table }) => table);
    expect(names).toEqual(["total", "system", "action", "purpose", "finding", "outcome"]);
    workshop.write("outcomes.jsonl", `{"finding":"f1","outcome":"guilty"}\n`);
    const refused = await transparency(["--findings", "found", "--outcomes", "outcomes.jsonl"]);
    expect(refused).toMatchObject({ status: 3 });
    expect(refused.stderr).toContain("outcomes.jsonl:1");
  });

  it("names nobody in what it writes, and leaves no working files behind", async () => {
    await prepare(
      "epsilonPerYear: 8, mechanism: gaussian, deltaPerYear: 0.000001, publisher: Records Office",
    );
    workshop.write("tmp/.keep", "");
    const said = await transparency(["--json"], { TMPDIR: join(workshop.path, "tmp") });
    expect(said.status).toBe(0);
    expect(said.stdout).toBe(published()[0]);
    const texts = [...workshop.files()].filter(([name]) => name !== "log.jsonl");
    const all = [...texts, ["stdout", said.stdout], ["stderr", said.stderr]] as const;
    for (const [name, text] of all) {
      expect([name, text.toLowerCase().includes(PLATE.toLowerCase())]).toEqual([name, false]);
      expect([name, text.includes(OPERATOR) || /\bop-\d/.test(text)]).toEqual([name, false]);
      if (!name.startsWith("counterwatch."))
        expect([name, /p1_[0-9a-f]{24}/.test(text)]).toEqual([name, false]);
    }
    expect(readdirSync(join(workshop.path, "tmp"))).toEqual([".keep"]);
  });

  it("refuses without a ledger, a key, a budget, or the end of the period", async () => {
    await prepare();
    const without = ["transparency", "log.jsonl", "--period"];
    expect(await workshop.run([...without, "2026-Q3"])).toMatchObject({ status: 2, stdout: "" });
    expect(await workshop.run([...without, "2026-Q3", "--ledger", "nowhere"])).toMatchObject({ status: 3 });
    expect(existsSync(join(workshop.path, "nowhere"))).toBe(false);
    expect(await workshop.run([...without, "2099-Q1", "--ledger", "ledger"])).toMatchObject({ status: 2 });
    workshop.write("counterwatch.yaml", "transparency: { epsilonPerYear: 8 }\n");
    expect((await transparency()).stderr).toContain("site key");
    workshop.write("counterwatch.yaml", "keyFile: counterwatch.key\n");
    expect((await transparency()).stderr).toContain("budget");
    workshop.write("counterwatch.yaml", "keyFile: counterwatch.key\ntransparency: { epsilon: 8 }\n");
    expect((await transparency()).stderr).toContain("epsilonPerYear");
    expect(existsSync(join(workshop.path, OUT))).toBe(false);
    expect(leaves()).toBe(0);
  });

  it("draws once, killed at its writes in turn", async () => {
    await prepare();
    cpSync(join(workshop.path, "ledger"), join(workshop.path, "empty"), { recursive: true });
    const dieAt = async (step: number): Promise<boolean> => {
      const at = `attempt-${step}`;
      const folder = join(workshop.path, at);
      cpSync(join(workshop.path, "empty"), join(folder, "ledger"), { recursive: true });
      mkdirSync(join(folder, "tmp"));
      const run = (env: Readonly<Record<string, string>>) =>
        workshop.run(
          ["transparency", "log.jsonl", "--period=2026-Q3", `--ledger=${at}/ledger`, "-o", `${at}/out`],
          { env: { TMPDIR: join(folder, "tmp"), ...env } },
        );
      const killed = await run({ NODE_OPTIONS: `--import=${DIE_AT_STEP}`, DIE_AT_STEP: `${step}` });
      const stored = join(at, "ledger", "private", "transparency", "2026-Q3.0.json");
      const before = existsSync(join(workshop.path, stored)) ? workshop.read(stored) : undefined;
      expect(await run({})).toMatchObject({ status: 0 });
      const after = workshop.read(stored);
      // What nobody had stored was told to nobody; what was stored is what everybody is told.
      if (before !== undefined) expect(after).toBe(before);
      expect(releaseOf(published("2026-Q3", `${at}/out`)[0] as string)).toEqual(drawOf(after).release);
      expect(leaves(`${at}/ledger`)).toBe(1);
      rmSync(folder, { recursive: true });
      return killed.status === null;
    };
    let kills = 0;
    for (let step = 1, ended = false; !ended; step += 3 * STRIDE) {
      const died = await Promise.all([dieAt(step), dieAt(step + STRIDE), dieAt(step + 2 * STRIDE)]);
      kills += died.filter((each) => each).length;
      // A step that removes a folder takes several at once and is not killed at each.
      ended = !died.includes(true);
    }
    expect(kills).toBeGreaterThan(20 / STRIDE);
  });
});

const drawOf = (text: string) => JSON.parse(text) as { release: unknown };
