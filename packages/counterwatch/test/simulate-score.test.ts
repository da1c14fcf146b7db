import { gunzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Workshop } from "./workshop.ts";

const workshop = new Workshop();
const SMALL = ["simulate", "--operators", "40", "--days", "40", "--seed", "5"];

describe("simulate", () => {
  it("writes a world that scan reads to the last row, and the same one again", async () => {
    const made = await workshop.run([...SMALL, "--campaigns", "obsession", "--out", "world"]);
    expect(made.status).toBe(0);
    expect(made.stdout).toBe("world/events.jsonl\nworld/truth.json\nworld/register.json\n");
    const events = workshop.read("world/events.jsonl");
    const rows = events.split("\n").length - 1;
    expect(made.stderr).toBe(`${rows} look-ups, 1 campaign.\n`);
    expect(await workshop.run(["scan", "world/events.jsonl", "-q"])).toMatchObject({ status: 0, stderr: "" });
    expect(workshop.summary()).toMatchObject({ rows, events: rows, duplicates: 0, deadLetters: 0 });
    const { stdout } = await workshop.run([...SMALL, "--campaigns", "obsession", "--out", "-"]);
    expect(stdout).toBe(events);
  });

  it("packs what is named .gz, in the columns of an audit whose ids the truth names", async () => {
    const audit = [
      "--preset",
      "plates",
      "--form",
      "audit",
      "--campaigns",
      "obsession",
      "--out",
      "w/audit.csv.gz",
    ];
    expect((await workshop.run([...SMALL, ...audit])).status).toBe(0);
    const text = gunzipSync(readFileSync(join(workshop.path, "w/audit.csv.gz"))).toString();
    expect(text).toMatch(/^ID, Name, Org Name/);
    const truth = JSON.parse(workshop.read("w/truth.json"));
    expect(truth.campaigns[0].events.length).toBeGreaterThan(3);
    for (const id of truth.campaigns[0].events) expect(text).toContain(id);
  });

  it("refuses what is no option, and to replace a world", async () => {
    for (const wrong of [
      ["--preset", "village"],
      ["--days", "0"],
      ["--campaigns", "boredom"],
      ["--stress", "hunger"],
      ["--systems", "gossip"],
      ["--start", "yesterday"],
      ["--form", "audit", "--systems", "calls"],
      ["--form", "audit", "--preset", "plates", "--answers", "answers.jsonl"],
      ["--answers-of", "all"],
      ["--records-days", "3"],
      ["--records", "records", "--records-days", "41"],
    ]) {
      const said = await workshop.run([...SMALL, ...wrong, "--out", "world"]);
      expect(said, wrong.join(" ")).toMatchObject({ status: 2, stdout: "" });
      expect(said.stderr).toMatch(/^counterwatch: /);
    }
    expect([...workshop.files().keys()]).toEqual([]);
    workshop.write("world/truth.json", "mine");
    const said = await workshop.run([...SMALL, "--out", "world"]);
    expect(said).toMatchObject({ status: 2, stdout: "" });
    expect(said.stderr).toContain("world/truth.json");
    expect(workshop.read("world/truth.json")).toBe("mine");
    expect((await workshop.run([...SMALL, "--out", "world", "--force"])).status).toBe(0);
    expect([...workshop.files().keys()].toSorted()).toEqual([
      "world/events.jsonl",
      "world/register.json",
      "world/truth.json",
    ]);
  });

  it("stops when nobody reads on", async () => {
    const said = await workshop.run([...SMALL, "--days", "4000", "--out", "-"], { closeStdoutAfter: 1000 });
    expect(said).toMatchObject({ status: 0, stderr: "" });
  });
});

async function world(folder: string, ...more: string[]): Promise<void> {
  expect((await workshop.run([...SMALL, ...more, "--out", folder])).status).toBe(0);
}

function finding(campaign: { operators: string[]; lookups: { event: string; time: string }[] }, at: number) {
  const { event, time } = campaign.lookups[at]!;
  const operator = campaign.operators[0];
  return `${JSON.stringify({ id: `f${at}`, time, detector: "story/own", operator, events: [event] })}\n`;
}

describe("score", () => {
  it("tells found from false and reports delays, from folders, packed logs and files", async () => {
    await world("honest", "--seed", "6");
    await world("misuse", "--campaigns", "obsession");
    const { campaigns } = JSON.parse(workshop.read("misuse/truth.json"));
    const at = campaigns[0].lookups.findIndex(({ sitting }: { sitting: number }) => sitting === 3);
    workshop.write("misuse/findings.jsonl", finding(campaigns[0], at));
    workshop.write("honest/findings.jsonl", finding({ ...campaigns[0], operators: ["op-00001"] }, 0));
    const { stdout, status } = await workshop.run([
      "score",
      "honest",
      "misuse",
      "--json",
      "--html",
      "score.html",
    ]);
    expect(status).toBe(0);
    const report = JSON.parse(stdout);
    expect(report.worlds).toMatchObject({ all: 2, honest: 1, days: 80 });
    expect(report.falseAlerts.count).toBe(1);
    expect(report.shapes).toMatchObject([{ shape: "obsession", campaigns: 1, neverFound: 0, median: 3 }]);
    expect(report.baselines.atRealisedRate.length).toBeGreaterThan(3);
    expect(workshop.read("score.html")).toMatch(/^<!doctype html>/i);
    const again = await workshop.run([
      "score",
      "--truth",
      "misuse/truth.json",
      "--findings",
      "misuse/findings.jsonl",
      "--events",
      "misuse/events.jsonl",
    ]);
    expect(again.stdout).toMatch(/obsession +1 +100 % +3 +3/);
    expect(again.stdout).toContain("No honest world");
  });

  it("scores what scan has found, by the ids that intake kept", async () => {
    await world("w", "--days", "90", "--campaigns", "obsession", "--prevalence", "0.05");
    await workshop.run(["scan", "w/events.jsonl", "--budget", "1/day", "-q", "--out", "w/counterwatch-out"]);
    const ids = new Set<string>();
    for (const line of workshop.read("w/events.jsonl").trim().split("\n")) ids.add(JSON.parse(line).id);
    const found = workshop.read("w/counterwatch-out/findings.jsonl").trim().split("\n");
    for (const line of found) for (const id of JSON.parse(line).events) expect(ids.has(id)).toBe(true);
    const { stdout } = await workshop.run(["score", "w", "--budget", "1/day", "--json"]);
    const { shapes, tails } = JSON.parse(stdout);
    const patrol = tails.filter(({ group }: { group: string }) => group.endsWith("patrol-days"));
    // Levels with one bound are one point.
    expect(patrol.length).toBeGreaterThan(0);
    for (const { trials, nominal } of patrol) {
      expect(trials).toBeGreaterThan(100);
      expect(nominal).toBeGreaterThan(0);
      expect(nominal).toBeLessThan(0.2);
    }
    expect(shapes).toMatchObject([{ shape: "obsession", campaigns: 2 }]);
    expect(shapes[0].neverFound).toBeLessThan(2);
  });

  it("says what is missing or damaged, and where", async () => {
    await world("w");
    expect((await workshop.run(["score"])).status).toBe(2);
    expect((await workshop.run(["score", "--truth", "w/truth.json"])).status).toBe(2);
    const without = await workshop.run(["score", "w"]);
    expect(without).toMatchObject({ status: 3, stdout: "" });
    expect(without.stderr).toContain("this folder holds no findings.jsonl");
    workshop.write("w/findings.jsonl", '{"secret-canary"\n');
    const damaged = await workshop.run(["score", "w"]);
    expect(damaged.status).toBe(3);
    expect(damaged.stderr).toContain("w/findings.jsonl:1: ");
    expect(damaged.stderr).not.toContain("canary");
    workshop.write("w/findings.jsonl", "");
    expect(await workshop.run(["score", "w", "--budget", "often"])).toMatchObject({ status: 2, stdout: "" });
    expect((await workshop.run(["score", "w"])).status).toBe(0);
    workshop.write("w/events.jsonl", '{"time":"secret-canary"}\n');
    const log = await workshop.run(["score", "w"]);
    expect(log.status).toBe(3);
    expect(log.stderr).toContain("w/events.jsonl:1: ");
    expect(log.stderr).not.toContain("canary");
  });
});
