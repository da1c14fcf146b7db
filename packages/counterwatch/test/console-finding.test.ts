import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { simulate } from "@counterwatch/simulator";
import { OAuth2Server } from "oauth2-mock-server";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { peopleCases } from "./console-people.ts";
import { describeInBrowser, launch, Visitor } from "./console-visitor.ts";
import { counterwatch } from "./counterwatch.ts";
import type { Person } from "./serve-desk.ts";
import { ServedDesk } from "./served-desk.ts";

const PEOPLE = { ana: "analyst", rosa: "reviewer", otto: "auditor", adam: "administrator" } as const;

interface Told {
  readonly id: string;
  readonly incident: string;
  readonly operator: string;
  readonly detector: string;
  readonly subjects: readonly string[];
}

/** Somebody takes calls and locations of one person, and follows them over cameras. */
function lines(): string[] {
  const city = { preset: "city", operators: 40, days: 80, start: "2026-09-01" } as const;
  return [...simulate({ ...city, seed: "attache-1", campaigns: ["attache"] })].map((event) =>
    JSON.stringify(event),
  );
}

/** A port that is free now: the server has to know its address before it begins. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Another organisation's sign-in, at which everybody is otto. */
async function openIssuer(): Promise<OAuth2Server> {
  const issuer = new OAuth2Server();
  await issuer.issuer.keys.generate("RS256");
  await issuer.start(0, "127.0.0.1");
  issuer.service.on("beforeTokenSigning", ({ payload }: { payload: Record<string, unknown> }) => {
    payload["preferred_username"] = "otto";
  });
  return issuer;
}

// One server and one browser for all of them: what a page shows is what the cases before it left.
describeInBrowser("findings, and people who read them, in a browser", () => {
  let desk: ServedDesk;
  let browser: Browser;
  let issuer: OAuth2Server;
  let rosa: Person;
  let told: readonly Told[];

  beforeAll(async () => {
    issuer = await openIssuer();
    const oidc = {
      issuer: issuer.issuer.url,
      clientId: "counterwatch",
      clientSecretFile: "oidc.secret",
    };
    const plan = {
      people: PEOPLE,
      sources: ["city"],
      config: { signIn: { oidc } },
      origin: `http://localhost:${await freePort()}`,
    };
    desk = await ServedDesk.open("finding", plan, { "oidc.secret": "between the two servers\n" });
    await desk.feed("city", lines());
    rosa = await desk.person("rosa");
    told = (await rosa.all("/api/findings")) as Told[];
    browser = await launch();
  });

  afterAll(async () => {
    await browser?.close();
    await issuer?.stop();
    await desk?.close();
  });

  const visit = (name: string, place: string, options = {}) =>
    Visitor.as(browser, desk, name, place, options);

  peopleCases(() => ({ desk, visit, browser, issuer: issuer.issuer.url ?? "" }));

  function find(what: string, suits: (finding: Told) => boolean): Told {
    const found = told.find(suits);
    expect(found, what).toBeDefined();
    return found as Told;
  }

  const placeOf = ({ id }: Told) => `/findings?state=new,taken&id=${id}`;

  /** A finding on a subject at which colleagues looked, too. */
  async function sharedFinding(): Promise<{ finding: Told; subject: string; colleagues: number }> {
    for (const finding of told.filter(({ subjects }) => subjects.length > 0)) {
      const { body } = await rosa.ask("GET", `/api/findings/${finding.id}/peers`);
      const [first] = body.company;
      if (first !== undefined) return { finding, subject: first.value, colleagues: first.count };
    }
    throw new Error("no subject of a finding has company");
  }

  it("say when they happened and when we learned, and what speaks for each sitting", async () => {
    const finding = find("a fixation", ({ detector }) => detector === "story/fixation");
    const { body } = await rosa.ask("GET", `/api/findings/${finding.id}/sittings`);
    const open = body.sittings.filter(({ explained }: { explained: boolean }) => !explained).length;
    const visitor = await visit("ana", placeOf(finding));
    const page = visitor.page.locator(".finding");
    await page.getByText(/reached us more than an hour later/).waitFor();
    await page.getByText(new RegExp(`^${open} of ${body.sittings.length} sittings? `)).waitFor();
    const shown = page.locator("table.explained tbody tr");
    const counts = await shown.locator("td.n").allInnerTexts();
    expect(counts.filter((_, at) => at % 2 === 0).reduce((sum, text) => sum + Number(text), 0)).toBe(
      body.sittings.length,
    );
    await visitor.leave();
  });

  it("show where the operator stands, for the quantity that one chooses by keyboard", async () => {
    const finding = find("a fixation", ({ detector }) => detector === "story/fixation");
    const { body } = await rosa.ask("GET", `/api/findings/${finding.id}/peers`);
    const visitor = await visit("ana", placeOf(finding));
    await visitor.says(`This operator: ${body.own} day`);
    expect(body.colleagues).toBeGreaterThanOrEqual(5);
    const peers = visitor.page.getByRole("region", { name: "Among colleagues" });
    const bins = await peers.locator("svg.peers rect.bar").count();
    await peers.locator("summary").press("Enter");
    expect(await peers.locator("tbody tr").count()).toBe(bins);
    const other = (await rosa.ask("GET", `/api/findings/${finding.id}/peers?of=lookups`)).body;
    await peers.locator("select").press("End");
    await peers.getByText(`This operator: ${other.own} look-up`).waitFor();
    expect(visitor.asked).toContain(`GET findings/${finding.id}/peers?of=lookups`);
    await visitor.leave();
  });

  it("draw the path of their rows, and the list beside it leads to the map and back", async () => {
    const finding = find("a followed path", ({ detector }) => detector === "story/following");
    const { body } = await rosa.ask("GET", `/api/findings/${finding.id}`);
    const sites = new Set(
      body.events.map(({ event }: { event: { site?: { id: string } } }) => event.site?.id),
    );
    const visitor = await visit("ana", placeOf(finding));
    const path = visitor.page.locator("svg.path");
    await path.waitFor();
    expect(await path.locator("a").count()).toBe(sites.size);
    const labels = await path
      .locator("a")
      .evaluateAll((all) => all.map((each) => each.getAttribute("aria-label")));
    expect(new Set(labels.map((label) => label?.split(": ")[1]))).toEqual(sites);
    const first = visitor.page.getByRole("link", { name: "Stop 1 on the map" });
    await first.press("Enter");
    expect(await visitor.page.evaluate("document.activeElement.getAttribute('aria-label')")).toMatch(
      /^Stop 1\b/,
    );
    await visitor.press("Enter");
    expect(await visitor.page.evaluate("document.activeElement.id")).toBe("stop-1");
    // The page's own address stands behind the # and is still this finding's.
    expect(visitor.page.url()).toContain(finding.id);
    await visitor.leave();
  });

  it("name colleagues only when they are asked for, by the picture as by the list", async () => {
    const { finding, subject, colleagues } = await sharedFinding();
    const visitor = await visit("ana", placeOf(finding));
    const graph = visitor.page.locator("svg.neighbours");
    const node = graph.getByRole("button").first();
    await node.waitFor();
    const before = await graph.locator(".node").count();
    expect(await graph.locator(".node.colleague").count()).toBe(0);
    expect(visitor.asked.some((path) => path.includes("neighbours"))).toBe(false);
    await node.press("Enter");
    await graph.locator(".node.colleague").first().waitFor();
    expect(visitor.asked).toContain(`GET findings/${finding.id}/neighbours?subject=${subject}`);
    const shown = await graph.locator(".node.colleague").count();
    expect(shown).toBe(Math.min(colleagues, 20, 40 - before));
    const twin = visitor.page.locator("ul.twin > li").first();
    expect(await twin.locator("ul a").count()).toBe(Math.min(colleagues, 20));
    await twin.getByRole("button", { name: "Hide them" }).press("Enter");
    await graph.locator(".node.colleague").first().waitFor({ state: "detached" });
    await visitor.leave();
  });

  it("of a rule say what it matched", async () => {
    const finding = find("a rule's", ({ detector }) => detector.startsWith("rule/"));
    const visitor = await visit("otto", placeOf(finding));
    const rule = visitor.page.getByRole("region", { name: "What the rule matched" });
    await rule.getByText(finding.detector.replace("rule/", "")).first().waitFor();
    await rule.getByText(/of this operator’s/).waitFor();
    await visitor.leave();
  });

  it("lead to the operator's work, page by page", async () => {
    const counts = new Map<string, number>();
    for (const { operator } of told) {
      const { body } = await rosa.ask("GET", `/api/operators/${operator}`);
      if (body.earlier !== undefined && body.others !== undefined) counts.set(operator, body.work.lookups);
      if (counts.size > 0) break;
    }
    const [operator = ""] = counts.keys();
    const visitor = await visit("ana", `/operators/${operator}`);
    await visitor.says("Look-ups with a case");
    await visitor.says(/^The unit’s \d+ other operators$/);
    expect(await visitor.page.locator(".week i").count()).toBe(168);
    const newest = await visitor.page.locator("table.look-ups tbody tr td").last().innerText();
    await visitor.page.getByRole("button", { name: "Earlier look-ups" }).press("Enter");
    await visitor.says("Look-ups, page 2");
    await expect
      .poll(() => visitor.page.locator("table.look-ups tbody tr td").last().innerText())
      .not.toBe(newest);
    expect(visitor.asked.some((path) => path.startsWith(`GET operators/${operator}?before=`))).toBe(true);
    await visitor.page.getByRole("button", { name: "Later look-ups" }).press("Enter");
    await visitor.says("The newest look-ups");
    await visitor.leave();
  });

  it("are split off and merged again, each with what both incidents would be", async () => {
    const homes = new Map<string, Told[]>();
    for (const finding of told)
      homes.set(finding.incident, [...(homes.get(finding.incident) ?? []), finding]);
    const [incident, findings] = [...homes].find(([, all]) => all.length >= 3) ?? ["", []];
    expect(findings.length).toBeGreaterThanOrEqual(3);
    const visitor = await visit("ana", `/incidents/${incident}`);
    await visitor.page.getByRole("button", { name: "Split…" }).press("Enter");
    const dialog = visitor.page.locator("dialog");
    await dialog.getByText("Choose the findings that leave this incident.").waitFor();
    await dialog.getByRole("checkbox").first().press("Space");
    await dialog.getByText("A new incident").waitFor();
    expect(await dialog.locator(".preview li:not(.muted)").count()).toBe(
      Math.min(6, findings.length - 1) + 1,
    );
    await dialog.locator("textarea").fill("Another matter: not the same person.");
    await visitor.isAccessible("split");
    await dialog.getByRole("button", { name: "Split", exact: true }).press("Enter");
    await visitor.says(/^Split: the chosen findings are in /);
    const list = visitor.page.locator("main table").first();
    await expect.poll(() => list.locator("tbody tr").count()).toBe(findings.length - 1);

    await visitor.page.getByRole("button", { name: "Merge…" }).press("Enter");
    await dialog.getByRole("radio").first().press("Space");
    await dialog.getByText("Merged: no finding stays in it.").waitFor();
    await dialog.locator("textarea").fill("It is the same matter after all.");
    await visitor.isAccessible("merge");
    await dialog.getByRole("button", { name: "Merge", exact: true }).press("Enter");
    await visitor.says(/^Merged into /);
    await visitor.says("It was merged. Its findings are in");
    const { body } = await rosa.ask("GET", `/api/incidents/${incident}`);
    expect(body.incident.state).toBe("merged");
    const into = body.incident.steps.at(-1).step.into;
    const other = (await rosa.ask("GET", `/api/incidents/${into}`)).body;
    expect(other.incident.findings.length).toBeGreaterThanOrEqual(findings.length);
    for (const finding of other.findings) expect(finding.incident).toBe(into);
    told = (await rosa.all("/api/findings")) as Told[];
    await visitor.leave();
  });

  it("closed by one wait for another one, and the page says for whom", async () => {
    const { incident } = find("a finding", () => true);
    const steps = (await rosa.ask("GET", `/api/incidents/${incident}`)).body.incident.steps.length;
    const step = { do: "close-proposed", reason: "misuse", why: "No case, no colleague, at night." };
    expect((await rosa.ask("POST", `/api/incidents/${incident}/steps`, { after: steps, step })).status).toBe(
      200,
    );
    const ana = await visit("ana", `/incidents/${incident}`);
    await ana.says("Proposed by rosa as “misuse”; needs a reviewer who is not rosa.");
    await ana.leave();
    const back = { do: "reopened", why: "It was a trial of the form." };
    await rosa.ask("POST", `/api/incidents/${incident}/steps`, { after: steps + 1, step: back });
  });

  it("are carried out as evidence that the verifier accepts, and refuses once it was touched", async () => {
    const { incident } = find("a finding", ({ detector }) => detector === "story/fixation");
    const visitor = await visit("otto", `/incidents/${incident}`);
    const download = visitor.page.waitForEvent("download");
    await visitor.page.getByRole("button", { name: "Download the evidence bundle" }).press("Enter");
    const file = await download;
    expect(file.suggestedFilename()).toBe(`incident-${incident.slice(3, 11)}.tar`);
    const tar = join(desk.folder, file.suggestedFilename());
    await file.saveAs(tar);
    await visitor.says(/Downloaded\. It is verified with/);
    await visitor.leave();
    await writeFile(
      join(desk.folder, "ledger.vkey"),
      await (await fetch(`${desk.server.url}/ledger/ledger.vkey`)).text(),
    );
    const verify = (name: string) =>
      counterwatch(["ledger", "verify", name, "--key", "ledger.vkey"], { cwd: desk.folder });
    const good = await verify(tar);
    expect(good, good.stderr).toMatchObject({ status: 0 });
    const bytes = await readFile(tar);
    // Within a look-up, and not in what the findings say of it.
    const at = bytes.indexOf('"operator"', bytes.toString("latin1").search(/events\/\d+\.json/));
    bytes[at + 1] = (bytes[at + 1] ?? 0) ^ 1;
    await writeFile(join(desk.folder, "touched.tar"), bytes);
    expect((await verify("touched.tar")).status).toBe(4);
    const ana = await visit("ana", `/incidents/${incident}`);
    await ana.page.getByRole("heading", { name: "History" }).waitFor();
    expect(await ana.page.getByRole("button", { name: "Download the evidence bundle" }).count()).toBe(0);
    await ana.leave();
  });

  it("that a suppression hid show again when it ends, though nothing else happens", async () => {
    const { id, operator, incident } = find("a rule's", ({ detector }) => detector.startsWith("rule/"));
    const visitor = await visit("rosa", `/incidents/${incident}`);
    await visitor.page.getByRole("button", { name: "Suppress…" }).press("Enter");
    const form = visitor.page.locator("dialog");
    expect(await form.getByLabel("Operator").inputValue()).toBe(operator);
    await form.locator("textarea").fill("The leave of this operator was entered too late.");
    await form.getByRole("button", { name: "Show what it would have hidden" }).press("Enter");
    await form.getByText(/It would have hidden \d+ finding/).waitFor();
    await visitor.press("Escape");
    await visitor.leave();
    const state = async () => (await rosa.ask("GET", `/api/findings/${id}`)).body.finding.state;
    const until = new Date(Date.now() + 4000).toISOString();
    const wish = { operator, why: "The leave was entered too late.", until };
    expect((await rosa.ask("POST", "/api/suppressions", wish)).status).toBe(200);
    expect(await state()).toBe("suppressed");
    await expect.poll(state, { timeout: 60_000 }).toBe("new");
  });

  it.each([
    { colorScheme: "light", locale: "en-GB" },
    { colorScheme: "dark", locale: "es-ES" },
  ] as const)("are accessible and fit a phone: %s", async (options) => {
    const path = find("a followed path", ({ detector }) => detector === "story/following");
    const rule = find("a rule's", ({ detector }) => detector.startsWith("rule/"));
    const { finding } = await sharedFinding();
    const visitor = await visit("rosa", "/overview", options);
    const places = [
      placeOf(path),
      placeOf(rule),
      placeOf(finding),
      `/operators/${path.operator}`,
      `/incidents/${path.incident}`,
      "/incidents?severity=high,critical&owner=-ana",
    ];
    for (const place of places) {
      await visitor.open(place);
      await visitor.isAccessible(place);
      await visitor.fitsPhone(place);
    }
    await visitor.leave();
  });

  it("stand in a list of incidents that the address filters", async () => {
    const { operator } = find("a finding", () => true);
    const visitor = await visit("ana", `/incidents?operator=${operator}`);
    const { body } = await rosa.ask(
      "GET",
      `/api/incidents?operator=${operator}&state=open,taken,close-proposed&limit=50`,
    );
    await expect.poll(() => visitor.page.locator("main tbody tr").count()).toBe(body.total);
    await visitor.page.getByText("Operator", { exact: true }).first().press("Enter");
    await visitor.page.getByRole("button", { name: `Not ${operator}` }).press("Enter");
    await expect.poll(() => visitor.page.url()).toContain(`operator=-${operator}`);
    await visitor.leave();
  });
});
