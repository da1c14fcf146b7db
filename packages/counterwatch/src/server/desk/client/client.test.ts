import { readFileSync } from "node:fs";
import { describe, expect, expectTypeOf, it } from "vitest";
import * as casework from "../answers/casework.ts";
import { nothing } from "../answers/parts.ts";
import * as people from "../answers/people.ts";
import * as protection from "../answers/protection.ts";
import * as queue from "../answers/queue.ts";
import * as rules from "../answers/rules.ts";
import { House, INCIDENT } from "../desk-house.fixture.ts";
import { OPEN_ROUTES, ROUTES } from "../dispatcher.ts";
import { noticeGiven, noticePage } from "../notices/notice-routes.ts";
import { signingRequestSchema } from "../protection/warning-service.ts";
import { retentionStateSchema } from "../sources/retention-report.ts";
import { createClient, DeskRefusal } from "./client.ts";

async function place() {
  const house = await new House().furnish();
  const asked: Request[] = [];
  const client = createClient({
    url: "http://desk.example/",
    fetch: async (input, init) => {
      const request = new Request(input, init);
      asked.push(request.clone() as Request);
      return await house.app.fetch(request);
    },
  });
  const signIn = (name: string) =>
    client.ask("POST /api/session", { body: { name, password: `password of ${name}` } });
  return { house, client, asked, signIn };
}

describe("the typed client", () => {
  it("signs in, keeps the session, and asks with it", async () => {
    const { client, signIn, house } = await place();
    await expect(client.ask("GET /api/findings")).rejects.toMatchObject({ status: 401 });
    expect(await signIn("reviewer")).toEqual({ name: "reviewer", roles: ["reviewer"] });
    const page = await client.ask("GET /api/findings", {
      query: { severity: "medium", limit: 10, q: undefined },
    });
    expect(page.items.map(({ id }) => id)).toEqual(["f-1"]);
    expectTypeOf(page.items[0]?.severity).toEqualTypeOf<"low" | "medium" | "high" | "critical" | undefined>();
    const { finding } = await client.ask("GET /api/findings/:id", { params: { id: "f-1" } });
    expect(finding.incident).toBe(INCIDENT);
    const { incident } = await client.ask("POST /api/incidents/:id/steps", {
      params: { id: INCIDENT },
      body: { after: 1, step: { do: "taken" } },
    });
    expect(incident.owner).toBe("reviewer");
    await client.ask("DELETE /api/session");
    await expect(client.ask("GET /api/session")).rejects.toMatchObject({ status: 401 });
    await signIn("auditor");
    client.forget();
    await expect(client.ask("GET /api/session")).rejects.toMatchObject({ status: 401 });
    expect(house.looked.length).toBeGreaterThan(1);
  });

  it("says what was refused, why, and what to do", async () => {
    const { client, signIn } = await place();
    await signIn("watched");
    const refused = await client
      .ask("GET /api/incidents/:id", { params: { id: INCIDENT } })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DeskRefusal);
    expect(refused).toMatchObject({
      status: 403,
      remedy: expect.any(String),
      message: expect.stringMatching(/own/),
    });
    for (let tries = 0; tries < 5; tries++)
      await client.ask("POST /api/session", { body: { name: "nobody", password: "wrong" } }).catch(() => {});
    await expect(
      client.ask("POST /api/session", { body: { name: "nobody", password: "wrong" } }),
    ).rejects.toMatchObject({ status: 429, seconds: 1 });
    const nowhere = createClient({
      url: "http://desk.example",
      fetch: () => Promise.reject(new Error("no")),
    });
    await expect(nowhere.ask("GET /api/state")).rejects.toMatchObject({ status: 0 });
  });

  it("gives files as they come, and lets nothing out of an address's part", async () => {
    const { client, signIn, asked } = await place();
    await signIn("analyst");
    const file = await client.ask("GET /api/findings/export", { query: { form: "csv" } });
    expectTypeOf(file).toEqualTypeOf<Response>();
    expect(await file.text()).toMatch(/^id,severity,/);
    await client.ask("GET /api/findings/:id", { params: { id: "../accounts?x=1#y" } }).catch(() => {});
    expect(new URL((asked.at(-1) as Request).url).pathname).toBe("/api/findings/..%2Faccounts%3Fx%3D1%23y");
  });

  it("asks what a route needs, by its types", () => {
    const { ask } = createClient({ fetch: () => Promise.reject(new Error("no")) });
    const gone = { do: "gone" } as const;
    return Promise.allSettled([
      // @ts-expect-error: an incident without its id.
      ask("GET /api/incidents/:id"),
      // @ts-expect-error: a step that there is not.
      ask("POST /api/incidents/:id/steps", { params: { id: "" }, body: { after: 0, step: gone } }),
      // @ts-expect-error: a route that there is not.
      ask("GET /api/nothing"),
    ]);
  });
});

describe("the list of routes", () => {
  const source = readFileSync(new URL("desk-routes.ts", import.meta.url), "utf8");
  const list = new Map(
    [...source.matchAll(/^ {2}"(\w+ \/api\/[^"]+)": (.+?);(?=\n\n? {2}"|\n\})/gms)].map(
      ([, key = "", type = ""]) => [key, type],
    ),
  );
  const table = [...OPEN_ROUTES, ...ROUTES].filter(({ path }) => path !== "/api/sign-in/oidc/callback");

  it("is that of the table", () => {
    expect([...list.keys()].toSorted()).toEqual(
      table.map(({ method, path }) => `${method} ${path}`).toSorted(),
    );
  });

  it("has each route's own answer, and a body where it takes one", () => {
    const parts: Record<string, unknown> = { casework, people, protection, queue, rules };
    const single: Record<string, unknown> = {
      nothing,
      noticeGiven,
      noticePage,
      retentionStateSchema,
      signingRequestSchema,
    };
    for (const { method, path, answer, body } of table) {
      const key = `${method} ${path}`;
      const type = list.get(key) ?? "";
      const named = [...type.matchAll(/typeof ([\w.]+)/g)].at(-1)?.[1] ?? "";
      const [module = "", member] = named.split(".");
      const schema =
        member === undefined ? single[module] : (parts[module] as Record<string, unknown>)[member];
      expect([key, type === "Handed" ? answer : answer === schema]).toEqual([
        key,
        type === "Handed" ? undefined : true,
      ]);
      expect([key, type.startsWith("Asked<")]).toEqual([key, body !== undefined]);
    }
  });
});
