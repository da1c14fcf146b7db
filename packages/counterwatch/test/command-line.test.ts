import { chmodSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { findingSchema, summarySchema } from "../src/model/index.ts";
import { Workshop } from "./workshop.ts";

const workshop = new Workshop();
const OUTPUT = ["dead-letters.jsonl", "findings.jsonl", "report.html", "summary.json"];

function outputFiles(out = "counterwatch-out"): string[] {
  return [...workshop.files().keys()]
    .filter((name) => name.startsWith(`${out}/`))
    .map((name) => name.slice(out.length + 1))
    .toSorted();
}

describe("counterwatch scan", () => {
  it("reads overlapping files of a folder as one log, and accounts for every row", async () => {
    workshop.writeAudit();
    const { stdout, status } = await workshop.run(["scan", "log"]);
    expect(status).toBe(0);
    expect(outputFiles()).toEqual(OUTPUT);
    const summary = workshop.summary();
    expect(summary.rows).toBe(summary.events + summary.duplicates + summary.deadLetters);
    expect(summary).toMatchObject({ rows: 4912, duplicates: 243, deadLetters: 3, operators: 61, days: 42 });
    expect(summary.rejectedByReason).toEqual({
      "column-count": 1,
      "time-unreadable": 1,
      "operator-missing": 1,
    });
    expect(stdout.split("\n").length).toBeLessThanOrEqual(21);
    expect(stdout).toContain("counterwatch-out/report.html");
    const findings = workshop.read("counterwatch-out/findings.jsonl").trim().split("\n");
    expect(findings.map((line) => findingSchema.parse(JSON.parse(line)).operator)).toContain("Operator 41");
    expect(Object.values(summary.findings).reduce((sum, count) => sum + count, 0)).toBe(findings.length);
  });

  it("gives the same findings from files, from gzip, and from stdin", async () => {
    const key = workshop.write("site.key", `${"0123456789abcdef".repeat(4)}\n`, 0o600);
    const [september, october] = workshop.writeAudit() as [string, string];
    const whole = workshop.read("log/audit-2025-09.csv") + workshop.read("log/audit-2025-10.csv");
    const packed = workshop.write("packed.gz", gzipSync(whole));
    const ways: [string, string[], string?][] = [
      ["a", [october, september]],
      ["b", [packed]],
      ["c", ["-"], whole],
    ];
    for (const [out, paths, input] of ways) {
      const said = await workshop.run(["scan", ...paths, "--key", key, "-o", out, "--quiet"], {
        input: input ?? "",
      });
      expect(said).toEqual({ stdout: "", stderr: "", status: 0 });
    }
    expect(workshop.summary("a").events).toBe(workshop.summary("c").events);
    const findings = (out: string) =>
      workshop
        .read(`${out}/findings.jsonl`)
        .split("\n")
        .map((line) => line.replace(/"events":\[[^\]]*\]/, ""));
    expect(findings("b")).toEqual(findings("c"));
    expect(findings("a").length).toBe(findings("c").length);
  });

  it("keeps stdout pure: --json is the summary, --jsonl the findings, and nothing else", async () => {
    workshop.writeAudit();
    const json = await workshop.run(["scan", "log", "--json", "--log-level", "debug"]);
    expect(summarySchema.parse(JSON.parse(json.stdout))).toEqual(workshop.summary());
    for (const line of json.stderr.split("\n").filter((text) => text.startsWith("{"))) {
      expect(JSON.parse(line)).toHaveProperty("msg");
    }
    const jsonl = await workshop.run(["scan", "log", "--jsonl"]);
    expect(jsonl.stdout).toBe(workshop.read("counterwatch-out/findings.jsonl"));
  });

  it("says that pseudonyms of a run without a key can be compared with no other's, and keeps quiet with one", async () => {
    workshop.writeAudit();
    const without = await workshop.run(["scan", "log"]);
    expect(without.stderr).toContain("counterwatch init");
    expect(workshop.summary().notChecked.join("\n")).toContain("cannot be compared");
    await workshop.run(["init"]);
    const withKey = await workshop.run(["scan", "log"]);
    expect(withKey.stderr).toBe("");
    expect(workshop.summary().notChecked.join("\n")).not.toContain("cannot be compared");
  });

  it("hides operators when asked to", async () => {
    workshop.writeAudit();
    await workshop.run(["scan", "log", "--pseudonymise-operators", "-o", "out"]);
    for (const [name, text] of workshop.files())
      if (name.startsWith("out/")) expect(text).not.toMatch(/Operator \d/);
  });

  it("speaks Spanish when asked to", async () => {
    workshop.writeAudit();
    const { stdout } = await workshop.run(["scan", "log", "--lang", "es"]);
    expect(stdout).toContain("operadores");
    expect(workshop.read("counterwatch-out/report.html")).toContain('<html lang="es">');
  });

  it("leaves with 1 only when a finding is at least as severe as --fail-on", async () => {
    workshop.writeAudit();
    expect((await workshop.run(["scan", "log", "--fail-on", "low", "-q"])).status).toBe(1);
    expect((await workshop.run(["scan", "log", "--fail-on", "critical", "-q"])).status).toBe(0);
  });

  it("says which budget it kept, and that none was asked for where rules alone were", async () => {
    workshop.writeAudit();
    await workshop.run(["scan", "log", "--budget", "4/month", "-q"]);
    expect(workshop.summary().budget).toBe("4/month");
    await workshop.run(["scan", "log", "--budget", "none", "-q"]);
    const { budget, guarantee, findings, notChecked } = workshop.summary();
    expect({ budget, state: guarantee.state }).toEqual({ budget: null, state: "none" });
    expect(Object.keys(findings).filter((name) => name.startsWith("story/"))).toEqual([]);
    expect(notChecked.join("\n")).toContain("only rules were checked");
  });

  it("finds the same in a log that is written newest first", async () => {
    const [first] = workshop.writeAudit() as [string];
    const [header = "", ...rows] = workshop.read("log/audit-2025-10.csv").trim().split(/\r\n/);
    const backward = workshop.write("backward.csv", [header, ...rows.toReversed()].join("\r\n"));
    const key = workshop.write("site.key", `${"0123456789abcdef".repeat(4)}\n`, 0o600);
    await workshop.run(["scan", first.replace("-09", "-10"), "--key", key, "-o", "forward", "-q"]);
    await workshop.run(["scan", backward, "--key", key, "-o", "backward", "-q"]);
    expect(workshop.summary("backward").events).toBe(workshop.summary("forward").events);
    expect(workshop.summary("backward").findings).toEqual(workshop.summary("forward").findings);
  });

  it("uses further rules, and those alone where asked to", async () => {
    workshop.writeAudit();
    workshop.write("rules/hotel.yml", RULE);
    await workshop.run(["scan", "log", "--rules", "rules", "--no-default-rules", "--budget", "none", "-q"]);
    expect(Object.keys(workshop.summary().findings)).toEqual(["rule/look-at-all"]);
  });

  it("survives a reader who has seen enough", async () => {
    workshop.writeAudit();
    const { status, stderr } = await workshop.run(
      ["scan", "log", "--jsonl", "--rules", workshop.write("r.yml", RULE)],
      {
        closeStdoutAfter: 1,
      },
    );
    expect(stderr).not.toContain("EPIPE");
    expect(status).toBe(0);
    expect(outputFiles()).toEqual(OUTPUT);
  });
});

describe("refusals", () => {
  const cases: [string, string[], number, RegExp][] = [
    ["a command that is none", ["scna", "x"], 2, /unknown command 'scna'[^]*scan/],
    ["a flag that is none", ["scan", "x", "--jsn"], 2, /unknown option '--jsn'[^]*--json/],
    ["no file", ["scan"], 2, /missing required argument 'path'/],
    ["a severity that is none", ["scan", "x", "--fail-on", "hihg"], 2, /low, medium, high, critical/],
    ["a budget that is none", ["scan", "x", "--budget", "often"], 2, /--budget.*1\/week/s],
    ["a zone that is none", ["scan", "x", "--zone", "Chicago"], 2, /--zone.*America\/Chicago/s],
    ["two languages for stdout", ["scan", "x", "--json", "--jsonl"], 2, /choose one/],
    [
      "a missing configuration",
      ["scan", "x", "--config", "none.yaml"],
      3,
      /none\.yaml: there is no such file/,
    ],
    [
      "a configuration with a slip",
      ["scan", "x", "--config", "slip.yaml"],
      2,
      /slip\.yaml:2:1: unknown key "zoen"\n.*"zone"/,
    ],
    ["a missing file", ["scan", "none.csv"], 3, /none\.csv: there is no such file/],
    ["a folder without logs", ["scan", "empty"], 3, /empty: .*no log/i],
    ["an empty file", ["scan", "empty.csv"], 3, /empty\.csv/],
    ["a format that is none", ["scan", "prose.csv"], 3, /prose\.csv.*\n.*sources map/],
    ["a connector that is none", ["scan", "prose.csv", "--format", "milestoen"], 2, /milestone/],
    ["damaged gzip", ["scan", "cut.csv.gz"], 3, /cut\.csv\.gz.*gzip/],
    ["a key that all may read", ["scan", "log", "--key", "open.key"], 3, /open\.key.*0644.*\n.*chmod 600/],
    ["a key of the wrong size", ["scan", "log", "--key", "short.key"], 3, /short\.key: this is not a key/],
    [
      "a mapping with a slip",
      ["scan", "prose.csv", "--mapping", "map.yaml"],
      3,
      /map\.yaml:\d+:\d+: .*"colums"[^]*columns/,
    ],
    ["a rule that is broken", ["scan", "log", "--rules", "broken.yml"], 3, /broken\.yml:\d+/],
    [
      "somebody else's folder",
      ["scan", "log", "--out", "thesis"],
      2,
      /thesis: .*no such run has written[^]*--force/,
    ],
    ["a file in place of the folder", ["scan", "log", "--out", "prose.csv"], 5, /prose\.csv/],
    ["no findings to list", ["findings", "none"], 3, /none: .*\n.*counterwatch scan/],
  ];

  it.each(cases)("%s", async (_name, args, exitCode, message) => {
    workshop.writeAudit();
    workshop.write("slip.yaml", "country: US\nzoen: UTC\n");
    workshop.write("empty/notes.md", "nothing here");
    workshop.write("empty.csv", "");
    workshop.write("prose.csv", "Dear colleagues,\nwe have moved.\n");
    workshop.write("cut.csv.gz", gzipSync(workshop.read("log/audit-2025-09.csv")).subarray(0, 20_000));
    workshop.write("open.key", `${"0123456789abcdef".repeat(4)}\n`);
    chmodSync(workshop.write("short.key", "0123456789abcdef\n", 0o600), 0o600);
    workshop.write("map.yaml", "name: x\ncolums: {}\n");
    workshop.write("broken.yml", "title: Broken\ndetection:\n  a: {b|strange: c}\n  condition: a\n");
    workshop.write("thesis/chapter.tex", "years of work");
    const before = workshop.files();

    const { stdout, stderr, status } = await workshop.run(args);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^counterwatch: /m);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect({ stdout, status }).toEqual({ stdout: "", status: exitCode });
    expect(workshop.files()).toEqual(before);
  });

  it("force writes into somebody else's folder, and touches only its own files", async () => {
    workshop.writeAudit();
    workshop.write("thesis/chapter.tex", "years of work");
    expect((await workshop.run(["scan", "log", "--out", "thesis", "--force"])).status).toBe(0);
    expect(workshop.read("thesis/chapter.tex")).toBe("years of work");
    expect(outputFiles("thesis")).toEqual(["chapter.tex", ...OUTPUT]);
  });

  it("keeps the last good result when the next run fails", async () => {
    workshop.writeAudit();
    await workshop.run(["scan", "log"]);
    const before = workshop.files();
    workshop.write("bad.csv.gz", gzipSync(workshop.read("log/audit-2025-09.csv")).subarray(0, 30_000));
    expect((await workshop.run(["scan", "bad.csv.gz"])).status).toBe(3);
    for (const [name, text] of before) expect(workshop.files().get(name)).toBe(text);
  });
});

describe("the other commands", () => {
  it("--help and --version work, on stdout, with 0", async () => {
    const help = await workshop.run(["--help"]);
    expect(help).toMatchObject({ status: 0, stderr: "" });
    for (const name of ["scan", "init", "sources", "rules", "findings", "completion"])
      expect(help.stdout).toContain(name);
    expect(await workshop.run(["--version"])).toEqual({ status: 0, stderr: "", stdout: "0.1.0\n" });
    for (const command of [["scan"], ["rules", "explain"], ["sources", "map"], ["findings"]]) {
      const said = await workshop.run([...command, "--help"]);
      expect(said).toMatchObject({ status: 0, stderr: "" });
      expect(said.stdout).toContain(`counterwatch ${command.join(" ")}`);
    }
  });

  it("init makes a key for its owner alone and refuses to make it again", async () => {
    expect((await workshop.run(["init"])).status).toBe(0);
    const key = workshop.read("counterwatch.key");
    expect(key).toMatch(/^[0-9a-f]{64}\n$/);
    const again = await workshop.run(["init"]);
    expect(again.status).toBe(2);
    expect(workshop.read("counterwatch.key")).toBe(key);
  });

  it("rules lint, test and explain answer on stdout, and fail for a broken rule", async () => {
    expect(await workshop.run(["rules", "lint"])).toMatchObject({ status: 0 });
    expect(await workshop.run(["rules", "test"])).toMatchObject({ status: 0 });
    const explained = await workshop.run(["rules", "explain", "purpose-absent", '{"subjects": ["plate A"]}']);
    expect(explained).toMatchObject({ status: 0, stderr: "" });
    expect(explained.stdout).toContain("matched");
    workshop.write("wrong.yml", RULE.replace("match: {action: search}", "match: {action: export}"));
    const wrong = await workshop.run(["rules", "test", "wrong.yml"]);
    expect(wrong.status).toBe(3);
    expect(wrong.stdout).toMatch(/✗ look-at-all[^]*should set it off and does not/);
  });

  it("sources list, test and map answer on stdout, and the proposed mapping reads the log", async () => {
    workshop.writeAudit();
    expect((await workshop.run(["sources", "list"])).stdout).toContain("plate-reader-audit");
    const tested = await workshop.run([
      "sources",
      "test",
      "log/audit-2025-09.csv",
      "--rows",
      "300",
      "--json",
    ]);
    const [trial] = JSON.parse(tested.stdout) as { rows: { reason?: string }[] }[];
    expect(trial?.rows.filter(({ reason }) => reason !== undefined).length).toBeGreaterThan(0);
    const mapped = await workshop.run(["sources", "map", "log/audit-2025-09.csv"]);
    expect(mapped).toMatchObject({ status: 0, stderr: "" });
    workshop.write("own.yaml", mapped.stdout);
    await workshop.run(["scan", "log/audit-2025-09.csv", "--mapping", "own.yaml", "-q", "-o", "mapped"]);
    await workshop.run(["scan", "log/audit-2025-09.csv", "-q", "-o", "known"]);
    const { events, operators, subjects } = workshop.summary("known");
    expect(workshop.summary("mapped")).toMatchObject({ events, operators, subjects });
  });

  it("findings lists and filters what a scan wrote", async () => {
    workshop.writeAudit();
    await workshop.run(["scan", "log", "-q"]);
    const all = workshop.read("counterwatch-out/findings.jsonl");
    expect((await workshop.run(["findings", "--jsonl"])).stdout).toBe(all);
    const { stdout } = await workshop.run(["findings", "--operator", "Operator 41", "--json"]);
    const some = findingSchema.array().parse(JSON.parse(stdout));
    expect(new Set(some.map(({ operator }) => operator))).toEqual(new Set(["Operator 41"]));
    expect((await workshop.run(["findings", "--severity", "critical", "--json"])).stdout).toBe("[]\n");
    const csv = (await workshop.run(["findings", "--form", "csv"])).stdout.split("\r\n");
    expect([csv[0]?.startsWith("id,severity,detector,"), csv.length - 2]).toEqual([
      true,
      all.split("\n").length - 1,
    ]);
    const bundle = JSON.parse(
      (await workshop.run(["findings", "--form", "stix", "--limit", "1"])).stdout,
    ) as {
      objects: { type: string }[];
    };
    expect(bundle.objects.filter(({ type }) => type === "note")).toHaveLength(1);
    expect((await workshop.run(["findings", "--form", "cef", "--json"])).status).toBe(2);
  });

  it("completion prints a script for each shell, and bash takes it", async () => {
    for (const shell of ["bash", "zsh", "fish"]) {
      const { stdout, status } = await workshop.run(["completion", shell]);
      expect(status).toBe(0);
      expect(stdout).toContain("pseudonymise-operators");
    }
  });
});

const RULE = `title: Any look-up at all
name: look-at-all
level: low
logsource: {product: counterwatch, category: access}
detection:
  selection: {action: search}
  condition: selection
counterwatch:
  tests:
    - name: a search
      events:
        - match: {action: search}
`;
