/** `assess --rehearse` and `posture` as users run them: a sealed register, whole systems, open items and what nobody may find. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { afterAll, describe, expect, it } from "vitest";
import { type Rehearsal, rehearsalSchema } from "../src/model/index.ts";
import { Workshop } from "./workshop.ts";

const CHROMIUM = "/usr/bin/chromium";
const workshop = new Workshop();
const NAMES = ["ana", "bo", "cy"];

function officers(...names: string[]): string[] {
  return names.flatMap((name) => ["--officer", `${name}=${name}`, "--passphrase", `${name}=${name}.pass`]);
}

/** Made once; each test has a copy. */
const shared = mkdtempSync(join(tmpdir(), "counterwatch-agency-"));
afterAll(() => rmSync(shared, { recursive: true, force: true }));

/** Two days of a small city's travel, some payments and calls, and a sealed register of some of its people. */
async function agency(): Promise<void> {
  if (existsSync(join(shared, "people"))) {
    cpSync(shared, workshop.path, { recursive: true });
    return;
  }
  const run = async (...args: string[]) => expect(await workshop.run(args)).toMatchObject({ status: 0 });
  const world = ["simulate", "--preset", "city", "--seed", "rh1", "--operators", "60", "--days", "8"];
  await run(...world, "--systems", "travel", "--records", "records", "--records-days", "4", "--out", "world");
  await run("init");
  for (const name of NAMES) {
    workshop.write(join(name, ".keep"), "");
    workshop.write(`${name}.pass`, `the passphrase of ${name}\n`, 0o600);
  }
  const register = ["register", "init", "people", "--ledger", "ledger", "--work-factor", "10"];
  await run(...register, ...officers(...NAMES));
  await run("register", "add", "people", "--from", "world/register.json", ...officers("ana"));
  await run("register", "seal", "people", "--ledger", "ledger", ...officers("ana", "bo"));
  for (const [name, rows] of Object.entries(dealings()))
    workshop.write(`records/${name}.jsonl`, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  cpSync(workshop.path, shared, { recursive: true });
}

/** Two registered pairs pay each other, a third one calls, and strangers do both. */
function dealings(): Record<"finance" | "calls", object[]> {
  const { people, relations } = JSON.parse(workshop.read("world/register.json")) as {
    people: { id: string; identifiers: { type: string; id: string }[] }[];
    relations: { from: string; to: string }[];
  };
  const party = (member: string | undefined) => people.find(({ id }) => id === member)?.identifiers[0];
  const strangers = Array.from(
    { length: 300 },
    (_, n) => [stranger(n), stranger((n * 7 + 1) % 300)] as const,
  );
  const paid = relations.slice(0, 2).map(({ from, to }) => [party(from), party(to)] as const);
  const called = [0, 1, 2].map(() => [party(relations[3]?.from), party(relations[3]?.to)] as const);
  return {
    finance: [...paid, ...strangers].map(([from, to], n) => dealing("transfer", "finance", n, from, to)),
    calls: [...called, ...strangers].map(([from, to], n) => dealing("call", "calls", n, from, to)),
  };
}

function stranger(n: number) {
  return { type: "person", id: `P9${String(n).padStart(7, "0")}` };
}

function dealing(kind: string, system: string, n: number, from: unknown, to: unknown): object {
  return { kind, id: `${system}-${n}`, system, time: `2025-01-0${1 + (n % 8)}T10:00:00.000Z`, from, to };
}

const ROWS = ["--rows", "records/travel.jsonl", "records/finance.jsonl", "records/calls.jsonl"];
const SEALED = ["--register", "people", "--ledger", "ledger", ...officers("ana", "bo")];
const ITEMS = ["--register", "people", "--register-ledger", "ledger"];
const rehearse = (...more: string[]) =>
  workshop.run(["assess", "--rehearse", "calls", "finance", "travel", ...ROWS, ...more]);
const read = (out = "counterwatch-rehearsal"): Rehearsal =>
  rehearsalSchema.parse(JSON.parse(workshop.read(join(out, "rehearsal.json"))));

const ids = ({ items }: Told) => items.map((each) => each.id).toSorted();

interface Told {
  readonly items: readonly {
    id: string;
    state: string;
    owner: string;
    reason?: string;
    vulnerability: string;
  }[];
  readonly rehearsed?: string;
  readonly shortcomings: readonly { what: string; about?: string }[];
}

async function posture(...more: string[]): Promise<Told> {
  const said = await workshop.run(["posture", "--config", "counterwatch.yaml", ...ITEMS, "--json", ...more]);
  expect(said.stderr).toBe("");
  return JSON.parse(said.stdout) as Told;
}

/** Every raw identifier of the register and of the records, letters and digits alone. */
function identifiers(): string[] {
  const texts = [
    "world/register.json",
    "records/travel.jsonl",
    "records/finance.jsonl",
    "records/calls.jsonl",
  ].map((name) => workshop.read(name).slice(0, 400_000));
  const ids = texts.flatMap((text) =>
    [...text.matchAll(/"type":\s*"[a-z]+",\s*"id":\s*"([^"]+)"/g)].map(([, id]) => id ?? ""),
  );
  return [...new Set(ids.map((id) => id.toLowerCase().replace(/[^a-z0-9]/g, "")))].filter(
    (id) => id.length > 5,
  );
}

function leaks(texts: ReadonlyMap<string, string>): string[] {
  const wanted = identifiers();
  expect(wanted.length).toBeGreaterThan(300);
  return [...texts].flatMap(([name, text]) => {
    const squashed = text.toLowerCase().replace(/[^a-z0-9]/g, "");
    return wanted.filter((id) => squashed.includes(id)).map((id) => `${name}: ${id}`);
  });
}

describe("counterwatch assess --rehearse", () => {
  it("tells what whole systems would give away, keeps it as open items, and leaves no identifier", async () => {
    await agency();
    const before = new Set(workshop.files().keys());
    const said = await rehearse(...SEALED);
    expect(said.stderr).toBe("");
    expect(said.status).toBe(1);
    const rehearsal = read();
    expect(rehearsal.systems.map(({ system }) => system).toSorted()).toEqual(["calls", "finance", "travel"]);
    expect(rehearsal.before.tiers.certain).toBeGreaterThan(0);
    expect(rehearsal.vulnerabilities.map(({ system }) => system)).toContain("finance");
    expect(rehearsal.vectors.find(({ vector }) => vector === "visual")?.assessed).toEqual([]);
    // Whoever calls can use second phones; whoever pays cannot.
    expect(rehearsal.plan.steps.map((step) => step.id)).toContain("second device");
    expect(rehearsal.plan.after.tiers.certain).toBe(2);
    for (const file of ["rehearsal.json", "report.html", "dead-letters.jsonl"])
      expect(statSync(join(workshop.path, "counterwatch-rehearsal", file)).mode & 0o777).toBe(0o600);
    const found = await posture();
    expect(found.items.map(({ state }) => state)).toEqual(rehearsal.vulnerabilities.map(() => "open"));
    const text = await workshop.run([
      "posture",
      "--config",
      "counterwatch.yaml",
      ...ITEMS,
      "--html",
      "posture.html",
    ]);
    expect(text.status).toBe(1);
    expect(text.stdout).toContain(found.items[0]?.id.slice(0, 9));

    const made = new Map(
      [...workshop.files()].filter(([name]) => !before.has(name) || name.startsWith("ledger")),
    );
    made.set("stdout", said.stdout).set("posture", text.stdout + JSON.stringify(found));
    made.set("own", workshop.read("people/own-actions.jsonl"));
    expect([...made.keys()]).toContain("posture.html");
    expect(leaks(made)).toEqual([]);
    expect(leaks(new Map([["a leak", workshop.read("world/register.json")]])).length).toBeGreaterThan(5);
    expect(await workshop.run(["ledger", "verify", "ledger"])).toMatchObject({ status: 0 });
  });

  it("finds the same items again, assigned, accepted and closed; what was closed and is still so is open again", async () => {
    await agency();
    await rehearse(...SEALED, "-q", "--owner", "records office");
    const first = await posture();
    const [item] = first.items;
    const id = item?.id ?? "";
    const now = async () => (await posture()).items.find((each) => each.id === id);
    expect(item?.owner).toBe("records office");
    const step = (name: string, ...more: string[]) =>
      workshop.run(["posture", name, id.slice(0, 9), "--by", "board", ...ITEMS, ...more]);
    expect(await step("assign", "--owner", "bank liaison")).toMatchObject({ status: 0 });
    expect(await step("accept", "--reason", "until the new contract", "--until", "2099-01-01")).toMatchObject(
      {
        status: 0,
      },
    );
    expect(await now()).toMatchObject({ state: "accepted", owner: "bank liaison" });
    expect(await step("close", "--reason", "payments go another way")).toMatchObject({ status: 0 });
    expect(await now()).toMatchObject({ state: "closed", reason: "payments go another way" });
    expect(await step("close", "--reason", "again")).toMatchObject({ status: 2 });
    expect(
      await workshop.run(["posture", "close", "o1_ffffff", "--by", "board", "--reason", "x", ...ITEMS]),
    ).toMatchObject({ status: 2 });

    await rehearse(...SEALED, "-q", "--out", "again");
    expect(read("again").id).toBe(read().id);
    const again = await posture();
    expect(ids(again)).toEqual(ids(first));
    expect(await now()).toMatchObject({ state: "open", owner: "bank liaison" });
    expect(Date.parse(again.rehearsed ?? "")).toBeGreaterThan(Date.parse(first.rehearsed ?? ""));

    // Nothing is closed by taking it out of the file.
    const journal = "people/open-items/journal.jsonl";
    const lines = workshop.read(journal).trimEnd().split("\n");
    workshop.write(journal, `${lines.slice(0, -1).join("\n")}\n`, 0o600);
    expect(await workshop.run(["posture", ...ITEMS])).toMatchObject({ status: 4 });
    rmSync(join(workshop.path, journal));
    expect(await workshop.run(["posture", ...ITEMS])).toMatchObject({ status: 4 });
  });

  it("keeps to a file of measures, leaves no items of an exercise, and says which system it had no row of", async () => {
    await agency();
    workshop.write(
      "measures.yaml",
      "version: 1\nbudget: 2\nmeasures:\n  - { do: withhold-table, system: travel, table: booking, cost: 2 }\n  - { do: aggregate, system: finance, to: month, cost: 5 }\n",
    );
    const plain = ["--plain-register", "world/register.json", "--measures", "measures.yaml"];
    const said = await workshop.run(["assess", "--rehearse", "travel", "plates", ...ROWS, ...plain]);
    expect(said.stderr).toContain("EXERCISE");
    expect(said.stderr).toContain("no row of plates was read");
    const { plan, measures, systems } = read();
    expect(systems.map(({ system }) => system)).toEqual(["travel"]);
    expect(measures).toHaveLength(2);
    expect(plan.cost).toBeLessThanOrEqual(2);
    expect(existsSync(join(workshop.path, "world/open-items"))).toBe(false);

    workshop.write("measures.yaml", "version: 1\nmeasures:\n  - { do: forget, system: travel }\n");
    const refused = await workshop.run(["assess", "--rehearse", "all", ...ROWS, ...plain, "--force"]);
    expect(refused).toMatchObject({ status: 3 });
    expect(refused.stderr).toContain("measures.yaml:3");
    for (const args of [
      ["--rehearse", "phones"],
      ["--rehearse", "all"],
    ])
      expect(
        await workshop.run(["assess", ...args, "--plain-register", "world/register.json"]),
      ).toMatchObject({ status: 2 });
  });
});

describe("the pages in a browser", () => {
  it.skipIf(!existsSync(CHROMIUM) && process.env["CI"] !== "true")(
    "show, print, and run nothing",
    async () => {
      await agency();
      await rehearse(...SEALED, "-q");
      await rehearse("--plain-register", "world/register.json", "-q", "--lang", "es", "--out", "es");
      await workshop.run(["posture", "--config", "counterwatch.yaml", ...ITEMS, "--html", "posture.html"]);
      expect(readFileSync(join(workshop.path, "es/report.html"), "utf8")).toContain('lang="es"');
      const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
      try {
        for (const file of ["counterwatch-rehearsal/report.html", "es/report.html", "posture.html"])
          for (const [width, scheme] of [
            [1240, "light"],
            [1240, "dark"],
            [390, "light"],
          ] as const) {
            const tab = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
            const asked: string[] = [];
            const errors: string[] = [];
            tab.on("request", (request) => asked.push(request.url()));
            tab.on("console", (message) => errors.push(message.text()));
            tab.on("pageerror", (error) => errors.push(error.message));
            await tab.goto(`file://${join(workshop.path, file)}`);
            expect(await tab.evaluate("document.documentElement.scrollWidth"), file).toBeLessThanOrEqual(
              width,
            );
            expect(asked.filter((url) => !url.startsWith("data:"))).toHaveLength(1);
            expect(errors).toEqual([]);
            if (process.env["SHOTS"] !== undefined)
              await tab.screenshot({
                path: join(process.env["SHOTS"], `${file.replaceAll("/", "-")}-${width}-${scheme}.png`),
                fullPage: true,
              });
            if (scheme === "dark" || width === 390) continue;
            const printed = await tab.pdf({ format: "A4" });
            expect(printed.length).toBeGreaterThan(10_000);
          }
      } finally {
        await browser.close();
      }
    },
  );
});
