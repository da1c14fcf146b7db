import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BROWSER_PRESENT, launch, Visitor } from "./console-visitor.ts";
import { counterwatch } from "./counterwatch.ts";
import { cityLines, type Person, RunningServer } from "./serve-desk.ts";

if (!BROWSER_PRESENT && process.env["CI"] !== "true")
  console.warn("the office in a browser: skipped, no Chromium (set CHROMIUM_PATH)");

const PASSWORD = "twelve characters and more";
const PEOPLE = {
  ana: "analyst",
  rosa: "reviewer",
  adam: "administrator",
  rita: "register-officer",
} as const;
const CONFIG = `sources:
  city: { heartbeat: 400d, system: plates }
  calls: { heartbeat: 1h, system: calls }
`;
const CALL = {
  time: "yesterday",
  source: "calls",
  system: "calls",
  action: "search",
  operator: { id: "x" },
};
/** Rows that nobody can read, for two reasons. */
const UNREADABLE = [...[1, 2, 3].map((n) => JSON.stringify({ ...CALL, id: `b-${n}` })), "not json"].join(
  "\n",
);

/** The city's look-ups in the days before today, as a source would have sent them. */
function lines(): string[] {
  const events = cityLines("office", 20, 30).map((line) => JSON.parse(line) as { id: string; time: string });
  const latest = Math.max(...events.map(({ time }) => Date.parse(time)));
  const days = Math.floor((Date.now() - latest) / 86_400_000) * 86_400_000;
  return events.map((event) =>
    JSON.stringify({ ...event, time: new Date(Date.parse(event.time) + days).toISOString() }),
  );
}

// With CI=true a missing browser is a failure: beforeAll then throws.
describe.skipIf(!BROWSER_PRESENT && process.env["CI"] !== "true")("the office in a browser", () => {
  let folder: string;
  let token: string;
  let server: RunningServer;
  let browser: Browser;
  let ana: Person;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "counterwatch-office-"));
    for (const [name, role] of Object.entries(PEOPLE)) {
      const args = ["serve", "account", name, "--role", role, "--data", "desk"];
      expect((await counterwatch(args, { cwd: folder, input: `${PASSWORD}\n` })).status).toBe(0);
    }
    const tokens: string[] = [];
    for (const name of ["city", "calls"]) {
      const made = await counterwatch(["serve", "source", name, "--data", "desk"], { cwd: folder });
      tokens.push(made.stdout.trim());
    }
    const config = join(folder, "counterwatch.yaml");
    await writeFile(config, CONFIG);
    server = await RunningServer.start(join(folder, "desk"), ["--config", config]);
    browser = await launch();
    ana = await server.signIn("ana", PASSWORD);
    token = tokens[0] ?? "";
    expect((await server.send("calls", tokens[1] ?? "", `${UNREADABLE}\n`)).said).toMatchObject({
      rejected: 4,
    });
  });

  afterAll(async () => {
    await browser?.close();
    const { signal, stderr } = (await server?.stop("SIGKILL")) ?? {};
    // It was alive until now.
    expect({ signal, stderr }).toMatchObject({ signal: "SIGKILL" });
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  async function visit(name: keyof typeof PEOPLE, options = {}): Promise<Visitor> {
    const visitor = await Visitor.come(browser, server.url, options);
    await visitor.signIn(name, PASSWORD);
    return visitor;
  }

  it("begins with the overview, before anything came", async () => {
    const visitor = await visit("ana");
    await visitor.says("2 sources of 2 are not heard. Nothing else waits.");
    await visitor.says("No look-up came yet.");
    await visitor.says("Learning: nothing can be promised before look-ups came.");
    await visitor.isAccessible("empty overview");
    await visitor.leave();
  });

  it("says what is covered and what waits, to whom it concerns", async () => {
    const all = lines();
    for (let at = 0; at < all.length; at += 2000)
      expect((await server.send("city", token, `${all.slice(at, at + 2000).join("\n")}\n`)).status).toBe(200);
    await server.judged();
    const { body } = await ana.ask("GET", "/api/overview");
    const waiting = body.work.waiting.unowned.reduce(
      (sum: number, { count }: { count: number }) => sum + count,
      0,
    );
    expect(waiting).toBeGreaterThan(0);
    const visitor = await visit("ana");
    await visitor.says(new RegExp(`^1 source of 2 is not heard, and ${waiting} matter`));
    expect(body.days.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(all.length);
    expect(await visitor.page.locator(".day-chart .count").count()).toBeGreaterThan(20);
    await visitor.page.getByText("The same as a table").click();
    await visitor.isAccessible("overview");
    await visitor.page.getByRole("link", { name: /^The oldest has waited/ }).click();
    await visitor.page.locator(".finding .sentence").waitFor();
    await visitor.leave();

    // Whoever reads no findings is not told how many there are, and sees no page of them.
    const rita = await visit("rita");
    await rita.says("1 source of 2 is not heard. Nothing else waits.");
    expect(await rita.page.getByText("What waits for a person").count()).toBe(0);
    expect(await rita.page.locator("nav.pages a").allInnerTexts()).not.toContain("Findings");
    await rita.leave();
  });

  it("leads from a trouble to its source, and says of each row what is wrong and how to mend it", async () => {
    const visitor = await visit("ana");
    await visitor.open("/sources");
    await visitor.page.locator("table .standing").first().waitFor();
    expect(await visitor.page.locator("table .standing").allInnerTexts()).toEqual(["never heard", "behind"]);
    await visitor.page
      .getByRole("link", { name: "calls has not been heard since the server started." })
      .click();
    await visitor.says("4 rows; the latest 4 are shown.");
    expect(await visitor.page.locator(".letter-group h3").allInnerTexts()).toEqual([
      "1 row: not-json",
      "3 rows: time-unreadable, Column time",
    ]);
    await visitor.page.locator(".letter-group summary").last().click();
    expect(await visitor.page.locator(".letter-group details[open] dd").allInnerTexts()).toContain(
      "aaaaaaaaa",
    );
    await visitor.isAccessible("source");
    await visitor.leave();
    const adam = await visit("adam");
    await adam.open("/sources/calls");
    await adam.says("Your role does not read them.");
    await adam.page.getByRole("button", { name: "Read them again" }).click();
    await adam.says("0 rows could be read now.");
    await adam.leave();
  });

  it("runs a rule's own tests, and says what it would have found", async () => {
    const visitor = await visit("ana");
    await visitor.open("/rules");
    await visitor.page.getByRole("searchbox").fill("no purpose at all here");
    await visitor.says("No rule says this.");
    await visitor.page.getByRole("searchbox").fill("without any purpose");
    await visitor.page.getByRole("link", { name: "Look-up without any purpose" }).click();
    await visitor.page.getByRole("button", { name: "Run its tests" }).click();
    await visitor.says(/^All \d+ tests hold\.$/);
    await visitor.page.locator("select").last().selectOption("90");
    await visitor.page.getByRole("button", { name: "Run the backtest" }).click();
    await visitor.page.locator(".backtest .sentence").waitFor();
    await visitor.isAccessible("backtest");
    await visitor.leave();
    // It was a look-up under the name of whoever ran it.
    await server.judged();
    const rosa = await server.signIn("rosa", PASSWORD);
    const { body } = await rosa.ask("GET", "/api/operators/ana");
    expect(body.events.map(({ event }: { event: { object: object } }) => event.object)).toContainEqual({
      type: "rule",
    });
  });

  it("shows errors of a text by line, and tries it only when it can be read", async () => {
    const visitor = await visit("rosa");
    await visitor.open("/rules/try");
    const field = visitor.page.locator(".editor textarea");
    const begin = await field.inputValue();
    await field.fill(begin.replace("action: export\n", "acton: export\n"));
    await visitor.page.getByRole("button", { name: "Check" }).click();
    await visitor.says("Perhaps action is meant.");
    expect(await visitor.page.locator(".wrong-line").allInnerTexts()).toEqual(["15"]);
    expect(await visitor.page.getByRole("button", { name: "Run the backtest" }).isDisabled()).toBe(true);
    await visitor.isAccessible("errors of a rule");
    await visitor.page.getByRole("button", { name: "Line 15, column 5" }).click();
    expect(
      await field.evaluate((element) => (element as unknown as { selectionStart: number }).selectionStart),
    ).toBe(begin.indexOf("action: export"));
    await field.fill(begin.replace("action: export\n", "action: search\n"));
    await visitor.says("The text has changed since.");
    await visitor.page.getByRole("button", { name: "Check" }).click();
    await visitor.says("Not all tests hold.");
    await visitor.page.getByRole("button", { name: "Run the backtest" }).click();
    await visitor.page.locator(".backtest .sentence").waitFor();
    await field.fill(begin.replace("action: export\n", "subjects.id: p1_0\n"));
    await visitor.page.getByRole("button", { name: "Run the backtest" }).click();
    await visitor.says(/A backtest looks for conduct, never for a person/);
    visitor.forgive(/403.*rules\/backtest$/);
    await visitor.leave();
  });

  it.each(["light", "dark"] as const)(
    "is accessible on every page, and fits a phone: %s",
    async (colorScheme) => {
      const places = ["/overview", "/sources", "/sources/city", "/rules", "/rules/bulk-pace", "/rules/try"];
      const visitor = await visit("rosa", {
        colorScheme,
        locale: colorScheme === "dark" ? "es-ES" : "en-GB",
      });
      for (const place of places) {
        await visitor.open(place);
        await visitor.page.locator("main h1").first().waitFor();
        await visitor.isAccessible(place);
        await visitor.page.setViewportSize({ width: 390, height: 844 });
        await expect
          .poll(() => visitor.page.evaluate("document.documentElement.scrollWidth"), { message: place })
          .toBe(390);
        await visitor.page.setViewportSize({ width: 1360, height: 860 });
      }
      await visitor.leave();
    },
  );

  it("has a menu of pages where the screen is narrow", async () => {
    const visitor = await visit("rosa", { viewport: { width: 390, height: 844 } });
    const link = visitor.page.locator("nav.pages").getByRole("link", { name: "Rules" });
    expect(await link.isVisible()).toBe(false);
    await visitor.page.getByRole("button", { name: "Overview" }).click();
    await visitor.isAccessible("menu");
    await link.click();
    await visitor.page.locator("main h1").getByText("Rules").waitFor();
    expect(await link.isVisible()).toBe(false);
    await visitor.leave();
  });

  it("prints what is read, without what is pressed", async () => {
    const visitor = await visit("ana");
    await visitor.page.locator(".overview h1").waitFor();
    await visitor.page.emulateMedia({ media: "print" });
    expect(await visitor.page.locator("nav.pages").isVisible()).toBe(false);
    expect(await visitor.page.locator(".overview h1").isVisible()).toBe(true);
    const { body } = await ana.ask("GET", "/api/findings?limit=1");
    await visitor.open(`/findings?id=${body.items[0].id}`);
    await visitor.page.locator(".finding .sentence").waitFor();
    expect(await visitor.page.locator(".queue").isVisible()).toBe(false);
    expect(await visitor.page.locator(".finding button").filter({ visible: true }).count()).toBe(0);
    await visitor.leave();
  });
});
