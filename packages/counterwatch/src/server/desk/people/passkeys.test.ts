import { describe, expect, it } from "vitest";
import { Browser, House } from "../desk-house.fixture.ts";
import { SoftAuthenticator, type Wish } from "./authenticator.fixture.ts";
import { RelyingParty } from "./relying-party.ts";

const ORIGIN = "https://desk.example";

async function place(): Promise<House> {
  const origin = new URL(ORIGIN);
  const means = { origin, party: RelyingParty.at(origin), issuer: undefined };
  return await new House({ means }).furnish();
}

async function add(browser: Browser, device: SoftAuthenticator, wish: Wish = {}, name = "the blue key") {
  const { body: options } = await browser.ask("POST", "/api/passkeys/challenge", {});
  return await browser.ask("POST", "/api/passkeys", { name, registration: device.create(options, wish) });
}

async function signIn(browser: Browser, device: SoftAuthenticator, wish: Wish = {}) {
  const { body: options } = await browser.ask("POST", "/api/sign-in/passkey/challenge");
  return await browser.ask("POST", "/api/sign-in/passkey", device.get(options, wish));
}

/** A house where the analyst has a passkey, and a browser in which nobody is signed in. */
async function furnished() {
  const house = await place();
  const device = new SoftAuthenticator(ORIGIN);
  expect((await add(new Browser(house, ORIGIN).become("analyst"), device)).status).toBe(200);
  return { house, device, browser: new Browser(house, ORIGIN) };
}

describe("passkeys (WebAuthn Level 3)", () => {
  it("are asked for as discoverable, with their owner verified, at the configured place", async () => {
    const house = await place();
    const { body } = await new Browser(house, ORIGIN)
      .become("analyst")
      .ask("POST", "/api/passkeys/challenge");
    expect(body).toMatchObject({
      rp: { id: "desk.example" },
      attestation: "none",
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
    expect(Buffer.from(body.challenge, "base64url")).toHaveLength(32);
    expect(Buffer.from(body.user.id, "base64url").toString("latin1")).not.toContain("analyst");
    const { body: asked } = await new Browser(house, ORIGIN).ask("POST", "/api/sign-in/passkey/challenge");
    expect(asked).toMatchObject({ rpId: "desk.example", userVerification: "required" });
    expect(asked.allowCredentials ?? []).toEqual([]);
  });

  it("sign in, several to an account, each with its name, until one is removed", async () => {
    const { house, device, browser } = await furnished();
    expect(await signIn(browser, device)).toMatchObject({ status: 200, body: { name: "analyst" } });
    expect((await browser.ask("GET", "/api/session")).body).toEqual({ name: "analyst", roles: ["analyst"] });
    const second = new SoftAuthenticator(ORIGIN);
    house.now += 1000;
    expect((await add(browser, second, {}, " spare ")).status).toBe(200);
    const { body: kept } = await browser.ask("GET", "/api/passkeys");
    expect(kept.items).toMatchObject([{ name: "the blue key", used: expect.any(String) }, { name: "spare" }]);
    expect(JSON.stringify(kept)).not.toContain("publicKey");
    const removed = await browser.ask("DELETE", `/api/passkeys/${kept.items[0].id}`);
    expect(removed.status).toBe(200);
    expect((await signIn(new Browser(house, ORIGIN), device)).status).toBe(403);
    expect((await signIn(new Browser(house, ORIGIN), second)).status).toBe(200);
    const { items } = await house.store.auditTrail({ limit: 50 });
    expect(items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["passkey.add", "passkey.used", "passkey.remove", "sign-in"]),
    );
  });

  it("sign in with a new session, never with one that was there", async () => {
    const { device, browser } = await furnished();
    browser.become("auditor");
    const fixed = browser.cookies.get("counterwatch");
    await signIn(browser, device);
    expect(browser.cookies.get("counterwatch")).not.toBe(fixed);
    browser.cookies.set("counterwatch", fixed ?? "");
    expect((await browser.ask("GET", "/api/session")).status).toBe(401);
  });

  it.each([
    ["another origin", { origin: "https://desk.example.evil.example" }],
    ["another place", { rpId: "example" }],
    ["another challenge", { challenge: Buffer.alloc(32).toString("base64url") }],
    ["an owner who was not verified", { verified: false }],
    ["what was made for something else", { type: "webauthn.create" }],
  ] satisfies [string, Wish][])("refuse %s at the sign-in", async (_, wish) => {
    const { device, browser } = await furnished();
    expect((await signIn(browser, device, wish)).status).toBe(403);
    expect((await browser.ask("GET", "/api/session")).status).toBe(401);
  });

  it.each([
    ["another origin", { origin: "http://desk.example" }],
    ["another place", { rpId: "evil.example" }],
    ["another challenge", { challenge: Buffer.alloc(32).toString("base64url") }],
    ["an owner who was not verified", { verified: false }],
    [
      "an attestation with certificates",
      { format: "packed", statement: new Map([["x5c", [Buffer.alloc(3)]]]) },
    ],
    ["an attestation that would be looked up", { format: "fido-u2f" }],
  ] satisfies [string, Wish][])("refuse %s when one is made", async (_, wish) => {
    const browser = new Browser(await place(), ORIGIN).become("analyst");
    expect((await add(browser, new SoftAuthenticator(ORIGIN), wish)).status).toBe(403);
    expect((await browser.ask("GET", "/api/passkeys")).body.items).toEqual([]);
  });

  it("refuse a counter that did not go on, once and for all devices with one key, and say so in the trail", async () => {
    const { house, device, browser } = await furnished();
    expect((await signIn(browser, device, { counter: 7 })).status).toBe(200);
    expect((await signIn(browser, device, { counter: 7 })).status).toBe(403);
    expect((await signIn(browser, device, { counter: 3 })).status).toBe(403);
    expect((await signIn(browser, device, { counter: 0 })).status).toBe(403);
    expect((await signIn(browser, device, { counter: 8 })).status).toBe(200);
    const { items } = await house.store.auditTrail({ limit: 50 });
    expect(items.filter(({ action }) => action === "sign-in.failed")).toHaveLength(3);
    expect(items.find(({ action }) => action === "sign-in.failed")?.detail).toMatch(/counter/);
  });

  it("take a challenge once, from the browser that has it, for five minutes", async () => {
    const { house, device, browser } = await furnished();
    const { body: options } = await browser.ask("POST", "/api/sign-in/passkey/challenge");
    const cookies = new Map(browser.cookies);
    const other = new Browser(house, ORIGIN);
    await other.ask("POST", "/api/sign-in/passkey/challenge");
    expect((await other.ask("POST", "/api/sign-in/passkey", device.get(options))).status).toBe(403);
    expect(
      (await new Browser(house, ORIGIN).ask("POST", "/api/sign-in/passkey", device.get(options))).status,
    ).toBe(403);
    expect((await browser.ask("POST", "/api/sign-in/passkey", device.get(options))).status).toBe(200);
    for (const [name, value] of cookies) browser.cookies.set(name, value);
    expect((await browser.ask("POST", "/api/sign-in/passkey", device.get(options))).status).toBe(403);
    const { body: late } = await browser.ask("POST", "/api/sign-in/passkey/challenge");
    house.now += 5 * 60_000 + 1;
    expect((await browser.ask("POST", "/api/sign-in/passkey", device.get(late))).status).toBe(403);
  });

  it("take a registration for the session that asked for it, and nobody else's key", async () => {
    const { house, device } = await furnished();
    const ana = new Browser(house, ORIGIN).become("analyst");
    const { body: options } = await ana.ask("POST", "/api/passkeys/challenge");
    const mine = new SoftAuthenticator(ORIGIN);
    const again = new Browser(house, ORIGIN).become("analyst");
    const registration = mine.create(options);
    expect((await again.ask("POST", "/api/passkeys", { name: "x", registration })).status).toBe(403);
    expect((await ana.ask("POST", "/api/passkeys", { name: "x", registration })).status).toBe(200);
    const thief = new Browser(house, ORIGIN).become("auditor");
    expect((await add(thief, device)).status).toBe(409);
  });

  it("are added and removed only by somebody who has shown lately that it is them", async () => {
    const { house, device } = await furnished();
    const browser = new Browser(house, ORIGIN).become("analyst");
    house.now += 11 * 60_000;
    const { body: kept } = await browser.ask("GET", "/api/passkeys");
    expect((await browser.ask("POST", "/api/passkeys/challenge")).status).toBe(403);
    expect((await browser.ask("DELETE", `/api/passkeys/${kept.items[0].id}`)).status).toBe(403);
    expect((await browser.ask("POST", "/api/session/proof", { password: "wrong" })).status).toBe(403);
    expect((await browser.ask("POST", "/api/passkeys/challenge")).status).toBe(403);
    const proof = { password: "password of analyst" };
    expect((await browser.ask("POST", "/api/session/proof", proof)).status).toBe(200);
    expect((await browser.ask("POST", "/api/passkeys/challenge")).status).toBe(200);
    house.now += 11 * 60_000;
    const { body: options } = await browser.ask("POST", "/api/sign-in/passkey/challenge");
    const passkey = device.get(options);
    const other = new Browser(house, ORIGIN).become("auditor");
    const { body: others } = await other.ask("POST", "/api/sign-in/passkey/challenge");
    expect((await other.ask("POST", "/api/session/proof", { passkey: device.get(others) })).status).toBe(403);
    expect((await browser.ask("POST", "/api/session/proof", { passkey })).status).toBe(403);
    const { body: once } = await browser.ask("POST", "/api/sign-in/passkey/challenge");
    expect((await browser.ask("POST", "/api/session/proof", { passkey: device.get(once) })).status).toBe(200);
    expect((await browser.ask("POST", "/api/passkeys/challenge")).status).toBe(200);
    // An issuer may remember people for weeks: its word is no such proof.
    expect(
      (await new Browser(house, ORIGIN).become("analyst", "oidc").ask("POST", "/api/passkeys/challenge"))
        .status,
    ).toBe(403);
  });

  it("open nothing for an account that is disabled, and answer nobody's name to what is made up", async () => {
    const { house, device, browser } = await furnished();
    const account = (await house.store.accounts()).find(({ name }) => name === "analyst");
    const audit = { at: "", by: "test", action: "disable", target: undefined, detail: undefined };
    await house.store.saveAccount({ ...account!, disabled: true }, audit);
    const disabled = await signIn(browser, device);
    const unknown = await signIn(browser, new SoftAuthenticator(ORIGIN));
    expect([disabled.status, unknown.status]).toEqual([403, 403]);
    expect(disabled.body).toEqual(unknown.body);
    for (const body of [{}, [], { ...device.get({ challenge: "" }), id: "../x" }, { id: 5 }])
      expect((await browser.ask("POST", "/api/sign-in/passkey", body)).status).toBe(400);
  });

  it("are not offered where the server has no name of its own", async () => {
    expect(RelyingParty.at(new URL("http://127.0.0.1:8470"))).toBeUndefined();
    expect(RelyingParty.at(new URL("http://[::1]:8470"))).toBeUndefined();
    expect(RelyingParty.at(new URL("http://localhost:8470"))).toBeDefined();
    const house = await place();
    const means = await new Browser(house).ask("GET", "/api/sign-in-means");
    expect(means.body).toEqual({ password: true, passkey: true, oidc: false });
    expect(
      (await new Browser(house, "https://evil.example").ask("POST", "/api/sign-in/passkey/challenge")).status,
    ).toBe(403);
  });
});
