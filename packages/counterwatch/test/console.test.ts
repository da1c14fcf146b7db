import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BROWSER_PRESENT, launch, Visitor } from "./console-visitor.ts";
import { counterwatch } from "./counterwatch.ts";
import { cityLines, type Person, RunningServer } from "./serve-desk.ts";

if (!BROWSER_PRESENT && process.env["CI"] !== "true")
  console.warn("the console in a browser: skipped, no Chromium (set CHROMIUM_PATH)");

const PASSWORD = "twelve characters and more";
const PEOPLE = { ana: "analyst", rosa: "reviewer", otto: "auditor", adam: "administrator" } as const;
const REASON = "asked by the desk sergeant ".repeat(12).slice(0, 300);
const QUEUE = "/findings?state=new,taken";

/** The city's look-ups, every third reason as long as some people write. */
function lines(): string[] {
  return cityLines("console", 30, 40).map((line, at) => {
    const event = JSON.parse(line) as { purpose?: object };
    return at % 3 > 0 ? line : JSON.stringify({ ...event, purpose: { ...event.purpose, reason: REASON } });
  });
}

// With CI=true a missing browser is a failure: beforeAll then throws.
describe.skipIf(!BROWSER_PRESENT && process.env["CI"] !== "true")("the console in a browser", () => {
  let folder: string;
  let token: string;
  let server: RunningServer;
  let browser: Browser;
  let rosa: Person;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "counterwatch-console-"));
    for (const [name, role] of Object.entries(PEOPLE)) {
      const args = ["serve", "account", name, "--role", role, "--data", "desk"];
      expect((await counterwatch(args, { cwd: folder, input: `${PASSWORD}\n` })).status).toBe(0);
    }
    const made = await counterwatch(["serve", "source", "city", "--data", "desk"], { cwd: folder });
    token = made.stdout.trim();
    server = await RunningServer.start(join(folder, "desk"));
    browser = await launch();
    rosa = await server.signIn("rosa", PASSWORD);
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
    if (PEOPLE[name] !== "administrator") await visitor.open(QUEUE);
    return visitor;
  }

  it("lets nobody in with a wrong password, and says so", async () => {
    const visitor = await Visitor.come(browser, server.url, { colorScheme: "dark" });
    await visitor.page.locator("input[name=name]").fill("ana");
    await visitor.page.locator("input[name=password]").fill("not the password at all");
    await visitor.press("Enter");
    await visitor.says("The name or the password is wrong.");
    await visitor.isAccessible("sign-in");
    await visitor.leave();
  });

  it("says that nothing is there, and what is new when it comes, without moving anything", async () => {
    const visitor = await visit("ana");
    await visitor.says(/Nothing to review/);
    await visitor.says("city has not been heard since the server started.");
    await visitor.isAccessible("empty queue");
    const all = lines();
    for (let at = 0; at < all.length; at += 2000)
      expect((await server.send("city", token, `${all.slice(at, at + 2000).join("\n")}\n`)).status).toBe(200);
    await server.judged();
    const news = visitor.page.getByRole("button", { name: / new ↑/ });
    await news.waitFor();
    await visitor.says(/Nothing to review/);
    await news.click();
    await visitor.page.locator(".row").first().waitFor();
    await news.waitFor({ state: "detached" });
    await visitor.leave();
  });

  it("filters by the address, with what is left out, as the server counts", async () => {
    const visitor = await visit("ana");
    await visitor.page.getByText("Severity", { exact: true }).first().click();
    await visitor.page.getByRole("button", { name: "Not medium" }).waitFor();
    await visitor.isAccessible("facets");
    await visitor.page.getByRole("button", { name: "Not medium" }).click();
    await expect.poll(() => visitor.page.url()).toContain("severity=-medium");
    const { body } = await rosa.ask("GET", "/api/findings?state=new,taken&severity=-medium&limit=1");
    await visitor.says(`${body.total} findings`);
    await visitor.page.getByRole("button", { name: "Remove filter: not medium" }).click();
    await visitor.press("/");
    await visitor.page.keyboard.type("no finding says this");
    await visitor.press("Enter");
    await visitor.says("No finding passes these filters.");
    expect(visitor.page.url()).toContain("q=no+finding");
    await visitor.leave();
  });

  it("opens, and has recorded, only the finding where the cursor rests", async () => {
    const visitor = await visit("ana");
    await visitor.page.locator(".row").nth(2).waitFor();
    await visitor.press("j", "j", "j", "k");
    await visitor.page.locator(".finding .sentence").waitFor();
    expect(visitor.asked.filter((path) => /^GET findings\/f1_[0-9a-f]+$/.test(path))).toHaveLength(1);
    const second = await visitor.page.locator(".row").nth(1).getAttribute("id");
    expect(visitor.page.url()).toContain(`id=${second}`);
    await visitor.press("?");
    await visitor.says("propose to close");
    await visitor.isAccessible("keys");
    await visitor.press("Escape");
    await visitor.leave();
  });

  it("goes the whole way by keyboard: take, comment, propose; another one closes", async () => {
    const ana = await visit("ana");
    await ana.page.locator(".row").first().waitFor();
    await ana.press("j");
    await ana.page.locator(".finding .sentence").waitFor();
    await ana.press("x", "a");
    await ana.says("You are on it.");
    const row = await ana.page.locator(".row.cursor").innerText();
    expect(row).toContain("ana");
    await ana.page.getByRole("button", { name: "Comment…" }).press("Enter");
    await ana.page.keyboard.type("Asked the team's lead by telephone.");
    await ana.isAccessible("comment");
    await ana.page.getByRole("button", { name: "Do it" }).press("Enter");
    await ana.says("Comment recorded.");
    await ana.press("c");
    await ana.page.locator("dialog select").selectOption("training");
    await ana.page.locator("dialog textarea").fill(REASON);
    await ana.page.getByRole("button", { name: "Do it" }).press("Enter");
    await ana.says(/You proposed to close it/);
    expect(await ana.page.getByRole("button", { name: "Close…", exact: true }).count()).toBe(0);
    await ana.page.getByRole("link", { name: /^Incident / }).click();
    await ana.says("proposed to close it as “needs training”");
    const place = new URL(ana.page.url()).hash.slice(1);
    await ana.leave();

    const visitor = await visit("rosa");
    await visitor.open(place);
    await visitor.page.getByRole("button", { name: "Close…", exact: true }).click();
    await visitor.says(/ana proposed to close it as “needs training”/);
    await visitor.page.locator("dialog textarea").fill("Looked at the rows myself.");
    await visitor.isAccessible("close");
    await visitor.page.getByRole("button", { name: "Do it" }).click();
    await visitor.says("closed it as “needs training”");
    const { body } = await rosa.ask("GET", `/api${place}`);
    expect(body.incident).toMatchObject({ state: "closed", owner: "ana", closing: { by: "rosa" } });
    await visitor.leave();
  });

  it("does nothing where somebody else was quicker, and shows what they did", async () => {
    const { body } = await rosa.ask("GET", "/api/incidents?open=true");
    const { id, steps } = body.items.find((incident: { owner?: string }) => incident.owner === undefined);
    const ana = await visit("ana");
    await ana.open(`/incidents/${id}`);
    await ana.page.getByRole("button", { name: "Take it" }).waitFor();
    const step = { do: "commented", text: "I have looked at it already." };
    expect((await rosa.ask("POST", `/api/incidents/${id}/steps`, { after: steps.length, step })).status).toBe(
      200,
    );
    await ana.page.getByRole("button", { name: "Take it" }).click();
    await ana.says("Somebody else was quicker.");
    await ana.says(step.text);
    const after = await rosa.ask("GET", `/api/incidents/${id}`);
    expect(after.body.incident.owner).toBeUndefined();
    await ana.leave();
  });

  it("shows what a suppression would hide before it is made, and makes it for a reviewer", async () => {
    const { body } = await rosa.ask("GET", "/api/findings?limit=1");
    const visitor = await visit("rosa");
    await visitor.open("/suppressions");
    await visitor.page.getByRole("button", { name: "Suppress…" }).click();
    await visitor.page.getByLabel("Detector", { exact: true }).fill(body.items[0].detector);
    await visitor.page
      .getByLabel("Why", { exact: true })
      .fill("The department moved, everybody comes from new addresses.");
    await visitor.page.getByRole("button", { name: "Show what it would have hidden" }).click();
    await visitor.says(/It would have hidden \d+ finding/);
    await visitor.page.getByRole("button", { name: "Suppress", exact: true }).click();
    await visitor.page.locator("table").getByText("The department moved").waitFor();
    await visitor.leave();
  });

  it("makes an account that can sign in, and says why one cannot be", async () => {
    const visitor = await visit("adam");
    await visitor.open("/accounts");
    await visitor.page.getByRole("button", { name: "New account…" }).click();
    await visitor.page.getByLabel("Name").fill("eva");
    await visitor.page.getByLabel("reviewer").check();
    await visitor.page.getByLabel("administrator").check();
    await visitor.page.getByLabel(/^Password/).fill(PASSWORD);
    await visitor.page.getByRole("button", { name: "Save" }).click();
    await visitor.says(/One person cannot be administrator and reviewer/);
    visitor.forgive(/403.*accounts\/eva$/);
    await visitor.page.getByLabel("administrator").uncheck();
    await visitor.isAccessible("account");
    await visitor.page.getByRole("button", { name: "Save" }).click();
    await visitor.page.locator("table").getByText("eva").waitFor();
    await visitor.leave();
    expect((await (await server.signIn("eva", PASSWORD)).ask("GET", "/api/session")).body.roles).toEqual([
      "reviewer",
    ]);
  });

  it("verifies the ledger, keeps the checkpoint, and names a tile that was changed", async () => {
    const visitor = await visit("otto");
    await visitor.open("/ledger");
    const verify = visitor.page.getByRole("button", { name: "Verify now" });
    await verify.click();
    await visitor.says(/this browser fetched the log/);
    await visitor.says(/cannot show that the log was not cut back/);
    await verify.click();
    await visitor.says(/are the same that this browser saw on/);
    await visitor.page.route("**/ledger/tile/0/000", async (route) => {
      const answer = await route.fetch();
      const bytes = await answer.body();
      bytes[50] = (bytes[50] ?? 0) ^ 1;
      await route.fulfill({ response: answer, body: bytes });
    });
    await visitor.page.reload();
    await verify.click();
    await visitor.says(/the verification in this browser failed/);
    await visitor.says("tile/0/000");
    await visitor.isAccessible("refuted");
    await visitor.leave();
  });

  it.each(["light", "dark"] as const)(
    "is accessible on every page, and fits a phone: %s",
    async (colorScheme) => {
      const { body } = await rosa.ask("GET", "/api/findings?limit=1");
      const [{ id, incident, operator }] = body.items;
      const common = ["/ledger"];
      const read = [
        QUEUE,
        `${QUEUE}&id=${id}`,
        "/incidents",
        `/incidents/${incident}`,
        `/operators/${operator}`,
      ];
      const places = {
        rosa: [...read, "/suppressions", "/precision"],
        otto: [...common, "/accounts", "/audit"],
      };
      for (const [name, pages] of Object.entries(places)) {
        const visitor = await visit(name as keyof typeof places, { colorScheme });
        for (const place of pages) {
          await visitor.open(place);
          await visitor.page.locator("main h1, main h2").first().waitFor();
          await visitor.isAccessible(place);
          await visitor.page.setViewportSize({ width: 390, height: 844 });
          await expect
            .poll(() => visitor.page.evaluate("document.documentElement.scrollWidth"), { message: place })
            .toBe(390);
          await visitor.page.setViewportSize({ width: 1360, height: 860 });
        }
        await visitor.leave();
      }
    },
  );

  it("speaks Spanish to a browser that does, and keeps another choice", async () => {
    const visitor = await visit("ana", { locale: "es-ES" });
    await visitor.page.getByRole("heading", { name: "Hallazgos" }).waitFor();
    expect(await visitor.page.locator("html").getAttribute("lang")).toBe("es");
    await visitor.page.getByLabel("Idioma").selectOption("en");
    await visitor.page.reload();
    await visitor.page.getByRole("heading", { name: "Findings" }).waitFor();
    await visitor.leave();
  });
});
