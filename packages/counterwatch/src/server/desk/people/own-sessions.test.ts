import { describe, expect, it } from "vitest";
import { Browser, House, house } from "../desk-house.fixture.ts";

const OLD = "password of analyst";
const FRESH = "a better password";

async function signIn(place: House, name: string, password: string): Promise<[Browser, number]> {
  const browser = new Browser(place);
  const { status } = await browser.ask("POST", "/api/session", { name, password });
  return [browser, status];
}

describe("the own password", () => {
  it("is changed by whoever knows the old one; every other session ends, and this one is a new one", async () => {
    const place = await house();
    const [here] = await signIn(place, "analyst", OLD);
    const [there] = await signIn(place, "analyst", OLD);
    const before = here.cookies.get("counterwatch") ?? "";
    expect((await here.ask("POST", "/api/session/password", { old: OLD, password: FRESH })).status).toBe(200);
    expect((await here.ask("GET", "/api/session")).status).toBe(200);
    expect((await there.ask("GET", "/api/session")).status).toBe(401);
    here.cookies.set("counterwatch", before);
    expect((await here.ask("GET", "/api/session")).status).toBe(401);
    expect((await signIn(place, "analyst", OLD))[1]).toBe(401);
    expect((await signIn(place, "analyst", FRESH))[1]).toBe(200);
    const trail = JSON.stringify((await place.store.auditTrail({ limit: 50 })).items);
    expect(trail).toContain("password.change");
    for (const secret of [OLD, FRESH]) expect(trail).not.toContain(secret);
  });

  it("stays where the old one is wrong or the new one short; guesses are counted as at the sign-in", async () => {
    const place = await house();
    const browser = new Browser(place).become("analyst");
    const change = (old: string, password = FRESH) =>
      browser.ask("POST", "/api/session/password", { old, password });
    expect((await change(OLD, "short")).status).toBe(400);
    expect((await change(OLD, "x".repeat(300))).status).toBe(400);
    for (let tries = 0; tries < 5; tries++) expect((await change("a guess")).status).toBe(403);
    expect((await change(OLD)).status).toBe(429);
    expect((await browser.ask("GET", "/api/session")).status).toBe(200);
    expect((await signIn(place, "analyst", OLD))[1]).toBe(429);
    place.now += 1001;
    expect((await signIn(place, "analyst", OLD))[1]).toBe(200);
  });

  it("leaves what an administrator changes at the same moment", async () => {
    const place = await house();
    const browser = new Browser(place).become("analyst");
    const change = browser.ask("POST", "/api/session/password", { old: OLD, password: FRESH });
    const root = new Browser(place).become("administrator");
    await root.ask("PUT", "/api/accounts/analyst", { roles: ["auditor"], disabled: true });
    await change;
    const account = (await place.store.accounts()).find(({ name }) => name === "analyst");
    expect(account).toMatchObject({ disabled: true, roles: ["auditor"] });
  });
});

describe("the own sessions", () => {
  it("are listed without what opens them, and end one by one or all at once", async () => {
    const place = await house();
    const [here] = await signIn(place, "analyst", OLD);
    place.now += 1000;
    const [there] = await signIn(place, "analyst", OLD);
    const [other] = await signIn(place, "reviewer", "password of reviewer");
    const { body } = await there.ask("GET", "/api/sessions");
    expect(body.items).toMatchObject([
      { means: "password", here: true },
      { means: "password", here: false },
    ]);
    for (const { cookies } of [here, there])
      expect(JSON.stringify(body)).not.toContain(cookies.get("counterwatch"));
    const [, { id }] = body.items;
    expect((await other.ask("DELETE", `/api/sessions/${id}`)).status).toBe(404);
    expect((await here.ask("GET", "/api/session")).status).toBe(200);
    expect((await there.ask("DELETE", `/api/sessions/${id}`)).status).toBe(200);
    expect((await here.ask("GET", "/api/session")).status).toBe(401);
    const [again] = await signIn(place, "analyst", OLD);
    expect((await again.ask("DELETE", "/api/sessions")).status).toBe(200);
    for (const browser of [again, there]) expect((await browser.ask("GET", "/api/session")).status).toBe(401);
    expect((await other.ask("GET", "/api/session")).status).toBe(200);
  });

  it("are twenty at most: the eldest ends", async () => {
    const place = await house();
    const first = new Browser(place).become("analyst");
    const rest = Array.from({ length: 20 }, () => new Browser(place).become("analyst"));
    expect((await first.ask("GET", "/api/session")).status).toBe(401);
    expect((await rest[0]?.ask("GET", "/api/session"))?.status).toBe(200);
    expect(place.sessions.of("analyst")).toHaveLength(20);
  });
});

describe("over TLS", () => {
  it("the cookie is the browser's for this host alone, and another host's is no session", async () => {
    const place = await new House({ secure: true }).furnish();
    const [browser] = await signIn(place, "analyst", OLD);
    expect([...browser.cookies.keys()]).toEqual(["__Host-counterwatch"]);
    const { answer } = await browser.ask("POST", "/api/session", { name: "analyst", password: OLD });
    expect(answer.headers.get("set-cookie")).toMatch(/Path=\/; HttpOnly; Secure; SameSite=Strict/);
    const tossed = new Browser(place).become("analyst");
    expect((await tossed.ask("GET", "/api/session")).status).toBe(401);
  });
});
