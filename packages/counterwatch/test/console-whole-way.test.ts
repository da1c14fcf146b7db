/**
 * The whole way in a browser, by keyboard alone, on `serve --demo`: nobody has prepared anything, and the finding comes while one watches.
 */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BROWSER_PRESENT, launch, Visitor } from "./console-visitor.ts";
import { counterwatch } from "./counterwatch.ts";
import { RunningServer } from "./serve-desk.ts";

if (!BROWSER_PRESENT && process.env["CI"] !== "true")
  console.warn("the whole way in a browser: skipped, no Chromium (set CHROMIUM_PATH)");

const WHY = "Two sittings on one person without a case, then the same way over seven cameras.";
/** More than any page here has. */
const MOST_TABS = 200;

/** Goes on by Tab until the focus is on it, as somebody without a mouse does. */
async function tabTo(visitor: Visitor, selector: string, wanted?: string): Promise<void> {
  await visitor.page.locator(selector).filter({ hasText: wanted }).first().waitFor();
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    const isThere = await visitor.page.evaluate(
      ([css, said]) => {
        const at = document.activeElement;
        return at !== null && at.matches(css!) && (said === undefined || at.textContent?.includes(said));
      },
      [selector, wanted] as const,
    );
    if (isThere === true) return;
    await visitor.press("Tab");
  }
  throw new Error(`no way by Tab to ${selector} ${wanted ?? ""}`);
}

/** Nothing is on its way any more, and axe finds nothing. */
async function isClean(visitor: Visitor, where: string): Promise<void> {
  await expect.poll(() => visitor.page.locator(".loading").count(), { timeout: 30_000 }).toBe(0);
  await visitor.isAccessible(where);
}

async function choose(visitor: Visitor, selector: string, text?: string): Promise<void> {
  await tabTo(visitor, selector, text);
  await visitor.press("Enter");
}

// With CI=true a missing browser is a failure: beforeAll then throws.
describe.skipIf(!BROWSER_PRESENT && process.env["CI"] !== "true")("the whole way, by keyboard", () => {
  let folder: string;
  let server: RunningServer;
  let browser: Browser;
  let visitor: Visitor;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "counterwatch-whole-way-"));
    server = await RunningServer.start(folder, ["--demo"]);
    browser = await launch();
    visitor = await Visitor.come(browser, server.url);
  });

  afterAll(async () => {
    await browser?.close();
    const ended = await server?.stop("SIGINT");
    expect(ended).toMatchObject({ status: 0 });
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  it("says what it is before anybody is in, shows how far the past is, and lets one in by one key", async () => {
    await visitor.says("City, people and look-ups are invented.");
    await visitor.page.getByRole("button", { name: "Sign in as ana, analyst" }).waitFor({ timeout: 120_000 });
    await isClean(visitor, "entrance");
    await choose(visitor, "button", "Sign in as ana");
    await visitor.page.locator(".demo-strip").waitFor();
    await visitor.says("A quiet desk");
    await isClean(visitor, "overview with the tour");
  });

  it("is calm until a detector tells the finding, while one watches", async () => {
    await choose(visitor, ".tour button", "Next");
    await visitor.says(/Nothing to review/);
    const news = visitor.page.locator(".counts button:not(.plain)");
    await news.waitFor({ timeout: 120_000 });
    await visitor.says("It has come.");
    await isClean(visitor, "something is new");
    await choose(visitor, ".counts button:not(.plain)");
    await visitor.page.locator(".row[data-tour]").waitFor();
    await visitor.press("j");
    await visitor.page.locator(".finding .sentence").waitFor();
    await visitor.says("Why it stands here");
    expect(await visitor.page.locator(".finding .sentence").innerText()).toMatch(
      /no case and no reason is given/,
    );
    await isClean(visitor, "the finding");
  });

  it("is taken, and proposed to be closed as misuse, with a reason", async () => {
    await choose(visitor, ".tour button", "Next");
    await visitor.press("a");
    await visitor.says("You are on it.");
    await visitor.press("c");
    await tabTo(visitor, "dialog select");
    await visitor.page.keyboard.type("misuse");
    expect(await visitor.page.locator("dialog select").inputValue()).toBe("misuse");
    await isClean(visitor, "proposing");
    await tabTo(visitor, "dialog textarea");
    await visitor.page.keyboard.type(WHY);
    await choose(visitor, "dialog button", "Do it");
    await visitor.says(/You proposed to close it/);
  });

  it("is closed by a second person, who read the same", async () => {
    await choose(visitor, ".tour button", "Go on as rosa");
    await visitor.says("You read what ana read.");
    await choose(visitor, ".finding .buttons button", "Close…");
    await tabTo(visitor, "dialog textarea");
    await visitor.says(/ana proposed to close it as/);
    await visitor.page.keyboard.type("I have read the rows myself, and asked her sergeant.");
    await isClean(visitor, "closing");
    await choose(visitor, "dialog button", "Do it");
    await visitor.says("Closed by two.");
  });

  it("is in a ledger that this browser verifies", async () => {
    await choose(visitor, ".tour button", "Next");
    await choose(visitor, "main form button.main");
    await visitor.says(/this browser fetched the log/);
    await visitor.says("Verified here, without trusting the server.");
    await isClean(visitor, "verified");
    await choose(visitor, ".tour button", "Done");
    await visitor.page.locator(".tour").waitFor({ state: "detached" });
    await visitor.page.reload();
    await visitor.page.locator(".demo-strip").waitFor();
    expect(await visitor.page.locator(".tour").count()).toBe(0);
    await visitor.leave();
  });

  it("refuses to be a demo for others, or a real server on a demo's folder", async () => {
    const said = (...args: string[]) => counterwatch(["serve", ...args], { cwd: folder });
    expect(await said("--demo", "--host", "0.0.0.0")).toMatchObject({ status: 2 });
    expect(await said("--demo", "--database", "postgres://x/y")).toMatchObject({ status: 2 });
    expect((await said("--demo", "--data", ".")).stderr).toMatch(/begins with an empty folder/);
    expect((await said("--data", ".", "--port", "0")).stderr).toMatch(/this folder is a demo's/);
    expect(await readdir(folder)).toContain("demo");
  });
});
