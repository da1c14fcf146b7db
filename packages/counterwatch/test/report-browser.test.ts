import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderReport } from "../src/report/scan/report-page.ts";
import { sampleReport, type SampleShape } from "../src/report/scan/sample-report.fixture.ts";
import { readReportFonts } from "../src/store/fonts.ts";

const executablePath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
const present = existsSync(executablePath);
if (!present && process.env["CI"] !== "true") {
  console.warn(`report in a browser: skipped, no Chromium at ${executablePath} (set CHROMIUM_PATH)`);
}

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const REPORTS = {
  none: { findings: 0 },
  seven: { findings: 7, reason: `"The caller" asked for every pass ${"x".repeat(400)}` },
  spanish: { findings: 7, locale: "es" },
  stories: { findings: 2, stories: 10, calibration: "suspended" },
  learning: { findings: 1, calibration: "learning", locale: "es" },
  thousand: { findings: 1000, operators: 900, events: 30_000 },
} satisfies Record<string, SampleShape>;
type Name = keyof typeof REPORTS;

function numbers(texts: readonly string[]): readonly number[] {
  return texts.map((text) => Number(text.replace(/\D/g, "")));
}

// With CI=true a missing browser is a failure: beforeAll then throws.
describe.skipIf(!present && process.env["CI"] !== "true")("report in a browser", () => {
  let browser: Browser;
  let folder: string;
  let trouble: string[];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ARGUMENTS });
    folder = await mkdtemp(join(tmpdir(), "counterwatch-report-"));
    const fonts = await readReportFonts();
    for (const [name, shape] of Object.entries(REPORTS)) {
      await writeFile(
        join(folder, `${name}.html`),
        [...renderReport({ ...sampleReport(shape), fonts })].join(""),
      );
    }
  });

  afterAll(async () => {
    await browser?.close();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  async function open(name: Name, options: Parameters<Browser["newPage"]>[0] = {}): Promise<Page> {
    trouble = [];
    const page = await browser.newPage(options);
    const own = pathToFileURL(join(folder, `${name}.html`)).href;
    page.on("request", (request) => {
      const url = request.url();
      if (url !== own && !url.startsWith("data:")) trouble.push(`request ${url}`);
    });
    page.on("console", (message) => trouble.push(`console ${message.text()}`));
    page.on("pageerror", (error) => trouble.push(`error ${error.message}`));
    await page.goto(own);
    return page;
  }

  it.each(Object.keys(REPORTS) as Name[])(
    "%s: no request leaves the file, no error, both fonts load",
    async (name) => {
      const page = await open(name);
      const fonts = await page.evaluate(
        "document.fonts.ready.then((fonts) => [...fonts].filter((font) => font.status === 'loaded').map((font) => font.family))",
      );
      expect(fonts).toContain("Inter Variable");
      if (name !== "none") expect(fonts).toContain("JetBrains Mono Variable");
      expect(trouble).toEqual([]);
      await page.close();
    },
  );

  it.each(Object.keys(REPORTS) as Name[])("%s: nothing is wider than a phone of 390 pixels", async (name) => {
    const page = await open(name, { viewport: { width: 390, height: 844 } });
    await page.evaluate(
      "document.querySelectorAll('details').forEach((details) => { details.open = true; })",
    );
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    // Nothing may be cut off unseen either: only the region that says that it scrolls may hold wider content.
    const cut = await page.evaluate(`[...document.querySelectorAll("main *:not(svg *):not(.vh)")]
      .filter((element) => element.closest(".wide") === null && element.getBoundingClientRect().right > 391)
      .map((element) => element.outerHTML.slice(0, 80))`);
    expect(cut).toEqual([]);
    await page.close();
  });

  it("sorts the operators by keyboard, and says by what", async () => {
    const page = await open("seven");
    const head = page.locator("table.operators thead th");
    const column = (index: number) =>
      page.locator(`table.operators tbody tr > :nth-child(${index + 1})`).allTextContents();
    const titles = await head.allTextContents();
    const lookups = titles.indexOf("Look-ups");
    expect(lookups).toBeGreaterThan(0);
    await head
      .nth(lookups - 1)
      .locator("button")
      .focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    const falling = numbers(await column(lookups));
    expect(await head.nth(lookups).getAttribute("aria-sort")).toBe("descending");
    expect(falling).toEqual(falling.toSorted((a, b) => b - a));
    await page.keyboard.press("Space");
    expect(await head.nth(lookups).getAttribute("aria-sort")).toBe("ascending");
    expect(numbers(await column(lookups))).toEqual(falling.toReversed().toSorted((a, b) => a - b));
    await head.nth(0).locator("button").press("Enter");
    expect(await page.locator("table.operators th[aria-sort]").count()).toBe(1);
    const names = await column(0);
    expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, undefined, { numeric: true })));
    expect(trouble).toEqual([]);
    await page.close();
  });

  it("filters by word and by severity, and says how much is left", async () => {
    const page = await open("seven");
    const shown = page.locator("article.finding:visible");
    expect(await shown.count()).toBe(7);
    await page.getByRole("searchbox").fill("op-180");
    expect(await shown.count()).toBe(1);
    expect(await page.locator("#shown").textContent()).toBe("1 of 7 shown");
    await page.getByRole("searchbox").fill("");
    await page.getByRole("button", { name: /^critical/ }).press("Space");
    expect(await shown.count()).toBe(6);
    expect(await page.locator(".group:visible").count()).toBe(6);
    await page.getByRole("button", { name: "Open all details" }).press("Enter");
    expect(await page.locator("#findings details:not([open])").count()).toBe(0);
    expect(trouble).toEqual([]);
    await page.close();
  });

  it("says everything without script: no dead controls, every disclosure opens", async () => {
    const page = await open("seven", { javaScriptEnabled: false });
    expect(await page.locator(".filter").isVisible()).toBe(false);
    expect(await page.locator("thead button").count()).toBe(0);
    const summary = page.locator(".evidence summary").first();
    await summary.press("Enter");
    expect(await page.locator(".evidence dl").first().isVisible()).toBe(true);
    await page.close();
  });

  it("gives a screen reader one main, named tables and the severity in words", async () => {
    const page = await open("seven");
    expect(await page.getByRole("main").count()).toBe(1);
    expect(await page.getByRole("navigation", { name: "Contents" }).count()).toBe(1);
    expect(await page.getByRole("table", { name: "Operators" }).count()).toBe(1);
    expect(
      await page.getByRole("table", { name: "The look-ups of this finding" }).count(),
    ).toBeGreaterThanOrEqual(7);
    expect(await page.getByRole("columnheader", { name: /^Time/ }).count()).toBeGreaterThanOrEqual(7);
    expect(await page.getByRole("article").first().textContent()).toContain("critical");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.getAttribute('href')")).toBe("#findings");
    await page.close();
  });

  it.each(["A4", "Letter"] as const)("prints on %s with page numbers, everything opened", async (format) => {
    const page = await open("seven");
    const pdf = await page.pdf({ format });
    const boxes = pdf.toString("latin1").match(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/);
    const width = format === "A4" ? 595 : 612;
    expect(Math.abs(Number(boxes?.[1]) - width)).toBeLessThan(2);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("nav").isVisible()).toBe(false);
    expect(await page.locator(".evidence dl").first().isVisible()).toBe(true);
    expect(
      await page.evaluate(
        "[...document.styleSheets].some((sheet) => [...sheet.cssRules].some((rule) => rule.cssText.includes('counter(pages)')))",
      ),
    ).toBe(true);
    await page.close();
  });

  it("leads from a stop on the map to its row and back, without script", async () => {
    const page = await open("stories", { javaScriptEnabled: false });
    const map = page.getByRole("group", { name: /^Map of the path: 15 stops at 14 sites/ });
    await map.getByRole("link", { name: "Stop 3 and 6: cam-402" }).press("Enter");
    const row = page.locator("table.stops tr:target");
    expect(await row.textContent()).toContain("cam-402");
    await row.getByRole("link").press("Enter");
    expect(await map.locator("a:target text").textContent()).toBe("3, 6");
    expect(trouble).toEqual([]);
    await page.close();
  });

  it("keeps the map's proportions on a phone, on a screen and in print", async () => {
    for (const width of [390, 1240]) {
      const page = await open("stories", { viewport: { width, height: 844 } });
      for (const media of ["screen", "print"] as const) {
        await page.emulateMedia({ media });
        const box = await page.locator("svg.path").boundingBox();
        expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(1.5, 1);
      }
      await page.close();
    }
  });

  it.each(["light", "dark"] as const)("is designed for a %s screen", async (colorScheme) => {
    const page = await open("seven", { colorScheme });
    const ground = String(await page.evaluate("getComputedStyle(document.documentElement).backgroundColor"));
    const lightness = Number(/oklch\(([\d.]+)/.exec(ground)?.[1]);
    expect(lightness > 0.5).toBe(colorScheme === "light");
    await page.close();
  });
});
