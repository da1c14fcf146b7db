import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { officeCases } from "./console-office.ts";
import { QUEUE, queueCases } from "./console-queue.ts";
import { describeInBrowser, launch, Visitor } from "./console-visitor.ts";
import { cityLines } from "./serve-desk.ts";
import { ServedDesk } from "./served-desk.ts";

const PEOPLE = {
  ana: "analyst",
  rosa: "reviewer",
  otto: "auditor",
  adam: "administrator",
  rita: "register-officer",
} as const;
const CONFIG = {
  sources: {
    city: { heartbeat: "400d", system: "plates" },
    calls: { heartbeat: "1h", system: "calls" },
  },
};
const CALL = {
  time: "yesterday",
  source: "calls",
  system: "calls",
  action: "search",
  operator: { id: "x" },
};
/** Rows that nobody can read, for two reasons. */
const UNREADABLE = [...[1, 2, 3].map((n) => JSON.stringify({ ...CALL, id: `b-${n}` })), "not json"];
const REASON = "asked by the desk sergeant ".repeat(12).slice(0, 300);
const DAY = 86_400_000;

/** The city's look-ups in the days before today, as a source would have sent them, every third reason as long as some people write. */
function lines(): string[] {
  const events = cityLines("console", 30, 40).map(
    (line) => JSON.parse(line) as { time: string; purpose?: object },
  );
  const latest = Math.max(...events.map(({ time }) => Date.parse(time)));
  const moved = Math.floor((Date.now() - latest) / DAY) * DAY;
  return events.map((event, at) =>
    JSON.stringify({
      ...event,
      time: new Date(Date.parse(event.time) + moved).toISOString(),
      ...(at % 3 === 0 && { purpose: { ...event.purpose, reason: REASON } }),
    }),
  );
}

// One server and one browser for all of them: what a page shows is what the cases before it left.
describeInBrowser("the console in a browser", () => {
  const all = lines();
  let desk: ServedDesk;
  let browser: Browser;

  beforeAll(async () => {
    desk = await ServedDesk.open("console", {
      people: PEOPLE,
      sources: ["city", "calls"],
      config: CONFIG,
    });
    browser = await launch();
    expect((await desk.send("calls", UNREADABLE)).said).toMatchObject({ rejected: 4 });
  });

  afterAll(async () => {
    await browser?.close();
    await desk?.close();
  });

  const visit = (name: string, place: string, options = {}) =>
    Visitor.as(browser, desk, name, place, options);

  it("lets nobody in with a wrong password, and says so", async () => {
    const visitor = await Visitor.come(browser, desk.url, { colorScheme: "dark" });
    await visitor.page.locator("input[name=name]").fill("ana");
    await visitor.page.locator("input[name=password]").fill("not the password at all");
    await visitor.press("Enter");
    await visitor.says("The name or the password is wrong.");
    await visitor.isAccessible("sign-in");
    await visitor.leave();
  });

  it("begins with the overview, before anything came", async () => {
    const visitor = await visit("ana", "/overview");
    await visitor.says("2 sources of 2 are not heard. Nothing else waits.");
    await visitor.says("No look-up came yet.");
    await visitor.says("Learning: nothing can be promised before look-ups came.");
    await visitor.isAccessible("empty overview");
    await visitor.leave();
  });

  it("says that nothing is there, and what is new when it comes, without moving anything", async () => {
    const visitor = await visit("ana", QUEUE);
    await visitor.says(/Nothing to review/);
    await visitor.says("city has not been heard since the server started.");
    await visitor.isAccessible("empty queue");
    await desk.feed("city", all);
    const news = visitor.page.getByRole("button", { name: / new ↑/ });
    await news.waitFor();
    await visitor.says(/Nothing to review/);
    await news.click();
    await visitor.page.locator(".row").first().waitFor();
    await news.waitFor({ state: "detached" });
    await visitor.leave();
  });

  it("says what is covered and what waits, to whom it concerns", async () => {
    const { body } = await (await desk.person("ana")).ask("GET", "/api/overview");
    const waiting = body.work.waiting.unowned.reduce(
      (sum: number, { count }: { count: number }) => sum + count,
      0,
    );
    expect(waiting).toBeGreaterThan(0);
    const visitor = await visit("ana", "/overview");
    await visitor.says(new RegExp(`^1 source of 2 is not heard, and ${waiting} matter`));
    expect(body.days.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(all.length);
    expect(await visitor.page.locator(".day-chart .count").count()).toBeGreaterThan(20);
    await visitor.page.getByText("The same as a table").click();
    await visitor.isAccessible("overview");
    await visitor.page.getByRole("link", { name: /^The oldest has waited/ }).click();
    await visitor.page.locator(".finding .sentence").waitFor();
    await visitor.leave();

    // Whoever reads no findings is not told how many there are, and sees no page of them.
    const rita = await visit("rita", "/overview");
    await rita.says("1 source of 2 is not heard. Nothing else waits.");
    expect(await rita.page.getByText("What waits for a person").count()).toBe(0);
    expect(await rita.page.locator("nav.pages a").allInnerTexts()).not.toContain("Findings");
    await rita.leave();
  });

  officeCases(() => ({ desk, visit }));
  queueCases(() => ({ desk, visit }));

  it.each([
    { colorScheme: "light", locale: "en-GB" },
    { colorScheme: "dark", locale: "es-ES" },
  ] as const)("is accessible on every page, and fits a phone: $colorScheme", async (options) => {
    const { body } = await (await desk.person("rosa")).ask("GET", "/api/findings?limit=1");
    const [{ id, incident, operator }] = body.items;
    const places = {
      rosa: [
        "/overview",
        QUEUE,
        `${QUEUE}&id=${id}`,
        "/incidents",
        `/incidents/${incident}`,
        `/operators/${operator}`,
        "/sources",
        "/sources/city",
        "/rules",
        "/rules/bulk-pace",
        "/rules/try",
        "/suppressions",
        "/precision",
      ],
      otto: ["/ledger", "/accounts", "/audit"],
    } as const;
    for (const [name, pages] of Object.entries(places)) {
      const visitor = await visit(name as keyof typeof places, pages[0], options);
      for (const place of pages) {
        await visitor.open(place);
        await visitor.page.locator("main h1, main h2").first().waitFor();
        await visitor.isAccessible(place);
        await visitor.fitsPhone(place);
      }
      await visitor.leave();
    }
  });
});
