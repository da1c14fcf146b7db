import { OAuth2Server } from "oauth2-mock-server";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Browser, House } from "../desk-house.fixture.ts";
import { OidcIssuer, type OidcSettings } from "./oidc-issuer.ts";

const ORIGIN = "https://desk.example";

/** The browser goes to the issuer, which sends it back at once: the query that it comes back with. */
async function sentBack(browser: Browser): Promise<URLSearchParams> {
  const { status, body } = await browser.ask("POST", "/api/sign-in/oidc");
  expect(status).toBe(200);
  const answer = await fetch(body.url, { redirect: "manual" });
  const back = new URL(answer.headers.get("location") ?? "");
  expect(`${back.origin}${back.pathname}`).toBe(`${ORIGIN}/api/sign-in/oidc/callback`);
  return back.searchParams;
}

async function comeBack(browser: Browser, query: URLSearchParams): Promise<string | null> {
  const { status, answer } = await browser.ask("GET", `/api/sign-in/oidc/callback?${query}`);
  expect(status).toBe(303);
  return answer.headers.get("location");
}

describe("signing in through an issuer (OpenID Connect Core 1.0, code flow)", () => {
  let server: OAuth2Server;
  /** What the issuer says of the person at the browser. */
  let claims: Record<string, unknown>;

  beforeAll(async () => {
    server = new OAuth2Server();
    await server.issuer.keys.generate("RS256");
    await server.start(0, "127.0.0.1");
    server.service.on("beforeTokenSigning", ({ payload }: { payload: Record<string, unknown> }) => {
      Object.assign(payload, claims);
    });
  });
  // The last test stops it.
  afterAll(async () => {
    if (server.listening) await server.stop();
  });
  beforeEach(() => {
    claims = { preferred_username: "analyst" };
  });

  async function place(more: Partial<OidcSettings> = {}): Promise<House> {
    const issuer = new OidcIssuer({
      issuer: new URL(server.issuer.url ?? ""),
      clientId: "counterwatch",
      clientSecret: "not told to browsers",
      redirect: new URL("/api/sign-in/oidc/callback", ORIGIN),
      accountClaim: "preferred_username",
      createFrom: undefined,
      roles: {},
      ...more,
    });
    const means = { origin: new URL(ORIGIN), party: undefined, issuer };
    return await new House({ means }).furnish();
  }

  it("asks with PKCE, state and nonce, and keeps what belongs to it out of the address", async () => {
    const { body } = await new Browser(await place()).ask("POST", "/api/sign-in/oidc");
    const asked = new URL(body.url).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: "code",
      client_id: "counterwatch",
      code_challenge_method: "S256",
      redirect_uri: `${ORIGIN}/api/sign-in/oidc/callback`,
    });
    for (const name of ["state", "nonce", "code_challenge"]) expect(asked.get(name)).toMatch(/^[\w-]{43}$/);
    expect([...asked.keys()]).not.toContain("code_verifier");
  });

  it("makes a session as a password does, and offers to sign out at the issuer, too", async () => {
    const house = await place();
    const browser = new Browser(house);
    const fixed = browser.become("auditor").cookies.get("counterwatch");
    expect(await comeBack(browser, await sentBack(browser))).toBe("/");
    expect(browser.cookies.get("counterwatch")).not.toBe(fixed);
    expect((await browser.ask("GET", "/api/session")).body).toEqual({ name: "analyst", roles: ["analyst"] });
    expect(house.sessions.of("auditor")).toEqual([]);
    expect((await browser.ask("GET", "/api/sessions")).body.items).toMatchObject([
      { means: "oidc", here: true },
    ]);
    const { body: end } = await browser.ask("DELETE", "/api/session");
    expect(new URL(end.issuer).origin).toBe(server.issuer.url);
    expect(new URL(end.issuer).searchParams.get("post_logout_redirect_uri")).toBe(`${ORIGIN}/`);
    expect((await browser.ask("GET", "/api/session")).status).toBe(401);
  });

  it("sets a cookie that no script reads and no other site sends", async () => {
    const browser = new Browser(await place());
    const { answer } = await browser.ask("POST", "/api/sign-in/oidc");
    expect(answer.headers.get("set-cookie")).toMatch(/counterwatch-sign-in=.*HttpOnly; SameSite=Lax/);
    const query = await sentBack(browser);
    const back = await browser.ask("GET", `/api/sign-in/oidc/callback?${query}`);
    expect(back.answer.headers.getSetCookie().find((line) => line.startsWith("counterwatch="))).toMatch(
      /HttpOnly; SameSite=Strict/,
    );
  });

  it("refuses a state that is another attempt's, and a return to another browser", async () => {
    const house = await place();
    const browser = new Browser(house);
    const query = await sentBack(browser);
    query.set("state", "another");
    expect(await comeBack(browser, query)).toBe("/?sign-in=refused");
    const victim = new Browser(house);
    await sentBack(victim);
    const attacker = new Browser(house);
    expect(await comeBack(victim, await sentBack(attacker))).toBe("/?sign-in=refused");
    expect(await comeBack(new Browser(house), await sentBack(attacker))).toBe("/?sign-in=expired");
    for (const each of [browser, victim]) expect((await each.ask("GET", "/api/session")).status).toBe(401);
  });

  it("refuses a token with another nonce, for another client, from another issuer, or out of date", async () => {
    const house = await place();
    for (const wrong of [
      { nonce: "another" },
      { aud: "somebody-else" },
      { iss: "https://issuer.example" },
      { exp: Math.floor(Date.now() / 1000) - 3600 },
      { preferred_username: 7 },
      { preferred_username: undefined },
    ]) {
      claims = { preferred_username: "analyst", ...wrong };
      const browser = new Browser(house);
      expect([wrong, await comeBack(browser, await sentBack(browser))]).toEqual([wrong, "/?sign-in=refused"]);
      expect((await browser.ask("GET", "/api/session")).status).toBe(401);
    }
  });

  it("refuses a token that the issuer's keys did not sign", async () => {
    const browser = new Browser(await place());
    const query = await sentBack(browser);
    server.service.once("beforeResponse", (response: { body: Record<string, unknown> }) => {
      const [head, body, signature = ""] = String(response.body["id_token"]).split(".");
      response.body["id_token"] = [head, body, `${signature.slice(0, -8)}AAAAAAAA`].join(".");
    });
    expect(await comeBack(browser, query)).toBe("/?sign-in=refused");
  });

  it("refuses a code that expired, and what comes back after five minutes, or a second time", async () => {
    const house = await place();
    const browser = new Browser(house);
    const query = await sentBack(browser);
    server.service.once("beforeResponse", (response: { statusCode: number; body: unknown }) => {
      response.statusCode = 400;
      response.body = { error: "invalid_grant", error_description: "expired" };
    });
    expect(await comeBack(browser, query)).toBe("/?sign-in=refused");
    expect(await comeBack(browser, query)).toBe("/?sign-in=expired");
    const late = await sentBack(browser);
    house.now += 5 * 60_000 + 1;
    expect(await comeBack(browser, late)).toBe("/?sign-in=expired");
    const refused = await sentBack(browser);
    expect(
      await comeBack(
        browser,
        new URLSearchParams({ state: refused.get("state") ?? "", error: "access_denied" }),
      ),
    ).toBe("/?sign-in=refused");
  });

  it("knows no account that was not made here, and none that is disabled", async () => {
    const house = await place();
    for (const [name, reason] of [
      ["stranger", "unknown"],
      ["Analyst", "unknown"],
      ["gone", "disabled"],
    ] as const) {
      claims = { preferred_username: name };
      const browser = new Browser(house);
      expect(await comeBack(browser, await sentBack(browser))).toBe(`/?sign-in=${reason}`);
      expect((await browser.ask("GET", "/api/session")).status).toBe(401);
    }
    expect((await house.store.accounts()).map(({ name }) => name)).not.toContain("stranger");
  });

  it("makes accounts from a claim where it is told to, and takes roles away with the claim", async () => {
    const roles = {
      judges: ["analyst", "reviewer"],
      watchers: ["auditor"],
      roots: ["administrator"],
    } as const;
    const house = await place({ createFrom: "groups", roles });
    const signIn = async (name: string, groups: unknown) => {
      claims = { preferred_username: name, groups };
      const browser = new Browser(house);
      const to = await comeBack(browser, await sentBack(browser));
      return [to, (await browser.ask("GET", "/api/session")).body.roles];
    };
    expect(await signIn("eva", ["judges", "everybody"])).toEqual(["/", ["analyst", "reviewer"]]);
    expect(await signIn("eva", "watchers")).toEqual(["/", ["auditor"]]);
    expect(await signIn("eva", [])).toEqual(["/", []]);
    expect(await signIn("zoe", ["everybody"])).toEqual(["/?sign-in=unknown", undefined]);
    expect(await signIn("zoe", { judges: true })).toEqual(["/?sign-in=unknown", undefined]);
    expect(await signIn("zoe", ["constructor", "__proto__"])).toEqual(["/?sign-in=unknown", undefined]);
    expect(await signIn("counterwatch", ["judges"])).toEqual(["/?sign-in=unknown", undefined]);
    // Whoever manages accounts judges nobody, whatever an issuer says.
    expect(await signIn("max", ["judges", "roots"])).toEqual(["/?sign-in=refused", undefined]);
    // What an administrator made is the administrator's.
    expect(await signIn("analyst", ["watchers"])).toEqual(["/", ["analyst"]]);
    const { items } = await house.store.auditTrail({ limit: 50 });
    expect(items.filter(({ action, target }) => action === "account.save" && target === "eva")).toHaveLength(
      3,
    );
  });

  it("leaves passwords as they are where the issuer is down, and asks it again later", async () => {
    const house = await place({ issuer: new URL("http://127.0.0.1:9/") });
    const browser = new Browser(house);
    const down = await browser.ask("POST", "/api/sign-in/oidc");
    expect([down.status, down.body.remedy]).toEqual([503, expect.stringMatching(/password/)]);
    const body = { name: "analyst", password: "password of analyst" };
    expect((await browser.ask("POST", "/api/session", body)).status).toBe(200);
    const back = await place();
    const other = new Browser(back);
    const query = await sentBack(other);
    await server.stop();
    expect(await comeBack(other, query)).toBe("/?sign-in=unreachable");
  });
});
