/** Somebody with a real browser at the console: what leaves the server, and what goes wrong on a page, is remembered. */
import { existsSync } from "node:fs";
import axe from "axe-core";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { describe, expect } from "vitest";
import type { ServedDesk } from "./served-desk.ts";

const EXECUTABLE = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
export const BROWSER_PRESENT = existsSync(EXECUTABLE);
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];

/** Milliseconds: on a machine that is busy otherwise a page takes its time, and a test that fails for that says nothing. */
const PATIENCE = 90_000;

/** What a browser says of answers that are as they should be: nobody is signed in yet, the log has no cosigned checkpoint. */
const EXPECTED = /status of (?:401|404|409)/;

const USUAL = {
  viewport: { width: 1360, height: 860 },
  locale: "en-GB",
  timezoneId: "Europe/Madrid",
};

/** With CI=true a missing browser is a failure: whoever launches it then throws. */
export function describeInBrowser(what: string, cases: () => void): void {
  const isSkipped = !BROWSER_PRESENT && process.env["CI"] !== "true";
  if (isSkipped) console.warn(`${what}: skipped, no Chromium (set CHROMIUM_PATH)`);
  describe.skipIf(isSkipped)(what, cases);
}

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS });
}

export class Visitor {
  readonly page: Page;
  readonly trouble: string[] = [];
  /** Paths below /api that were asked for. */
  readonly asked: string[] = [];
  readonly #url: string;

  private constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
    page.on("request", (request) => {
      const path = request.url();
      if (!path.startsWith(url) && !path.startsWith("data:")) this.trouble.push(`request ${path}`);
      const [, called] = /\/api\/(.*)$/.exec(path) ?? [];
      if (called !== undefined) this.asked.push(`${request.method()} ${called}`);
    });
    page.on("console", (message) => {
      if (!EXPECTED.test(message.text()))
        this.trouble.push(`console ${message.text()} ${message.location().url}`);
    });
    page.on("pageerror", (error) => this.trouble.push(`error ${error.message}`));
  }

  static async come(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await browser.newContext({ ...USUAL, ...options });
    return await Visitor.#arrive(context, url);
  }

  /** With somebody's session, as whoever has signed in before; `place`: where to begin. */
  static async as(
    browser: Browser,
    { url, person }: Pick<ServedDesk, "url" | "person">,
    who: string,
    place: string,
    options: BrowserContextOptions = {},
  ): Promise<Visitor> {
    const context = await browser.newContext({ ...USUAL, ...options });
    const [name = "", value = ""] = (await person(who)).cookie.split("=");
    await context.addCookies([{ name, value, url }]);
    const visitor = await Visitor.#arrive(context, url, place);
    await visitor.page.locator("nav.pages").waitFor({ state: "attached" });
    await visitor.#isLoaded();
    return visitor;
  }

  static async #arrive(context: BrowserContext, url: string, place = ""): Promise<Visitor> {
    context.setDefaultTimeout(PATIENCE);
    const visitor = new Visitor(await context.newPage(), url);
    await visitor.page.goto(place === "" ? url : `${url}/#${place}`);
    return visitor;
  }

  async signIn(name: string, password: string): Promise<void> {
    await this.page.locator("input[name=name]").fill(name);
    await this.page.keyboard.press("Tab");
    await this.page.keyboard.type(password);
    await this.page.keyboard.press("Enter");
    await this.page.locator("nav.pages").waitFor();
  }

  async open(place: string): Promise<void> {
    await this.page.goto(`${this.#url}/#${place}`);
    await this.#isLoaded();
  }

  async #isLoaded(): Promise<void> {
    const loading = this.page.locator("main .loading");
    await expect.poll(() => loading.count(), { timeout: PATIENCE }).toBe(0);
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async says(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor({ timeout: PATIENCE });
  }

  /** Every rule of axe. */
  async isAccessible(where: string): Promise<void> {
    if ((await this.page.evaluate("typeof axe")) === "undefined") await this.page.evaluate(axe.source);
    // A page that is just changing may be caught between two states; what is wrong with it stays wrong.
    await expect.poll(() => this.#violations(), { message: where, timeout: 10_000 }).toEqual([]);
  }

  async #violations(): Promise<string[]> {
    const found: { violations: { id: string; nodes: { html: string }[] }[] } = await this.page.evaluate(
      'axe.run({ resultTypes: ["violations"] })',
    );
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
  }

  /** No page is wider than a telephone; afterwards the window is as it was. */
  async fitsPhone(where: string): Promise<void> {
    const before = this.page.viewportSize() ?? USUAL.viewport;
    await this.page.setViewportSize({ width: 390, height: 844 });
    await expect
      .poll(() => this.page.evaluate("document.documentElement.scrollWidth"), { message: where })
      .toBe(390);
    await this.page.setViewportSize(before);
  }

  /** What a test brought about itself. */
  forgive(what: RegExp): void {
    const at = this.trouble.findIndex((trouble) => what.test(trouble));
    expect(at, String(what)).toBeGreaterThanOrEqual(0);
    this.trouble.splice(at, 1);
  }

  async leave(): Promise<void> {
    await this.page.context().close();
    expect(this.trouble).toEqual([]);
  }
}
