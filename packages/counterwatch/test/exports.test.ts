import { statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Trace } from "../src/app/exports-trace.ts";
import { Workshop } from "./workshop.ts";

const workshop = new Workshop();

const DESCRIPTION = `version: 1
type: plate
ranges: ["ZX@ ####"]
columns: { plate: identifier, seen: time, camera: sample }
`;

/** One plate in three rows, in order of time. */
function rows(subjects: number): string {
  const lines = Array.from({ length: subjects * 3 }, (_, at) => {
    const seen = new Date(Date.UTC(2026, 0, 1) + at * 13_000).toISOString().slice(0, 19);
    return `AB${String((at * 7919) % subjects).padStart(5, "0")},${seen}Z,cam-${at % 40}\n`;
  });
  return `plate,seen,camera\n${lines.join("")}`;
}

async function init(description = DESCRIPTION) {
  workshop.write("decoys.yaml", description);
  return await workshop.run(["exports", "init", "tracing", "--decoys", "decoys.yaml"]);
}

function mint(number: number, ...rest: string[]) {
  return workshop.run([
    "exports",
    "mint",
    "rows.csv",
    "--code=tracing",
    `--to=request ${number}`,
    `--out=export-${number}.csv`,
    "--without-ledger",
    ...rest,
  ]);
}

function bodyOf(number: number): string[] {
  return workshop.read(`export-${number}.csv`).split("\n").slice(1, -1);
}

async function trace(lines: readonly string[], ...flags: string[]) {
  const said = await workshop.run(["exports", "trace", "-", "--code", "tracing", "--json", ...flags], {
    input: `${lines.join("\n")}\n`,
  });
  return { status: said.status, trace: JSON.parse(said.stdout) as Trace, stderr: said.stderr };
}

function coin(line: string): boolean {
  return (line.charCodeAt(4) + line.charCodeAt(line.length - 1)) % 2 === 0;
}

const pointedTo = ({ exports }: Trace) => exports.filter(({ accused }) => accused).map((each) => each.export);

describe("counterwatch exports", () => {
  it("traces one leaker, in another order and form, with half the rows gone", async () => {
    workshop.write("rows.csv", rows(2600));
    expect(await init()).toMatchObject({ status: 0, stdout: "tracing\n" });
    expect(statSync(`${workshop.path}/tracing/code.json`).mode & 0o777).toBe(0o600);
    for (let number = 0; number < 5; number++) {
      expect(await mint(number)).toMatchObject({
        status: 0,
        stdout: `export-${number}.csv\n`,
        stderr: expect.stringMatching(/2600 subjects and \d\d decoys; told even if up to 1/),
      });
    }
    const leak = bodyOf(3)
      .filter((_, at) => at % 2 === 0)
      .map((line) => JSON.stringify({ tag: line.slice(0, 3).toLowerCase() + line.slice(3, 8) }))
      .toReversed();
    const { status, trace: found } = await trace(leak);
    expect(status).toBe(1);
    expect(pointedTo(found)).toEqual([3]);
    expect(found.exports[0]).toMatchObject({
      export: 3,
      to: "request 3",
      carried: found.exports[0]?.present,
    });
    expect(found.exports).toHaveLength(5);
    // The rows before any export was made point to nobody.
    const before = await trace(workshop.read("rows.csv").split("\n"));
    expect(before).toMatchObject({ status: 0, trace: { decoys: 0 } });
    const words = await workshop.run(["exports", "trace", "export-3.csv", "--code", "tracing"]);
    expect(words.stdout).toContain("points to  export 3");
    expect(words.stdout).toContain("with a chance of at most 0.001");
  });

  it("traces two who put their exports together, by each of five ways", async () => {
    workshop.write("rows.csv", rows(13_000));
    await init();
    for (let number = 0; number < 4; number++)
      expect(await mint(number)).toMatchObject({ stderr: expect.stringContaining("up to 2") });
    const [one, two] = [bodyOf(0), bodyOf(2)];
    const inOne = new Set(one);
    const inTwo = new Set(two);
    const union = [...new Set([...one, ...two])];
    const merges: Record<string, string[]> = {
      union,
      intersection: one.filter((line) => inTwo.has(line)),
      majority: union.filter((line) => (inOne.has(line) && inTwo.has(line)) || coin(line)),
      interleave: union.filter((line) => (coin(line) ? inOne : inTwo).has(line)),
      halves: [...one.slice(0, one.length / 2), ...two.slice(two.length / 2)],
    };
    for (const [name, leak] of Object.entries(merges)) {
      const found = pointedTo((await trace(leak)).trace);
      expect(found.length, name).toBeGreaterThan(0);
      expect([0, 2], name).toEqual(expect.arrayContaining(found));
    }
  });

  it("says that a small export cannot carry a code, and gives it a single decoy", async () => {
    workshop.write("rows.csv", rows(100));
    await init();
    for (let number = 0; number < 3; number++)
      expect(await mint(number)).toMatchObject({
        status: 0,
        stderr: expect.stringContaining("It cannot carry a code"),
      });
    const { trace: found } = await trace(bodyOf(1));
    expect(pointedTo(found)).toEqual([1]);
    expect(found.exports[0]).toMatchObject({ leakers: 0, carried: 1, present: 1 });
    // Whoever knows the ranges and fills a leak with guesses makes it say nothing.
    const guesses = Array.from({ length: 9000 }, (_, at) => `ZXA${String(at).padStart(4, "0")}`);
    const framed = await trace([...bodyOf(1), ...guesses]);
    expect(pointedTo(framed.trace)).toEqual([]);
    expect(framed.status).toBe(0);
  });

  it("holds no decoy and no identifier in its folder, and refuses records that were changed", async () => {
    workshop.write("rows.csv", rows(2600));
    await init();
    await mint(0);
    const decoys = bodyOf(0).filter((line) => line.startsWith("ZX"));
    expect(decoys.length).toBeGreaterThan(20);
    const kept = [...workshop.files()].filter(([name]) => name.startsWith("tracing/"));
    expect(kept.map(([name]) => name).toSorted()).toEqual(["tracing/code.json", "tracing/exports.jsonl"]);
    for (const [name, text] of kept) {
      for (const line of decoys)
        expect(text.replaceAll(" ", ""), name).not.toContain(line.slice(0, 8).replace(" ", ""));
      expect(text, name).not.toContain("AB0");
    }
    const list = workshop.read("tracing/exports.jsonl");
    const word = /"word":"([0-9a-f]+)"/.exec(list)?.[1] as string;
    const other = `${word.startsWith("0") ? "1" : "0"}${word.slice(1)}`;
    workshop.write("tracing/exports.jsonl", list.replace(word, other), 0o600);
    const refused = await workshop.run(["exports", "trace", "export-0.csv", "--code", "tracing"]);
    expect(refused).toMatchObject({
      status: 4,
      stderr: expect.stringContaining("not what was committed to"),
    });
  });

  it("gives its decoys to the register in its own form", async () => {
    workshop.write("rows.csv", rows(100));
    await init();
    await mint(0);
    const { stdout } = await workshop.run(["exports", "decoys", "tracing"]);
    const { decoys } = JSON.parse(stdout) as { decoys: { id: string; identifiers: { id: string }[] }[] };
    expect(decoys).toHaveLength(96 + 512 + 2048 + 1);
    const single = bodyOf(0)
      .find((line) => line.startsWith("ZX"))
      ?.slice(0, 8)
      .replace(" ", "");
    expect(decoys.map(({ identifiers }) => identifiers[0]?.id)).toContain(single);
    expect(new Set(decoys.map(({ id }) => id)).size).toBe(decoys.length);
  });

  it("refuses what would harm: free numbers in use, columns nobody explained, files that are there", async () => {
    workshop.write("rows.csv", rows(2600));
    await init();
    await mint(0);
    expect(await mint(0)).toMatchObject({ status: 2 });
    workshop.write("rows.csv", workshop.read("export-0.csv"));
    expect(await mint(1)).toMatchObject({ status: 2, stderr: expect.stringContaining("declared free") });
    workshop.write("rows.csv", rows(2600).replace("camera", "name"));
    expect(await mint(1)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("does not explain: name"),
    });
    expect(await init()).toMatchObject({ status: 2 });
    // A refused export took no number.
    workshop.write("rows.csv", rows(2600));
    expect(await mint(1)).toMatchObject({ status: 0, stderr: expect.stringContaining("Export 1:") });
    expect([...workshop.files().keys()].filter((name) => name.includes(".counterwatch"))).toEqual([]);
  });
});
