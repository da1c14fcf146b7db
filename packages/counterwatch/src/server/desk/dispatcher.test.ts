import { describe, expect, it } from "vitest";
import { ROLES } from "../../incidents/desk/case.ts";
import { House, house, INCIDENT } from "./desk-house.fixture.ts";
import { OPEN_ROUTES, ROUTES } from "./dispatcher.ts";
import { openApi } from "./openapi.ts";

/** The path of a route with something there. */
function addressOf(path: string): string {
  return path
    .replace("/api/findings/:id", "/api/findings/f-1")
    .replace("/api/incidents/:id", `/api/incidents/${INCIDENT}`)
    .replace("/api/operators/:id", "/api/operators/op-1")
    .replace(":name", "new-account")
    .replace("/:id", "/nothing");
}

describe("who may do what", () => {
  const document = openApi([...ROUTES, ...OPEN_ROUTES], "0") as {
    paths: Record<string, Record<string, { "x-roles": unknown }>>;
  };

  it("is told for every route in the OpenAPI document", () => {
    const documented = Object.entries(document.paths)
      .filter(([path]) => path.startsWith("/api/"))
      .flatMap(([path, methods]) =>
        Object.keys(methods).map(
          (method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`,
        ),
      );
    const all = [...ROUTES, ...OPEN_ROUTES].map(({ method, path }) => `${method} ${path}`);
    expect(documented.toSorted()).toEqual(all.toSorted());
    expect(new Set(all).size).toBe(all.length);
    for (const { method, path, roles } of [...ROUTES, ...OPEN_ROUTES]) {
      const named = document.paths[path.replaceAll(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()];
      expect(named?.["x-roles"]).toEqual(roles);
    }
  });

  for (const { method, path, roles } of ROUTES)
    it(`${method} ${path}: its roles and nobody else`, async () => {
      const place = await house();
      const address = addressOf(path);
      expect((await place.ask(method, address, { body: {} })).status).toBe(401);
      expect((await place.ask(method, address, { body: {}, cookie: "counterwatch=made-up" })).status).toBe(
        401,
      );
      expect((await place.ask(method, address, { body: {}, cookie: place.as("gone") })).status).toBe(401);
      for (const role of [...ROLES, "nobody"] as const) {
        const { status } = await place.ask(method, address, { body: {}, cookie: place.as(role) });
        const may = roles === "signed-in" || (roles as readonly string[]).includes(role);
        // A body of nothing is refused as such, after the role was.
        expect([role, status === 403]).toEqual([role, !may]);
        expect(status).not.toBe(500);
      }
    });
});

describe("what anybody may ask", () => {
  it("is signing in and out, and answers nothing of anybody", async () => {
    const place = await house();
    const answers: Record<string, number> = {};
    for (const { method, path } of OPEN_ROUTES) {
      const answer = await place.ask(method, path, { body: {} });
      answers[`${method} ${path}`] = answer.status;
      expect(await answer.text(), path).not.toMatch(/op-1|f-1|i1_|analyst/);
      expect(answer.headers.get("cache-control")).toBe("no-store");
    }
    // Neither passkeys nor an issuer here.
    expect(answers).toEqual({
      "GET /api/sign-in-means": 200,
      "GET /api/session": 401,
      "POST /api/session": 400,
      "DELETE /api/session": 200,
      "POST /api/sign-in/passkey/challenge": 404,
      "POST /api/sign-in/passkey": 400,
      "POST /api/sign-in/oidc": 404,
      "GET /api/sign-in/oidc/callback": 404,
    });
  });
});

describe("requests that another site made", () => {
  it("change nothing: they carry no header of ours, or say where they come from", async () => {
    const place = await house();
    for (const { method, path } of [...ROUTES, ...OPEN_ROUTES].filter(({ method }) => method !== "GET")) {
      const cookie = place.as("reviewer");
      const bare = await place.app.request(addressOf(path), { method, headers: { cookie }, body: "{}" });
      const cross = await place.ask(method, addressOf(path), {
        cookie,
        body: {},
        headers: { "sec-fetch-site": "cross-site" },
      });
      expect([bare.status, cross.status]).toEqual([403, 403]);
    }
  });
});

describe("signing in", () => {
  it("makes a new session each time, and ends the one before", async () => {
    const place = await house();
    const body = { name: "analyst", password: "password of analyst" };
    const fixed = place.as("analyst");
    const answer = await place.ask("POST", "/api/session", { body, cookie: fixed });
    const cookie = (answer.headers.get("set-cookie") ?? "").split(";")[0] as string;
    expect(cookie).not.toBe(fixed);
    expect(answer.headers.get("set-cookie")).toMatch(/HttpOnly; SameSite=Strict/);
    expect((await place.ask("GET", "/api/session", { cookie: fixed })).status).toBe(401);
    expect((await place.ask("GET", "/api/session", { cookie })).status).toBe(200);
    await place.ask("DELETE", "/api/session", { cookie });
    expect((await place.ask("GET", "/api/session", { cookie })).status).toBe(401);
  });

  it("is locked for longer and longer after wrong passwords, for names that do not exist, too", async () => {
    const place = await house();
    for (const name of ["analyst", "made-up"]) {
      for (let tries = 0; tries < 5; tries++)
        expect((await place.ask("POST", "/api/session", { body: { name, password: "wrong" } })).status).toBe(
          401,
        );
      const locked = await place.ask("POST", "/api/session", {
        body: { name, password: `password of ${name}` },
      });
      expect([locked.status, locked.headers.get("retry-after")]).toEqual([429, "1"]);
    }
    place.now += 1001;
    expect(
      (await place.ask("POST", "/api/session", { body: { name: "analyst", password: "wrong" } })).status,
    ).toBe(401);
    place.now += 1001;
    expect(
      (
        await place.ask("POST", "/api/session", {
          body: { name: "analyst", password: "password of analyst" },
        })
      ).status,
    ).toBe(429);
    place.now += 1000;
    expect(
      (
        await place.ask("POST", "/api/session", {
          body: { name: "analyst", password: "password of analyst" },
        })
      ).status,
    ).toBe(200);
  });

  it("cannot take all of the machine, nor fill the trail with names that nobody has", async () => {
    const place = await new House().furnish();
    const tries = Array.from({ length: 12 }, (_, at) =>
      place.ask("POST", "/api/session", { body: { name: `nobody-${at}`, password: "wrong" } }),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401).length).toBeGreaterThan(0);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
    await place.ask("POST", "/api/session", { body: { name: "analyst", password: "wrong" } });
    const { items } = await place.store.auditTrail({ limit: 200 });
    expect(items.filter(({ action }) => action === "sign-in.failed").map(({ by }) => by)).toEqual([
      "analyst",
    ]);
  });

  it("ends by itself after half an hour of nothing and after twelve hours of anything", async () => {
    const place = await house();
    const cookie = place.as("analyst");
    place.now += 31 * 60_000;
    expect((await place.ask("GET", "/api/session", { cookie })).status).toBe(401);
    const busy = place.as("analyst");
    for (let half = 0; half < 30; half++) {
      place.now += 25 * 60_000;
      await place.ask("GET", "/api/session", { cookie: busy });
    }
    expect((await place.ask("GET", "/api/session", { cookie: busy })).status).toBe(401);
  });
});

function step(place: House, name: string, after: number, what: object) {
  const body = { after, step: what };
  return place.ask("POST", `/api/incidents/${INCIDENT}/steps`, { cookie: place.as(name), body });
}

describe("incidents", () => {
  it("are closed by two people and never by the one who proposed it", async () => {
    const place = await house();
    const proposal = { do: "close-proposed", reason: "explained", why: "a case on paper" };
    const closing = { do: "closed", reason: "explained", why: "seen the paper" };
    expect((await step(place, "reviewer", 1, closing)).status).toBe(403);
    expect((await step(place, "reviewer", 1, proposal)).status).toBe(200);
    expect((await step(place, "reviewer", 2, closing)).status).toBe(403);
    expect((await step(place, "analyst", 2, closing)).status).toBe(403);
    const other = await place.ask("PUT", "/api/accounts/second", {
      cookie: place.as("administrator"),
      body: { roles: ["reviewer"], password: "password of second" },
    });
    expect(other.status).toBe(200);
    expect((await step(place, "second", 2, { ...closing, reason: "misuse" })).status).toBe(403);
    expect((await step(place, "second", 2, closing)).status).toBe(200);
    expect((await place.store.finding("f-1"))?.state).toBe("closed");
    expect((await step(place, "second", 3, { do: "commented", text: "afterwards" })).status).toBe(403);
  });

  it("are no business of whom they are about, nor of who administers the source", async () => {
    const place = await house();
    for (const name of ["watched", "keeper"]) {
      expect((await step(place, name, 1, { do: "taken" })).status).toBe(403);
      const cookie = place.as(name);
      expect((await place.ask("GET", `/api/incidents/${INCIDENT}`, { cookie })).status).toBe(403);
    }
    // Whoever administers a source is told no number.
    for (const [name, withheld] of [
      ["watched", 1],
      ["keeper", 0],
    ] as const)
      for (const path of ["/api/findings", "/api/incidents"]) {
        const page = (await (await place.ask("GET", path, { cookie: place.as(name) })).json()) as object;
        expect(page).toMatchObject({ items: [], total: 0, withheld });
      }
    expect((await place.ask("GET", "/api/operators/op-1", { cookie: place.as("watched") })).status).toBe(403);
  });

  it("are not overwritten by whoever was slower", async () => {
    const place = await house();
    expect((await step(place, "analyst", 1, { do: "taken" })).status).toBe(200);
    expect((await step(place, "reviewer", 1, { do: "taken" })).status).toBe(409);
    expect((await place.store.incident(INCIDENT))?.owner).toBe("analyst");
  });

  it("unmask only when another one agrees", async () => {
    const place = await house();
    const grant = { do: "unmask-granted", what: "operator", asked: "reviewer" };
    expect((await step(place, "reviewer", 1, grant)).status).toBe(403);
    expect(
      (
        await step(place, "reviewer", 1, {
          do: "unmask-asked",
          what: "operator",
          why: "to ask the supervisor",
        })
      ).status,
    ).toBe(200);
    expect((await step(place, "reviewer", 2, grant)).status).toBe(403);
    expect((await step(place, "analyst", 2, grant)).status).toBe(403);
  });

  it("make every reading a look-up", async () => {
    const place = await house();
    await place.ask("GET", "/api/findings/f-1", { cookie: place.as("analyst") });
    await place.ask("GET", `/api/incidents/${INCIDENT}`, { cookie: place.as("auditor") });
    expect(place.looked).toEqual(["analyst finding f-1", `auditor incident ${INCIDENT}`]);
  });
});

describe("accounts", () => {
  it("keep apart who manages them and who judges, and one administrator at least", async () => {
    const place = await house();
    const save = (name: string, body: object) =>
      place.ask("PUT", `/api/accounts/${name}`, { cookie: place.as("administrator"), body });
    expect(
      (await save("both", { roles: ["administrator", "reviewer"], password: "long enough for all" })).status,
    ).toBe(403);
    expect((await save("administrator", { roles: ["analyst"] })).status).toBe(403);
    expect((await save("administrator", { roles: ["administrator"], disabled: true })).status).toBe(403);
    expect((await save("short", { roles: ["analyst"], password: "short" })).status).toBe(400);
    expect((await save("fresh", { roles: ["analyst"] })).status).toBe(400);
    expect((await save("../etc", { roles: [], password: "long enough for all" })).status).toBe(404);
    const listed = await (await place.ask("GET", "/api/accounts", { cookie: place.as("auditor") })).text();
    expect(listed).not.toContain("hash of");
  });

  it("lose their sessions when they change", async () => {
    const place = await house();
    const cookie = place.as("analyst");
    await place.ask("PUT", "/api/accounts/analyst", {
      cookie: place.as("administrator"),
      body: { roles: [] },
    });
    expect((await place.ask("GET", "/api/session", { cookie })).status).toBe(401);
  });
});

describe("hostile bodies and addresses", () => {
  it("are refused with what is wrong, and never break the server", async () => {
    const place = await house();
    const cookie = place.as("reviewer");
    const address = `/api/incidents/${INCIDENT}/steps`;
    for (const body of [
      "",
      "[",
      "null",
      "[]",
      `{"after":1,"step":{"do":"opened","findings":["x"]}}`,
      "\ud800",
      `{"__proto__":{"after":1}}`,
      "x".repeat(70_000),
    ])
      expect((await place.ask("POST", address, { cookie, body })).status).toBeOneOf([400, 403]);
    for (const path of [
      "/api/findings?sevérity=high",
      "/api/findings?severity=awful",
      "/api/findings?limit=100000",
      "/api/findings?after=-1",
      "/api/findings?since=yesterday",
    ])
      expect((await place.ask("GET", path, { cookie })).status).toBe(400);
    for (const path of ["/api/findings/..%2f..%2fetc", "/api/incidents/%00", "/api/nothing"])
      expect((await place.ask("GET", path, { cookie })).status).toBe(404);
  });
});
