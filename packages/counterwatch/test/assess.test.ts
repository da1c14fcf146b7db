/** `assess` as a user runs it: a simulated city, a sealed register, an incident, and what nobody may find in any file of it. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { afterAll, describe, expect, it } from "vitest";
import {
  type Assessment,
  accessEventSchema,
  assessmentSchema,
  TIERS,
  type Tier,
} from "../src/model/index.ts";
import { Workshop } from "./workshop.ts";

const CHROMIUM = "/usr/bin/chromium";
const workshop = new Workshop();
const NAMES = ["ana", "bo", "cy"];

function officers(...names: string[]): string[] {
  return names.flatMap((name) => ["--officer", `${name}=${name}`, "--passphrase", `${name}=${name}.pass`]);
}

interface Line {
  readonly id: string;
  readonly subjects?: readonly { readonly id: string }[];
}

const linesOf = (name: string) =>
  workshop
    .read(name)
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);

/** Made once; each test has a copy. */
const shared = mkdtempSync(join(tmpdir(), "counterwatch-city-"));
afterAll(() => rmSync(shared, { recursive: true, force: true }));

/** A month of a small city with attaché campaigns; the incident is what those intruders looked up. */
async function city(): Promise<void> {
  if (!existsSync(join(shared, "incident.jsonl"))) {
    const world = ["simulate", "--seed", "7", "--operators", "60", "--days", "30", "--prevalence", "0.02"];
    const more = ["--campaigns", "attache", "--answers", "rows.jsonl", "--out", "world"];
    expect(await workshop.run([...world, ...more])).toMatchObject({ status: 0 });
    const { campaigns } = JSON.parse(workshop.read("world/truth.json")) as {
      campaigns: { events: string[] }[];
    };
    const ids = new Set(campaigns.flatMap(({ events }) => events));
    const incident = linesOf("world/events.jsonl").filter(({ id }) => ids.has(id));
    workshop.write("incident.jsonl", incident.map((event) => `${JSON.stringify(event)}\n`).join(""));
    expect(await workshop.run(["init"])).toMatchObject({ status: 0 });
    cpSync(workshop.path, shared, { recursive: true });
  } else {
    cpSync(shared, workshop.path, { recursive: true });
  }
}

async function seal(document: string): Promise<void> {
  expect(
    await workshop.run(["register", "add", "people", "--from", document, ...officers("ana")]),
  ).toMatchObject({
    status: 0,
  });
  expect(
    await workshop.run(["register", "seal", "people", "--ledger", "ledger", ...officers("ana", "bo")]),
  ).toMatchObject({
    status: 0,
  });
}

async function sealedRegister(): Promise<void> {
  for (const name of NAMES) {
    workshop.write(join(name, ".keep"), "");
    workshop.write(`${name}.pass`, `the passphrase of ${name}\n`, 0o600);
  }
  const init = ["register", "init", "people", "--ledger", "ledger", "--work-factor", "10"];
  expect(await workshop.run([...init, ...officers(...NAMES)])).toMatchObject({ status: 0 });
  await seal("world/register.json");
}

const SEALED = ["--register", "people", "--ledger", "ledger", ...officers("ana", "bo")];
const assess = (...more: string[]) =>
  workshop.run(["assess", "--incident", "incident.jsonl", "--rows", "rows.jsonl", ...more]);
const read = (out: string): Assessment =>
  assessmentSchema.parse(JSON.parse(workshop.read(join(out, "assessment.json"))));

/** What must be in no file: every raw identifier of the register and of the incident, letters and digits alone. */
function identifiers(): string[] {
  const { people } = JSON.parse(workshop.read("world/register.json")) as {
    people: { identifiers: { id: string }[] }[];
  };
  const looked = linesOf("incident.jsonl").flatMap(({ subjects }) => subjects ?? []);
  const shown = linesOf("rows.jsonl")
    .slice(0, 500)
    .flatMap((row) => JSON.stringify(row).match(/"type":"[a-z]+","id":"([^"]+)"/g) ?? [])
    .map((text) => ({ id: /"id":"([^"]+)"/.exec(text)?.[1] ?? "" }));
  const all = [...people.flatMap((person) => person.identifiers), ...looked, ...shown];
  return [...new Set(all.map(({ id }) => id.toLowerCase().replace(/[^a-z0-9]/g, "")))].filter(
    (id) => id.length > 5,
  );
}

function leaks(texts: ReadonlyMap<string, string>): string[] {
  const wanted = identifiers();
  expect(wanted.length).toBeGreaterThan(50);
  return [...texts].flatMap(([name, text]) => {
    const squashed = text.toLowerCase().replace(/[^a-z0-9]/g, "");
    return wanted.filter((id) => squashed.includes(id)).map((id) => `${name}: ${id}`);
  });
}

const rank = (tier: Tier) => TIERS.indexOf(tier);

describe("counterwatch assess", () => {
  it("holds an incident against a sealed register, leaves its traces and no identifier", async () => {
    await city();
    await sealedRegister();
    const before = new Set(workshop.files().keys());
    const said = await assess(...SEALED, "--name", "attaché of March");
    // The city's attaché meets people: something is certain or likely.
    expect(said.stderr).toBe("");
    expect(said.status).toBe(1);
    expect(said.stdout).toContain("attaché of March · version 1");
    const { relations, view, register, incident } = read("counterwatch-assessment");
    expect(incident).toBe("attaché of March");
    expect(view.rows).toBeGreaterThan(100);
    expect(register.version).toBe(1);
    expect(relations.some(({ tier, chain }) => tier === "certain" && chain.length > 0)).toBe(true);

    for (const file of ["assessment.json", "report.html", "dead-letters.jsonl"])
      expect(statSync(join(workshop.path, "counterwatch-assessment", file)).mode & 0o777).toBe(0o600);
    const made = new Map(
      [...workshop.files()].filter(([name]) => !before.has(name) || name.startsWith("ledger")),
    );
    made.set("stdout", said.stdout);
    made.set("own", workshop.read("people/own-actions.jsonl"));
    expect(leaks(made)).toEqual([]);
    expect(leaks(new Map([["a leak", `xx${workshop.read("world/register.json")}`]])).length).toBeGreaterThan(
      10,
    );

    const own = linesOf("people/own-actions.jsonl").map((line) => accessEventSchema.parse(line));
    expect(own.map(({ action, object, purpose }) => `${action} ${object?.type} ${purpose?.reason}`)).toEqual([
      "configure register founded",
      "configure register edit-proposed",
      "configure register edit",
      "view register exposure-assessment",
      "view assessment exposure-assessment",
    ]);
    expect(own.at(-1)?.operator.id).toBe("ana+bo");
    const verified = await workshop.run(["ledger", "verify", "ledger"]);
    expect(verified.status).toBe(0);

    // The same again is the same assessment.
    await assess(...SEALED, "--name", "attaché of March", "--out", "again", "-q");
    expect(read("again").id).toBe(read("counterwatch-assessment").id);
  });

  it("finds less in less, says what is missing, and that it could be more", async () => {
    await city();
    const rows = workshop.read("rows.jsonl").split("\n");
    workshop.write(
      "few.jsonl",
      `${rows.slice(0, 40).join("\n")}\n{"kind":"call","system":"calls","time":"2025-13-01"}\n`,
    );
    const plain = ["--plain-register", "world/register.json"];
    const few = await workshop.run([
      "assess",
      "--incident",
      "incident.jsonl",
      "--rows",
      "few.jsonl",
      ...plain,
    ]);
    expect(few.stderr).toContain("EXERCISE");
    const partial = read("counterwatch-assessment");
    expect(partial.gaps.map(({ what }) => what)).toEqual(
      expect.arrayContaining(["rows-missing", "rows-rejected"]),
    );
    expect(partial.view.rejected).toBe(1);
    expect(workshop.read("counterwatch-assessment/dead-letters.jsonl")).not.toContain("2025-13-01");
    await assess(...plain, "--out", "whole", "-q");
    const whole = read("whole");
    for (const [at, { tier, upper }] of partial.relations.entries()) {
      // More rows never lower a tier, and no tier is above its upper one.
      expect(rank(whole.relations[at]?.tier ?? "none")).toBeLessThanOrEqual(rank(tier));
      expect(rank(upper)).toBeLessThanOrEqual(rank(tier));
    }
  });

  it("leaves rows of other look-ups out, and takes rows of a telecom's table by its look-up", async () => {
    await city();
    const plain = ["--plain-register", "world/register.json"];
    const [first] = linesOf("incident.jsonl");
    workshop.write("one.jsonl", `${JSON.stringify(first)}\n`);
    await workshop.run([
      "assess",
      "--incident",
      "one.jsonl",
      "--rows",
      "rows.jsonl",
      ...plain,
      "-q",
      "--out",
      "one",
    ]);
    const { view } = read("one");
    expect(view.outside).toBeGreaterThan(0);
    expect(view.rows).toBeGreaterThan(0);

    const { people, relations } = JSON.parse(workshop.read("world/register.json")) as {
      people: { id: string; identifiers: { type: string; id: string }[] }[];
      relations: { from: string; to: string }[];
    };
    const phone = (member: string) =>
      people.find(({ id }) => id === member)?.identifiers.find(({ type }) => type === "phone")?.id ?? "";
    const { from, to } = relations[0] as { from: string; to: string };
    workshop.write(
      "cdr.csv",
      `Calling Number,Called Number,Date,Time,Duration\n${phone(from)},${phone(to)},03/01/2025,12:00:05,61\n`,
    );
    const table = ["--rows", "cdr.csv", "--lookup", first?.id ?? "", ...plain, "--out", "cdr", "-q"];
    expect(await workshop.run(["assess", "--incident", "one.jsonl", ...table])).toMatchObject({ status: 1 });
    expect(read("cdr").relations[0]).toMatchObject({
      from,
      to,
      tier: "certain",
      chain: [{ row: "cdr:1", kind: "call" }],
    });
  });

  it("refuses edits of the register as probes, and a scan of our own look-ups finds them", async () => {
    await city();
    await sealedRegister();
    workshop.write("counterwatch.yaml", `${workshop.read("counterwatch.yaml")}\nprobeLimit: 3\n`);
    for (let version = 1; version <= 3; version++) {
      expect((await assess(...SEALED, "-q")).status).toBe(1);
      workshop.write(
        "one-more.json",
        JSON.stringify({
          version: 1,
          people: [{ id: `X${version}`, identifiers: [{ type: "plate", id: `TRY${version}00` }] }],
        }),
      );
      await seal("one-more.json");
    }
    const refused = await assess(...SEALED, "-q");
    expect(refused).toMatchObject({ status: 5 });
    expect(refused.stderr).toContain("3 versions of this register were assessed within 24 hours");
    // The ledger remembers even where somebody took the log away.
    workshop.write("people/own-actions.jsonl.kept", workshop.read("people/own-actions.jsonl"));
    workshop.write("people/own-actions.jsonl", "");
    expect((await assess(...SEALED, "-q")).status).toBe(5);

    workshop.write("own.jsonl", workshop.read("people/own-actions.jsonl.kept"));
    await workshop.run(["scan", "own.jsonl", "--out", "scanned"]);
    const found = linesOf("scanned/findings.jsonl") as unknown as { detector: string; operator: string }[];
    expect(found).toContainEqual(
      expect.objectContaining({ detector: "rule/register-probed", operator: "ana+bo" }),
    );
  });

  it("is a usage error without incident, register or key, and reads an incident's file once more than stdin can give", async () => {
    workshop.write("incident.jsonl", "{}\n");
    workshop.write("register.json", "{}");
    for (const args of [
      ["--register", "people"],
      ["--incident", "incident.jsonl"],
      ["--incident", "incident.jsonl", "--register", "people", "--plain-register", "register.json"],
      ["--incident", "incident.jsonl", "--plain-register", "register.json"],
    ])
      expect(await workshop.run(["assess", ...args]), args.join(" ")).toMatchObject({ status: 2 });
    expect(existsSync(join(workshop.path, "counterwatch-assessment"))).toBe(false);
  });
});

describe("the report in a browser", () => {
  it.skipIf(!existsSync(CHROMIUM) && process.env["CI"] !== "true")(
    "shows, prints, and runs nothing",
    async () => {
      await city();
      await assess("--plain-register", "world/register.json", "-q", "--lang", "es");
      const page = join(workshop.path, "counterwatch-assessment", "report.html");
      expect(readFileSync(page, "utf8")).toContain('lang="es"');
      const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
      try {
        for (const width of [1240, 390]) {
          const tab = await browser.newPage({ viewport: { width, height: 900 } });
          const asked: string[] = [];
          const errors: string[] = [];
          tab.on("request", (request) => asked.push(request.url()));
          tab.on("console", (message) => errors.push(message.text()));
          await tab.goto(`file://${page}`);
          expect(await tab.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
          expect(asked.filter((url) => !url.startsWith("data:"))).toHaveLength(1);
          expect(errors).toEqual([]);
          if (width === 1240) expect((await tab.pdf({ format: "A4" })).length).toBeGreaterThan(10_000);
        }
      } finally {
        await browser.close();
      }
    },
  );
});
