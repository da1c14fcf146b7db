/** Must hold 6: raw identifiers in every column and error path appear in no output file, no log line, no error message. */
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { CANARY, canaryLogs, TRACES } from "./canary-logs.ts";
import type { Said } from "./counterwatch.ts";
import { Workshop } from "./workshop.ts";

const workshop = new Workshop();

/** Where a trace stands, with a little around it; `given` are the files that were planted. */
function traces(given: ReadonlySet<string>, said: Said): string[] {
  const texts = new Map([...workshop.files()].filter(([name]) => !given.has(name)));
  texts.set("stdout", said.stdout).set("stderr", said.stderr);
  const leaks: string[] = [];
  for (const [name, text] of texts) {
    const squashed = text.toLowerCase().replace(/[^a-z0-9]/g, "");
    for (const trace of TRACES) {
      const at = squashed.indexOf(trace);
      if (at >= 0) leaks.push(`${name}: …${squashed.slice(Math.max(0, at - 60), at + trace.length + 20)}…`);
    }
  }
  return leaks;
}

describe("raw identifiers in every column", () => {
  it.each(canaryLogs().map((log) => [log.name, log] as const))(
    "%s",
    async (_name, { file, content, flags, mapping }) => {
      workshop.write(file, content);
      if (mapping !== undefined) workshop.write("mapping.yaml", mapping);
      const given = new Set([file, "mapping.yaml"]);
      for (const [index, more] of [[], ["--pseudonymise-operators"]].entries()) {
        const out = `out-${index}`;
        const said = await workshop.run(
          ["scan", file, ...flags, ...more, "-o", out, "--log-level", "debug"],
          {
            env: { TMPDIR: workshop.path },
          },
        );
        expect(said).toMatchObject({ status: 0 });
        const summary = workshop.summary(out);
        // Nothing is proved by rows that were not read, or by rows that were all refused.
        expect(summary.events).toBeGreaterThan(2);
        expect(summary.rows).toBe(summary.events + summary.duplicates + summary.deadLetters);
        expect(traces(given, said)).toEqual([]);
      }
    },
  );

  it("would be seen if they leaked", async () => {
    workshop.write("leak.jsonl", `${CANARY.plate.toLowerCase().replace("7", "-7")}\n`);
    expect(traces(new Set(), { stdout: "", stderr: "", status: 0 })).toEqual([
      expect.stringContaining("leak.jsonl"),
    ]);
    expect(traces(new Set(["leak.jsonl"]), { stdout: CANARY.email, stderr: "", status: 0 })).toEqual([
      expect.stringContaining("stdout"),
    ]);
  });
});

const HEADER = "Name,Total Networks Searched,Time Frame,License Plate,Case #,Filters,Reason,Search Time";
const ROW = `Operator 1,3,,${CANARY.plate},${CANARY.plate},,${CANARY.email} ${CANARY.phone},"1/2/2025, 10:32:22 AM UTC"`;
const LOG = `${HEADER}\n${`${ROW}\n`.repeat(50)}`;

describe("raw identifiers on every error path", () => {
  const secret = `${CANARY.plate} ${CANARY.person} ${CANARY.phone} ${CANARY.email}`;
  const cases: [string, Record<string, string | Uint8Array>, string[], number][] = [
    ["a log without a header", { "log.csv": `${secret}\n`.repeat(9) }, ["scan", "log.csv"], 3],
    [
      "a header of values",
      { "log.csv": `${CANARY.plate},${CANARY.email},${CANARY.phone}\n1,2,3\n` },
      ["scan", "log.csv"],
      3,
    ],
    [
      "JSON Lines of nothing known",
      { "log.jsonl": `{"${CANARY.plate}":"${secret}"}\n` },
      ["scan", "log.jsonl"],
      3,
    ],
    ["JSON that breaks off", { "log.json": `{"entry":[{"who":"${secret}` }, ["scan", "log.json"], 3],
    ["gzip that breaks off", { "log.csv.gz": gzipSync(LOG).subarray(0, 60) }, ["scan", "log.csv.gz"], 3],
    [
      "a mapping that does not fit",
      {
        "log.csv": LOG,
        "m.yaml":
          "name: m\ncolumns: { time: When, operator.id: Who }\nconstants: { system: plates, action: search }\n",
      },
      ["scan", "log.csv", "--mapping", "m.yaml"],
      3,
    ],
    ["a log in place of a mapping", { "log.csv": LOG }, ["scan", "log.csv", "--mapping", "log.csv"], 3],
    ["a log in place of a configuration", { "log.csv": LOG }, ["scan", "log.csv", "--config", "log.csv"], 2],
    ["a log in place of a key", { "log.csv": LOG }, ["scan", "log.csv", "--key", "log.csv"], 3],
    ["a log in place of a case list", { "log.csv": LOG }, ["scan", "log.csv", "--cases", "log.csv"], 2],
    [
      "values in a case list",
      { "log.csv": LOG, "c.csv": `id,status\n${CANARY.plate},${CANARY.person}\n` },
      ["scan", "log.csv", "--cases", "c.csv"],
      2,
    ],
    [
      "values in a staff list",
      { "log.csv": LOG, "s.csv": `operator,plate,from\nx,${CANARY.plate},${CANARY.person}\n` },
      ["scan", "log.csv", "--staff", "s.csv"],
      2,
    ],
    [
      "a log in place of a rule",
      { "log.csv": LOG, "r.yml": LOG },
      ["scan", "log.csv", "--rules", "r.yml"],
      3,
    ],
    ["a log in place of findings", { "log.csv": LOG }, ["findings", "log.csv"], 3],
    ["a log in place of an event", { "log.csv": LOG }, ["rules", "explain", "purpose-absent", "log.csv"], 3],
    ["another connector's log", { "log.csv": LOG }, ["scan", "log.csv", "--format", "milestone"], 3],
  ];

  it.each(cases)("%s", async (_name, files, args, exitCode) => {
    for (const [name, content] of Object.entries(files)) workshop.write(name, content, 0o600);
    const said = await workshop.run(args, { env: { TMPDIR: workshop.path } });
    expect(said.stderr).toMatch(/^counterwatch: /m);
    expect(said).toMatchObject({ status: exitCode });
    expect(traces(new Set(Object.keys(files)), said)).toEqual([]);
  });

  it.each([
    ["JSON.stringify", "JSON", "stringify"],
    ["Object.fromEntries", "Object", "fromEntries"],
    ["Array.prototype.toSorted", "Array.prototype", "toSorted"],
    ["Date.parse", "Date", "parse"],
  ])("a crash within %s that quotes what it was given", async (_name, holder, method) => {
    workshop.write("log.csv", LOG);
    // Only for callers of ours: Node's own loader would fall over the same fault before the program has begun.
    const fault = `
      const real = ${holder}.${method};
      const secret = ${JSON.stringify(Object.values(CANARY).join("\n    at "))};
      ${holder}.${method} = function (...given) {
        if (/\\/dist\\/(app|report)\\//.test(new Error().stack)) throw new TypeError(secret);
        return real.apply(this, given);
      };`;
    const fuse = workshop.write("fault.mjs", fault);
    const said = await workshop.run(["scan", "-"], {
      input: LOG,
      env: { TMPDIR: workshop.path, NODE_OPTIONS: `--import ${fuse}` },
    });
    expect(said.stderr).toContain("internal error");
    expect(said.status).toBe(70);
    expect(traces(new Set(["log.csv", "fault.mjs"]), said)).toEqual([]);
    expect([...workshop.files().keys()].toSorted()).toEqual(["fault.mjs", "log.csv"]);
  });
});
