/**
 * From a live finding to a delivered warning, as people do it: events stream into the server, a register officer takes the look-ups
 * to where the sealed register is, brings the assessment back, two officers release, one delivers. One server, one browser.
 */
import { cpSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assessmentSchema, rehearsalSchema } from "../src/model/index.ts";
import { BROWSER_PRESENT, launch, Visitor } from "./console-visitor.ts";
import { counterwatch } from "./counterwatch.ts";
import { type Person, RunningServer } from "./serve-desk.ts";

const PASSWORD = "twelve characters and more";
const PEOPLE = {
  olga: ["register-officer"],
  oren: ["register-officer"],
  rosa: ["reviewer"],
  otto: ["auditor"],
  ana: ["analyst"],
} as const;
const OFFICERS = ["ana", "bo", "cy"];
const CONFIG = `authority:
  line:
    - { office: duty officer, has: { certain: 1h, likely: 6h, possible: 2d } }
    - { office: head of protection, has: 2h }
    - { office: inspector general }
  incidents:
    source-exposed: { decides: head of protection }
sources:
  city: { heartbeat: 12h, system: calls }
`;

const folder = mkdtempSync(join(tmpdir(), "counterwatch-protection-"));
const at = (...names: string[]) => join(folder, ...names);
const run = (args: readonly string[], input?: string) =>
  counterwatch(args, { cwd: folder, ...(input !== undefined && { input }) });

function officers(...names: string[]): string[] {
  return names.flatMap((name) => ["--officer", `${name}=${name}`, "--passphrase", `${name}=${name}.pass`]);
}

const SEALED = ["--register", "people", "--ledger", "office", ...officers("ana", "bo")];

/** The register and its officers, in a place of their own with a ledger of their own. */
async function sealedRegister(): Promise<void> {
  for (const name of OFFICERS) {
    mkdirSync(at(name));
    writeFileSync(at(`${name}.pass`), `the passphrase of ${name}\n`, { mode: 0o600 });
  }
  const init = ["register", "init", "people", "--ledger", "office", "--work-factor", "10"];
  expect(await run([...init, ...officers(...OFFICERS)])).toMatchObject({ status: 0 });
  const add = ["register", "add", "people", "--from", "world/register.json", ...officers("ana")];
  expect(await run(add)).toMatchObject({ status: 0 });
  const seal = ["register", "seal", "people", "--ledger", "office", ...officers("ana", "bo")];
  expect(await run(seal)).toMatchObject({ status: 0 });
}

/** For whoever looks at the pages: a folder's name in the environment. */
async function shot(visitor: Visitor, name: string): Promise<void> {
  const place = process.env["COUNTERWATCH_TEST_PICTURES"];
  if (place !== undefined)
    await visitor.page.screenshot({ path: join(place, `${name}.png`), fullPage: true });
}

const noBrowser = !BROWSER_PRESENT && process.env["CI"] !== "true";
if (noBrowser) console.warn("warnings in a browser: skipped, no Chromium (set CHROMIUM_PATH)");

describe("the duty to warn, on a running server", () => {
  let server: RunningServer;
  let olga: Person;
  let oren: Person;
  let incident: string;

  async function start(): Promise<void> {
    server = await RunningServer.start(at("desk"), ["--config", at("counterwatch.yaml")]);
    olga = await server.signIn("olga", PASSWORD);
    oren = await server.signIn("oren", PASSWORD);
  }

  beforeAll(async () => {
    writeFileSync(at("counterwatch.yaml"), CONFIG);
    const world = ["simulate", "--seed", "7", "--operators", "60", "--days", "30", "--prevalence", "0.02"];
    expect(
      await run([...world, "--campaigns", "attache", "--answers", "rows.jsonl", "--out", "world"]),
    ).toMatchObject({ status: 0 });
    await sealedRegister();
    for (const [name, roles] of Object.entries(PEOPLE))
      expect(
        await run(["serve", "account", name, "--role", ...roles, "--data", "desk"], `${PASSWORD}\n`),
      ).toMatchObject({ status: 0 });
    const token = (await run(["serve", "source", "city", "--data", "desk"])).stdout.trim();
    await start();
    const lines = readFileSync(at("world", "events.jsonl"), "utf8").trimEnd().split("\n");
    for (let from = 0; from < lines.length; from += 1000)
      expect(await server.send("city", token, lines.slice(from, from + 1000).join("\n"))).toMatchObject({
        status: 200,
      });
    await server.judged();
  });

  afterAll(async () => {
    const ended = await server?.stop("SIGTERM");
    expect(ended).toMatchObject({ status: 0 });
    rmSync(folder, { recursive: true, force: true });
  });

  it("takes an incident's look-ups out and its assessment in, through a register that the server never sees", async () => {
    const { campaigns } = JSON.parse(readFileSync(at("world", "truth.json"), "utf8")) as {
      campaigns: { operators: string[] }[];
    };
    const intruder = campaigns[0]?.operators[0] ?? "";
    const rosa = await server.signIn("rosa", PASSWORD);
    const [found] = await rosa.all(`/api/findings?operator=${intruder}`);
    incident = found.incident;

    const text = await look(`/api/incidents/${incident}/look-ups?all=true`);
    writeFileSync(at("incident.jsonl"), text);
    expect(text.split("\n").length).toBeGreaterThan(5);
    const { accounts } = { accounts: ["ana", "otto"] };
    for (const name of accounts) {
      const nobody = await server.signIn(name, PASSWORD);
      expect((await nobody.ask("GET", `/api/incidents/${incident}/assessment`)).status).toBe(403);
    }
    const assess = ["assess", "--incident", "incident.jsonl", "--rows", "rows.jsonl"];
    const said = await run([...assess, "--key", "desk/site.key", ...SEALED]);
    expect(said).toMatchObject({ status: 1 });
    const assessment = assessmentSchema.parse(
      JSON.parse(readFileSync(at("counterwatch-assessment", "assessment.json"), "utf8")),
    );
    const covers = readFileSync(at("people", "covers.jsonl"), "utf8");
    const send = (body: object, who = olga) => who.ask("POST", `/api/incidents/${incident}/assessment`, body);
    expect((await send({ assessment, covers }, rosa)).status).toBe(403);
    expect((await send({ assessment: { ...assessment, incident: "another" } })).status).toBe(400);
    const [first, ...others] = assessment.people;
    const numbered = { ...assessment, people: [{ ...first, member: "+52 55 1234 0001" }, ...others] };
    const refused = await send({ assessment: numbered });
    expect([refused.status, JSON.stringify(refused.body).includes("1234")]).toEqual([400, false]);
    expect((await send({ assessment })).status).toBe(200);
    const early = await olga.ask("POST", `/api/incidents/${incident}/warnings`, {});
    expect([early.status, early.body.remedy]).toEqual([400, expect.stringContaining("covers.jsonl")]);
    expect((await send({ assessment, covers })).status).toBe(200);
    const { body } = await rosa.ask("GET", `/api/incidents/${incident}/assessment`);
    expect(body.items).toMatchObject([{ assessment: { id: assessment.id }, by: "olga" }]);
    const drafted = await olga.ask("POST", `/api/incidents/${incident}/warnings`, { kind: "source-exposed" });
    expect(drafted.body.opened).toBeGreaterThan(1);
  });

  it("releases by two accounts, or by two signatures, and delivers; a restart in between changes nothing", async () => {
    const board = async (who = olga) => (await who.ask("GET", "/api/warnings")).body;
    // One draft is left for the browser.
    const [first, second, , ...others] = (await board()).items;
    const propose = { do: "proposed", warnings: [first.id, ...others.map(({ id }: { id: string }) => id)] };
    expect((await olga.ask("POST", "/api/warnings/steps", propose)).status).toBe(200);
    const agree = { ...propose, do: "agreed", proposed: "olga" };
    expect((await olga.ask("POST", "/api/warnings/steps", agree)).status).toBe(400);
    expect((await oren.ask("POST", "/api/warnings/steps", agree)).status).toBe(200);

    // The second way: two officers sign elsewhere.
    const request = await olga.ask("POST", "/api/warnings/signing-request", { warnings: [second.id] });
    writeFileSync(at("to-be-signed.json"), JSON.stringify(request.body));
    const signed = await run(["warnings", "sign", "to-be-signed.json", ...SEALED]);
    expect(signed).toMatchObject({ status: 0, stderr: expect.stringContaining(second.person) });
    const file = JSON.parse(signed.stdout);
    const forged = { ...file, warnings: [first.id] };
    expect((await olga.ask("POST", "/api/warnings/signatures", forged)).status).toBe(400);
    expect((await olga.ask("POST", "/api/warnings/signatures", file)).status).toBe(200);

    const take = async (id: string, step: object, who = olga) => {
      const { body } = await who.ask("GET", `/api/warnings/${id}`);
      return await who.ask("POST", `/api/warnings/${id}/steps`, { after: body.warning.history.length, step });
    };
    expect((await take(first.id, { do: "assigned", owner: "protection desk" })).status).toBe(200);
    expect((await take(first.id, { do: "attempted", channel: "voice" })).status).toBe(200);
    const before = await board();
    expect(await server.stop("SIGTERM")).toMatchObject({ status: 0 });
    await start();
    expect((await board()).items).toEqual(before.items);
    const delivered = await take(first.id, { do: "delivered", channel: "in-person" }, oren);
    expect(delivered.body.warning).toMatchObject({ state: "delivered", assurance: "accounts", attempts: 1 });
    expect((await take(second.id, { do: "disputed", reason: "Nobody came" })).status).toBe(400);
    const stale = { after: 1, step: { do: "attempted", channel: "voice" } };
    expect((await olga.ask("POST", `/api/warnings/${second.id}/steps`, stale)).status).toBe(409);
    const numbered = await take(second.id, { do: "assigned", owner: "Call +52 55 1234 0001" });
    expect([numbered.status, JSON.stringify(numbered.body).includes("1234")]).toEqual([400, false]);

    // Whoever oversees the duty sees clocks, and nobody.
    const otto = await server.signIn("otto", PASSWORD);
    const overseen = await board(otto as Person);
    expect(overseen.items.length).toBe(before.items.length);
    expect(JSON.stringify(overseen)).not.toMatch(/w1_|"person"|"basis"|"history"/);
    expect((await otto.ask("GET", `/api/warnings/${first.id}`)).status).toBe(403);
  });

  it("has a journal that the command line verifies beside the running server, and a ledger that verifies", async () => {
    const [register = ""] = readdirSync(at("desk", "warnings"));
    const verify = ["warnings", "verify", `desk/warnings/${register}`, "--register", "people"];
    const verified = await run([...verify, "--ledger", "desk/ledger", "--json"]);
    expect(verified).toMatchObject({ status: 0 });
    expect(JSON.parse(verified.stdout)).toMatchObject({
      register,
      signed: 1,
      byAccounts: 1,
      unfinished: false,
    });
    expect(await run(["ledger", "verify", "desk/ledger"])).toMatchObject({ status: 0 });
    cpSync(at("desk", "warnings", register), at("cut"), { recursive: true });
    const journal = readFileSync(at("cut", "journal.jsonl"), "utf8");
    writeFileSync(at("cut", "journal.jsonl"), `${journal.trimEnd().split("\n").slice(0, -1).join("\n")}\n`);
    const cut = ["warnings", "verify", "cut", "--register", "people", "--ledger", "desk/ledger"];
    expect(await run(cut)).toMatchObject({ status: 4 });
  });

  it("keeps a rehearsal, and its open items until they are closed with a reason", async () => {
    const rehearse = ["assess", "--rehearse", "all", "--rows", "rows.jsonl", "--key", "desk/site.key"];
    const plain = ["--plain-register", "world/register.json", "--out", "rehearsed"];
    expect((await run([...rehearse, ...plain])).status).toBeLessThan(2);
    const rehearsal = rehearsalSchema.parse(
      JSON.parse(readFileSync(at("rehearsed", "rehearsal.json"), "utf8")),
    );
    // As if of the sealed register: an exercise in the open has no id of one.
    const register = { id: readdirSync(at("desk", "warnings"))[0] as string, version: 1 };
    const sent = await olga.ask("POST", "/api/rehearsals", { ...rehearsal, register });
    expect(sent).toMatchObject({ status: 200, body: { opened: rehearsal.vulnerabilities.length } });
    expect(rehearsal.vulnerabilities.length).toBeGreaterThan(0);
    const otto = await server.signIn("otto", PASSWORD);
    const { body: posture } = await otto.ask("GET", "/api/posture");
    expect(posture).toMatchObject({
      authority: { line: ["duty officer", "head of protection", "inspector general"] },
    });
    expect(posture.items.length).toBe(rehearsal.vulnerabilities.length);
    expect(posture.sources.map(({ source }: { source: string }) => source)).not.toContain("counterwatch");
    const [item] = posture.items;
    const close = { after: 1, step: { do: "closed", reason: "The table is given to nobody any more" } };
    expect((await otto.ask("POST", `/api/posture/items/${item.id}/steps`, close)).status).toBe(403);
    expect((await olga.ask("POST", `/api/posture/items/${item.id}/steps`, close)).body.item.said).toBe(
      "closed",
    );
    expect((await olga.ask("POST", `/api/posture/items/${item.id}/steps`, close)).status).toBe(409);

    // No identifier of the register has come to the server by all this, in whatever file.
    const { people } = JSON.parse(readFileSync(at("world", "register.json"), "utf8")) as {
      people: { identifiers: { id: string }[] }[];
    };
    const wanted = people
      .flatMap(({ identifiers }) => identifiers.map(({ id }) => id))
      .filter((id) => id.length > 6);
    expect(wanted.length).toBeGreaterThan(10);
    for (const place of ["warnings", "assessments", "rehearsals", "posture"])
      for (const entry of readdirSync(at("desk", place), { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const text = readFileSync(join(entry.parentPath, entry.name), "latin1");
        for (const id of wanted) expect(text.includes(id), `${entry.name} has an identifier`).toBe(false);
      }
  });

  describe.skipIf(noBrowser)("in a browser", () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launch();
    });
    afterAll(async () => {
      await browser?.close();
    });

    it("shows the board by clock, moves by keys, and takes a warning from a draft to its delivery by two people", async () => {
      const visitor = await Visitor.come(browser, server.url);
      await visitor.signIn("olga", PASSWORD);
      await visitor.open("/warnings");
      await visitor.page.locator(".warning").first().waitFor();
      await visitor.press("j");
      await visitor.isAccessible("the board");
      await shot(visitor, "board");
      await visitor.press("k");
      await visitor.press("r");
      await visitor.isAccessible("the form of a release");
      await shot(visitor, "release");
      await visitor.page.getByRole("button", { name: "Propose", exact: true }).click();
      await visitor.says("Another register officer must agree.");
      await visitor.press("Escape");
      const other = await Visitor.come(browser, server.url);
      await other.signIn("oren", PASSWORD);
      await other.open("/warnings?state=draft");
      await other.says("olga proposed it");
      await other.press("j", "x", "r");
      await other.page.getByRole("button", { name: "Agree with olga" }).click();
      await other.says("Released.");
      await other.press("Escape");
      await other.says("No warning passes these filters.");
      await other.leave();

      await visitor.press("t");
      await visitor.page.locator(".warnings-table").waitFor();
      expect(visitor.page.url()).toContain("view=table");
      await visitor.isAccessible("the board as a table");
      await shot(visitor, "board-table");
      await visitor.press("t", "j", "Enter");
      await visitor.page.locator(".warning-history").waitFor();
      await visitor.isAccessible("one warning");
      await shot(visitor, "warning");
      await visitor.page.getByRole("button", { name: "Delivered…" }).click();
      await visitor.page.locator("dialog[open]").waitFor();
      await visitor.isAccessible("a step's form");
      await shot(visitor, "step-form");
      await visitor.press("Tab");
      await visitor.page.getByRole("button", { name: "Record it" }).press("Enter");
      await visitor.says("Recorded.");
      await visitor.says(/Delivered in person/);
      await visitor.open(`/warnings/incidents/${incident}`);
      await visitor.page.locator(".assessment-of .tiers").waitFor();
      await visitor.page.locator("details.chain > summary").first().click();
      await visitor.isAccessible("an assessment");
      await shot(visitor, "assessment");
      await visitor.open("/warnings/incidents");
      await visitor.page.locator("tbody tr").first().waitFor();
      await visitor.isAccessible("incidents to assess");
      await visitor.open("/rehearsal");
      await visitor.page.locator(".tier-bar").first().waitFor();
      await visitor.isAccessible("the rehearsal");
      await shot(visitor, "rehearsal");
      await visitor.open("/posture");
      await visitor.page.getByRole("button", { name: "History" }).first().click();
      await visitor.page.locator("dialog[open] .history").waitFor();
      await visitor.isAccessible("an open item");
      await shot(visitor, "open-item");
      await visitor.press("Escape");
      await visitor.isAccessible("the posture");
      await shot(visitor, "posture");
      await visitor.leave();
    });

    it("shows overseers the clocks without a person, dark and narrow, in Spanish, and on paper", async () => {
      const narrow = { viewport: { width: 390, height: 844 }, colorScheme: "dark", locale: "es-MX" } as const;
      const visitor = await Visitor.come(browser, server.url, narrow);
      await visitor.signIn("otto", PASSWORD);
      for (const place of ["/warnings", "/posture", "/rehearsal"]) {
        await visitor.open(place);
        await visitor.page.locator("main h1").waitFor();
        await visitor.isAccessible(`${place}, dark and narrow`);
        const wide = await visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth");
        expect(wide, place).toBeLessThanOrEqual(0);
        await shot(visitor, `narrow${place.replace("/", "-")}`);
      }
      await visitor.open("/warnings");
      await visitor.says("Una persona protegida");
      await visitor.page.emulateMedia({ media: "print", colorScheme: "light" });
      await shot(visitor, "printed");
      await visitor.leave();
      const officer = await Visitor.come(browser, server.url, narrow);
      await officer.signIn("olga", PASSWORD);
      await officer.open(`/warnings/incidents/${incident}`);
      await officer.page.locator(".assessment-of .tiers").waitFor();
      expect(
        await officer.page.evaluate("document.documentElement.scrollWidth - innerWidth"),
      ).toBeLessThanOrEqual(0);
      await officer.isAccessible("an assessment, dark and narrow");
      await shot(officer, "narrow-assessment");
      await officer.open("/warnings");
      await officer.page.locator(".warning a").first().click();
      await officer.page.locator(".warning-history").waitFor();
      expect(
        await officer.page.evaluate("document.documentElement.scrollWidth - innerWidth"),
      ).toBeLessThanOrEqual(0);
      await shot(officer, "narrow-warning");
      await officer.leave();
    });
  });

  /** A file, and no JSON. */
  async function look(path: string): Promise<string> {
    const answer = await olga.fetch(path);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      200,
      "application/x-ndjson; charset=utf-8",
    ]);
    return await answer.text();
  }
});
