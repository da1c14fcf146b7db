import { describe, expect, it } from "vitest";
import { incidentOf } from "../../incidents/desk/grouping.ts";
import { NOTICE_KINDS, noticeFor, type NoticeTarget } from "../../incidents/notices/notice.ts";
import { finding, opened } from "../../store/desk/contract/desk-contract.fixture.ts";
import { account, Browser, House, INCIDENT, NOW } from "./desk-house.fixture.ts";

const AUDIT = { at: NOW, by: "test", action: "set up", target: undefined, detail: undefined };
const SILENCE = "source/silence";

/** f-1 is about op-1, f-2 about op-2, f-3 and f-6 about the source portal and what speaks through it, which have no look-ups. */
async function place(): Promise<House> {
  const house = await new House().furnish();
  const both = ["analyst", "reviewer"] as const;
  for (const each of [
    account("himself", both, { operators: ["op-1"] }),
    account("op-1", both),
    account("keeps-portal", both, { administers: ["portal"] }),
    account("keeps-alpr", [...both, "auditor"], { administers: ["alpr"] }),
    account("his-root", ["administrator"], { operators: ["op-1"] }),
  ])
    await house.store.saveAccount(each, AUDIT);
  await house.store.advance({
    position: 2,
    events: [],
    findings: [
      finding(2),
      finding(3, { detector: SILENCE, operator: "source portal" }),
      finding(6, { detector: SILENCE, operator: "source portal/eu" }),
    ],
    suppressed: new Set(),
    steps: [2, 3, 6].map((n) => opened(n, NOW)),
    now: NOW,
  });
  return house;
}

/** An account's own browser, through the whole test. */
function as(house: House, name: string) {
  const browser = new Browser(house).become(name);
  return async (path: string) => (await browser.ask("GET", path)).body;
}

describe("what is withheld", () => {
  it.each(["himself", "op-1", "keeps-alpr"])("is told by no filter: %s", async (name) => {
    const get = as(await place(), name);
    // Words, kinds and times that only the withheld finding has, and those that none has.
    for (const [right, wrong] of [
      ["q=1%20sittings", "q=7%20sittings"],
      ["operator=op-1", "operator=op-8"],
      ["detector=rule/wide&severity=medium", "detector=rule/wide&severity=low"],
      ["q=1%20sittings&limit=1", "q=7%20sittings&limit=1"],
    ])
      for (const list of ["findings", "findings/facets", "incidents", "incidents/facets"]) {
        if (list.startsWith("incidents") && right?.includes("limit") === true) continue;
        if (list.endsWith("facets") && right?.includes("limit") === true) continue;
        expect(await get(`/api/${list}?${right}`), list).toEqual(await get(`/api/${list}?${wrong}`));
      }
  });

  it("is counted once, whatever is asked for, and by nothing where a source is administered", async () => {
    const house = await place();
    const get = as(house, "himself");
    for (const path of ["/api/findings", "/api/findings?q=nothing", "/api/incidents", "/api/incidents?q=no"])
      expect(await get(path), path).toMatchObject({ withheld: 1 });
    expect(await get("/api/findings?limit=1&after=1")).toMatchObject({ withheld: 0 });
    expect(await as(house, "keeps-alpr")("/api/findings")).toMatchObject({
      items: [],
      total: 0,
      withheld: 0,
    });
    expect(await as(house, "keeps-alpr")("/api/precision")).toEqual({ detectors: [] });
    expect((await as(house, "keeps-alpr")("/api/overview")).work).toBeUndefined();
  });

  it("leaves whole pages to whoever administers a source", async () => {
    const house = await place();
    house.sources = (events) => (events.includes("e-1") ? ["portal"] : ["alpr"]);
    const get = as(house, "keeps-portal");
    const seen: string[] = [];
    for (let after = "0"; after !== undefined; ) {
      const page = await get(`/api/findings?limit=1&after=${after}`);
      expect(page.items.length).toBe(1);
      seen.push(page.items[0].id);
      after = page.next;
    }
    // f-1 and its page's place are not to be seen; f-3 and f-6 are about the source itself.
    expect(seen).toEqual(["f-2"]);
  });
});

describe("a finding about a source itself", () => {
  it("is neither read nor judged nor hidden by whoever administers it", async () => {
    const house = await place();
    house.sources = () => [];
    const browser = new Browser(house).become("keeps-portal");
    for (const n of [3, 6]) {
      const incident = incidentOf(`f-${n}`);
      for (const path of [`findings/f-${n}`, `findings/f-${n}/peers`, `incidents/${incident}`])
        expect((await browser.ask("GET", `/api/${path}`)).status, path).toBe(403);
      const step = { do: "close-proposed", reason: "explained", why: "a planned outage" };
      expect((await browser.ask("POST", `/api/incidents/${incident}/steps`, { after: 1, step })).status).toBe(
        403,
      );
    }
    expect(
      (await browser.ask("GET", "/api/findings")).body.items.map(({ id }: { id: string }) => id),
    ).toEqual(["f-2", "f-1"]);
    const wish = { why: "a planned outage", until: "2026-04-01T00:00:00.000Z" };
    for (const what of [{ detector: SILENCE }, { operator: "source portal" }, { operator: "op-2" }])
      expect((await browser.ask("POST", "/api/suppressions", { ...wish, ...what })).status).toBe(403);
    const { body } = await browser.ask("POST", "/api/suppressions/preview", { ...wish, detector: SILENCE });
    expect(body).toEqual({ items: [] });
  });
});

describe("what others were told outside", () => {
  it("is not told to whom it is about", async () => {
    const house = await place();
    const target: NoticeTarget = {
      name: "webhook/siem",
      tell: new Set(NOTICE_KINDS),
      severity: "low",
      detail: "none",
      withhold: new Set(),
      gather: 0,
    };
    const told = [
      ["finding.new", "f-1"],
      ["finding.new", "f-2"],
      ["incident.taken", INCIDENT],
      ["source.silent", "portal"],
    ] as const;
    await house.store.outbox.add(
      told.map(([kind, about]) => noticeFor(target, { kind, about, turn: "", at: NOW }, NOW)),
    );
    const about = async (name: string) =>
      (await as(house, name)("/api/notifications")).items
        .map((item: { about: string }) => item.about)
        .toSorted();
    expect(await about("administrator")).toEqual(["f-1", "f-2", INCIDENT, "portal"].toSorted());
    expect(await about("his-root")).toEqual(["f-2", "portal"]);
  });
});

describe("what people change", () => {
  it("is a look-up like what they read", async () => {
    const house = await place();
    const ask = (name: string, method: string, path: string, body: object) =>
      new Browser(house).become(name).ask(method, path, body);
    const wish = { detector: "rule/wide", why: "too many", until: "2026-04-01T00:00:00.000Z" };
    await ask("analyst", "POST", `/api/incidents/${INCIDENT}/steps`, { after: 1, step: { do: "taken" } });
    await ask("analyst", "POST", "/api/suppressions/preview", wish);
    await ask("reviewer", "POST", "/api/suppressions", wish);
    await ask("administrator", "PUT", "/api/accounts/himself", { roles: ["analyst"] });
    expect(house.looked).toEqual([
      `analyst incident ${INCIDENT} change`,
      "analyst finding ",
      "reviewer suppression  change",
      "administrator accounts himself change",
    ]);
  });

  it("in an account stands in the trail with what is withheld from it and what no longer is", async () => {
    const house = await place();
    const root = new Browser(house).become("administrator");
    const save = (name: string, body: object) => root.ask("PUT", `/api/accounts/${name}`, body);
    const p1 = "p1_0123456789abcdef01234567";
    await save("rosa", {
      roles: ["analyst"],
      operators: [p1],
      administers: ["alpr"],
      password: "long enough!",
    });
    await save("rosa", { roles: ["analyst"], administers: ["alpr", "portal"] });
    await save("rosa", { roles: ["analyst", "reviewer"], administers: ["portal"], disabled: true });
    await save("rosa", { roles: ["analyst", "reviewer"], administers: ["portal"] });
    const { items } = await as(house, "auditor")("/api/audit");
    const details = items
      .filter(({ action, target }: Record<string, string>) => action === "account.save" && target === "rosa")
      .map(({ detail }: { detail: string }) => detail)
      .toReversed();
    expect(details).toEqual([
      `analyst; operators +${p1}; administers +alpr; password set`,
      `analyst; operators -${p1}; administers +portal`,
      "analyst reviewer; administers -alpr; disabled",
      "analyst reviewer; enabled",
    ]);
  });

  it("says nobody's number", async () => {
    const house = await place();
    const browser = new Browser(house).become("analyst");
    const comment = (text: string) =>
      browser.ask("POST", `/api/incidents/${INCIDENT}/steps`, { after: 1, step: { do: "commented", text } });
    for (const text of ["she is at +52 55 1234 5678", "ask maria@example.org", "IMEI 352099001761481"])
      expect((await comment(text)).status, text).toBe(400);
    expect((await comment("case C25-1234 of 2026-02-27, see plate desk, 12 sittings")).status).toBe(200);
  });
});
