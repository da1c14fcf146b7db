/**
 * The whole way in a browser, by keyboard alone, on `serve --demo`: nobody has prepared anything, and the finding comes while one watches.
 * The sealed register is elsewhere, as it should be: its officers assess at the command line what the desk hands out.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { simulate } from "@counterwatch/simulator";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { CITY, demoCity } from "../src/app/demo/demo-city.ts";
import { describeInBrowser, launch, Visitor } from "./console-visitor.ts";
import { counterwatch } from "./counterwatch.ts";
import { RunningServer } from "./serve-desk.ts";

const WHY = "Two sittings on one person without a case, then the same way over seven cameras.";
/** More than any page here has. */
const MOST_TABS = 200;

/** Goes on by Tab until the focus is on it, as somebody without a mouse does. */
async function tabTo(visitor: Visitor, selector: string, wanted?: string): Promise<void> {
  const target = visitor.page.locator(selector).filter({ hasText: wanted }).first();
  await target.waitFor();
  // A button that waits for an answer of the server takes no focus.
  await expect.poll(() => target.isEnabled()).toBe(true);
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    const focused = visitor.page.locator(`${selector}:focus`).filter({ hasText: wanted });
    if ((await focused.count()) > 0) return;
    await visitor.press("Tab");
  }
  throw new Error(`no way by Tab to ${selector} ${wanted ?? ""}`);
}

/** Nothing is on its way any more, and axe finds nothing. */
async function isClean(visitor: Visitor, where: string): Promise<void> {
  await expect.poll(() => visitor.page.locator(".loading").count()).toBe(0);
  await visitor.isAccessible(where);
}

async function choose(visitor: Visitor, selector: string, text?: string): Promise<void> {
  await tabTo(visitor, selector, text);
  await visitor.press("Enter");
}

function officers(...names: string[]): string[] {
  return names.flatMap((name) => ["--officer", `${name}=${name}`, "--passphrase", `${name}=${name}.pass`]);
}

describeInBrowser("the whole way, by keyboard", () => {
  const folder = mkdtempSync(join(tmpdir(), "counterwatch-whole-way-"));
  const at = (...names: string[]) => join(folder, ...names);
  const run = (...args: string[]) => counterwatch(args, { cwd: folder });
  let incident: string;
  let server: RunningServer;
  let browser: Browser;
  let visitor: Visitor;

  beforeAll(async () => {
    mkdirSync(at("desk"));
    server = await RunningServer.start(at("desk"), ["--demo"]);
    browser = await launch();
    visitor = await Visitor.come(browser, server.url);
  });

  afterAll(async () => {
    await browser?.close();
    const ended = await server?.stop("SIGINT");
    expect(ended).toMatchObject({ status: 0 });
    rmSync(folder, { recursive: true });
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
    await choose(visitor, ".tour button", "To the queue");
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
    await step(() => visitor.press("a"));
    await visitor.says("You are on it.");
    await step(async () => {
      await visitor.press("c");
      await tabTo(visitor, "dialog select");
      await visitor.page.keyboard.type("misuse");
      expect(await visitor.page.locator("dialog select").inputValue()).toBe("misuse");
      await isClean(visitor, "proposing");
      await tabTo(visitor, "dialog textarea");
      await visitor.page.keyboard.type(WHY);
      await choose(visitor, "dialog button", "Do it");
    });
    await visitor.says(/You proposed to close it/);
  });

  it("is closed by a second person, who read the same", async () => {
    await choose(visitor, ".tour button", "Go on as rosa");
    await visitor.says("You read what ana read.");
    await step(async () => {
      await choose(visitor, ".finding .buttons button", "Close…");
      await tabTo(visitor, "dialog textarea");
      await visitor.says(/ana proposed to close it as/);
      await visitor.page.keyboard.type("I have read the rows myself, and asked her sergeant.");
      await isClean(visitor, "closing");
      await choose(visitor, "dialog button", "Do it");
    });
    await visitor.says("Closed by two.");
  });

  it("leaves a bundle of evidence that the command line verifies", async () => {
    await choose(visitor, ".finding a", "Incident");
    await visitor.page.locator(".bundle").waitFor();
    [, incident = ""] = /incidents\/(i1_[0-9a-f]+)/.exec(visitor.page.url()) ?? [];
    await isClean(visitor, "the incident");
    await download("evidence.tar", ".bundle button", "Download the evidence bundle");
    await visitor.says("Downloaded. It is verified with");
    const verify = ["ledger", "verify", "evidence.tar", "--key", "desk/ledger/ledger.vkey"];
    expect(await run(...verify)).toMatchObject({ status: 0 });
    const bytes = readFileSync(at("evidence.tar"));
    const changed = bytes.indexOf('"action"');
    expect(changed).toBeGreaterThan(0);
    bytes[changed + 11]! ^= 1;
    writeFileSync(at("changed.tar"), bytes);
    verify[2] = "changed.tar";
    expect(await run(...verify)).toMatchObject({ status: 4 });
  });

  it("is assessed where the sealed register is, and whom it exposed is to be warned", async () => {
    await choose(visitor, ".tour button", "Next");
    await choose(visitor, ".tour button", "Go on as olga");
    await isNow("olga");
    await visitor.page.locator(".tour button").filter({ hasText: "To what it exposed" }).waitFor();
    await choose(visitor, "nav a", "Warnings");
    await choose(visitor, "main a", "incident");
    await isClean(visitor, "incidents to assess");
    await choose(visitor, `main a[href*="${incident}"]`);
    await visitor.page.locator(".assessment-of").waitFor();
    await isClean(visitor, "nothing assessed yet");
    await download("incident.jsonl", ".assessment-of button", "Save all look-ups of its operators");
    await assess();
    for (const [field, file] of [
      ["assessment.json", "counterwatch-assessment/assessment.json"],
      ["covers.jsonl", "people/covers.jsonl"],
    ] as const) {
      const label = visitor.page.getByLabel(field);
      const id = await label.getAttribute("id");
      const chooser = visitor.page.waitForEvent("filechooser");
      await choose(visitor, `[id="${id}"]`);
      await (await chooser).setFiles(at(file));
    }
    await choose(visitor, ".assessment-of form button", "Send");
    await visitor.page.locator(".assessment-of .tiers").waitFor();
    await visitor.says("This is what the look-ups exposed.");
    await isClean(visitor, "the assessment");
    await choose(visitor, ".draft-form button", "Draft");
    await visitor.page.locator(".draft-form .note").waitFor();
  });

  it("is released by two officers, and delivered", async () => {
    await choose(visitor, ".assessment-of a", "To the board of warnings");
    await visitor.page.locator(".warning").first().waitFor();
    await isClean(visitor, "the board");
    await visitor.press("r");
    await choose(visitor, "dialog button", "Propose");
    await visitor.says("Another register officer must agree.");
    await visitor.press("Escape");
    await become("oren");
    await visitor.says("olga proposed it");
    await isClean(visitor, "the second officer's board");
    await visitor.press("r");
    await choose(visitor, "dialog button", "Agree with olga");
    await visitor.page.locator(".warning").filter({ hasText: "due" }).first().waitFor();
    // Where no draft is left the form has gone by itself.
    await visitor.press("Escape");
    await visitor.press("j", "Enter");
    await visitor.page.locator(".warning-history").waitFor();
    await isClean(visitor, "one warning");
    await choose(visitor, "main button", "Delivered…");
    await isClean(visitor, "recording the delivery");
    await choose(visitor, "dialog button", "Record it");
    await visitor.says(/Delivered in person/);
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
    expect(await run("serve", "--demo", "--host", "0.0.0.0")).toMatchObject({ status: 2 });
    expect(await run("serve", "--demo", "--database", "postgres://x/y")).toMatchObject({ status: 2 });
    expect((await run("serve", "--demo", "--data", "desk")).stderr).toMatch(/begins with an empty folder/);
    expect((await run("serve", "--data", "desk", "--port", "0")).stderr).toMatch(/this folder is a demo's/);
    expect(readdirSync(at("desk"))).toContain("demo");
  });

  /** In another place than the desk's: the register of this world, two of its officers, and the rows that the look-ups showed. */
  async function assess(): Promise<void> {
    for (const name of ["ada", "bo", "cy"]) {
      mkdirSync(at(name));
      writeFileSync(at(`${name}.pass`), `the passphrase of ${name}\n`, { mode: 0o600 });
    }
    writeRecords();
    const people = ["people", "--ledger", "office"];
    const init = ["init", ...people, "--work-factor", "10", ...officers("ada", "bo", "cy")];
    expect(await run("register", ...init)).toMatchObject({ status: 0 });
    const add = ["add", "people", "--from", "register.json", ...officers("ada")];
    expect(await run("register", ...add)).toMatchObject({ status: 0 });
    expect(await run("register", "seal", ...people, ...officers("ada", "bo"))).toMatchObject({ status: 0 });
    const sealed = ["--register", "people", "--ledger", "office", ...officers("ada", "bo")];
    const rows = ["--incident", "incident.jsonl", "--rows", "rows.jsonl", "--key", "desk/site.key"];
    expect(await run("assess", ...rows, ...sealed)).toMatchObject({ status: 1 });
  }

  /** What the city's record systems showed in the look-ups that were handed out, at the demo's time, and its register. */
  function writeRecords(): void {
    const { seed, operators, days, campaign } = CITY;
    const world = simulate({ preset: "city", seed, operators, days, campaigns: [campaign], records: true });
    const handed = readFileSync(at("incident.jsonl"), "utf8");
    const moved = demoCity(Date.now()).beginsAt - world.options.start;
    const shown = [...world]
      .filter(({ id }) => handed.includes(`"${id}"`))
      .flatMap((event) => world.answersTo(event));
    expect(shown.length).toBeGreaterThan(0);
    const rows = shown.map((row) =>
      JSON.stringify(row).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (time) =>
        new Date(Date.parse(time) + moved).toISOString(),
      ),
    );
    writeFileSync(at("rows.jsonl"), `${rows.join("\n")}\n`);
    writeFileSync(at("register.json"), JSON.stringify(world.register()));
  }

  /** The city goes on meanwhile: where a further finding has joined the incident, the page says so, and one does it again. */
  async function step(act: () => Promise<void>): Promise<void> {
    for (let tries = 0; tries < 5; tries++) {
      const answer = visitor.page.waitForResponse(
        (response) => response.request().method() === "POST" && response.url().endsWith("/steps"),
      );
      await act();
      const status = (await answer).status();
      if (status === 200) return;
      expect(status).toBe(409);
      await visitor.says("Somebody else was quicker.");
    }
    throw new Error("the incident has not come to rest");
  }

  /** Whoever is named, in the strip over every page. */
  async function become(name: string): Promise<void> {
    await choose(visitor, ".demo-people button", name);
    await isNow(name);
  }

  async function isNow(name: string): Promise<void> {
    await visitor.page.locator(".demo-people [aria-pressed=true]").filter({ hasText: name }).waitFor();
  }

  /** What a button hands out, as a file in the folder. */
  async function download(name: string, selector: string, text: string): Promise<void> {
    const handed = visitor.page.waitForEvent("download");
    await choose(visitor, selector, text);
    await (await handed).saveAs(at(name));
  }
});
