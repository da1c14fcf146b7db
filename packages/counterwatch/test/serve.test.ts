import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { auditFiles } from "../demo/audit-log.js";
import { cityLines, RunningServer } from "./serve-desk.ts";
import { Workshop } from "./workshop.ts";

const PASSWORD = "twelve characters and more";
const workshop = new Workshop();

async function furnish(): Promise<string> {
  for (const [name, role] of [
    ["ana", "analyst"],
    ["rosa", "reviewer"],
    ["otto", "auditor"],
  ] as const) {
    const made = await workshop.run(["serve", "account", name, "--role", role, "--data", "desk"], {
      input: `${PASSWORD}\n`,
    });
    expect(made.status).toBe(0);
  }
  return await token("city");
}

async function token(source: string): Promise<string> {
  const { stdout, status } = await workshop.run(["serve", "source", source, "--data", "desk"]);
  expect(status).toBe(0);
  return stdout.trim();
}

async function start(): Promise<RunningServer> {
  const server = await RunningServer.start(join(workshop.path, "desk"));
  onTestFinished(async () => {
    await server.stop("SIGKILL");
  });
  return server;
}

describe("the server, as it is installed", () => {
  it("takes logs in whatever form, once, and refuses what it must", async () => {
    // What takes this process long is made before there is a connection: the server ends one that is quiet for five seconds.
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, "a"));
    const [[, csv] = ["", ""]] = [...auditFiles()];
    const city = await furnish();
    const portal = await token("portal");
    const server = await start();
    const lines = cityLines("serve forms", 10, 3);
    const body = `${lines.join("\n")}\n`;

    const first = await server.send("city", city, body);
    expect(first).toMatchObject({ status: 200, said: { rows: lines.length, appended: lines.length } });
    expect(await server.send("city", city, gzipSync(body), { "content-encoding": "gzip" })).toMatchObject({
      status: 200,
      said: { appended: 0, present: lines.length },
    });

    // Rows without ids of their own are known by their request; another key makes another request of them.
    const audit = await server.send("portal", portal, csv);
    expect(audit.status).toBe(200);
    const rows = audit.said["appended"] as number;
    expect(rows).toBeGreaterThan(100);
    expect(await server.send("portal", portal, csv)).toMatchObject({ said: { appended: 0, present: rows } });
    const keyed = { "idempotency-key": "a second export" };
    expect(await server.send("portal", portal, csv, keyed)).toMatchObject({ said: { appended: rows } });
    expect(await server.send("portal", portal, csv, keyed)).toMatchObject({ said: { appended: 0 } });
    const other = csv.split("\n").slice(0, 20).join("\n");
    expect((await server.send("portal", portal, other, keyed)).said["appended"]).toBeGreaterThan(5);

    expect((await server.send("city", portal, body)).status).toBe(401);
    expect((await server.send("nobody", city, body)).status).toBe(401);
    expect((await server.send("city", "", body)).status).toBe(401);
    expect((await server.send("city", city, "")).status).toBe(400);
    expect((await server.send("city", city, "what is this?\nnobody knows\n")).status).toBe(400);
    expect((await server.send("city", city, "no gzip", { "content-encoding": "gzip" })).status).toBe(400);
    expect((await server.send("city", city, bomb, { "content-encoding": "gzip" })).status).toBe(400);
    // The answer comes before all of it was sent: the connection may end first.
    const heavy = await server.send("city", city, Buffer.alloc(17 * 1024 * 1024, "a")).catch(() => undefined);
    expect([413, undefined]).toContain(heavy?.status);
    // It goes on after all that.
    expect((await server.send("city", city, body)).status).toBe(200);
  });

  it("keeps rows that it cannot read, masked, once, and shows them", async () => {
    const city = await furnish();
    const server = await start();
    const lines = cityLines("serve letters", 10, 2).slice(0, 20);
    const body = [
      ...lines,
      '{"time":"yesterday","operator":{"id":"op-1"},"number":"Secret-42"}',
      "{broken",
    ].join("\n");
    expect(await server.send("city", city, body)).toMatchObject({ said: { rejected: 2, appended: 20 } });
    expect((await server.send("city", city, body)).status).toBe(200);
    const otto = await server.signIn("otto", PASSWORD);
    const { body: page } = await otto.ask("GET", "/api/dead-letters?source=city&limit=1");
    expect(page).toMatchObject({ total: 2, items: [{ source: "city", reason: "not-json" }] });
    const { body: next } = await otto.ask("GET", `/api/dead-letters?limit=1&after=${page.next}`);
    expect(next.items).toMatchObject([{ source: "city", reason: "time-unreadable" }]);
    expect(JSON.stringify([page, next])).not.toContain("Secret-42");
    expect(readFileSync(join(workshop.path, "desk", "dead-letters.jsonl"), "utf8")).not.toContain(
      "Secret-42",
    );
    const { body: state } = await otto.ask("GET", "/api/state");
    expect(state.sources).toContainEqual(expect.objectContaining({ source: "city", deadLetters: 2 }));
  });

  it("tells findings, lets two people close them, and has it all again after its end", async () => {
    const city = await furnish();
    const server = await start();
    const lines = cityLines("serve findings", 20, 40);
    for (let at = 0; at < lines.length; at += 400)
      expect((await server.send("city", city, lines.slice(at, at + 400).join("\n"))).status).toBe(200);
    await server.judged();

    const ana = await server.signIn("ana", PASSWORD);
    const rosa = await server.signIn("rosa", PASSWORD);
    await expect(server.signIn("ana", "wrong password")).rejects.toThrow("401");
    const findings = await ana.all("/api/findings");
    expect(findings.length).toBeGreaterThan(1);
    const { incident } = findings[0];
    const { body: seen } = await ana.ask("GET", `/api/findings/${findings[0].id}`);
    expect(seen.events.length).toBeGreaterThan(0);

    const step = (person: typeof ana, after: number, what: object) =>
      person.ask("POST", `/api/incidents/${incident}/steps`, { after, step: what });
    const { body: opened } = await ana.ask("GET", `/api/incidents/${incident}`);
    const steps = opened.incident.steps.length as number;
    const close = { reason: "explained", why: "on a case that the desk did not know" };
    expect((await step(ana, steps, { do: "taken" })).status).toBe(200);
    expect((await step(rosa, steps, { do: "taken" })).status).toBe(409);
    expect((await step(ana, steps + 1, { do: "close-proposed", ...close })).status).toBe(200);
    expect((await step(ana, steps + 2, { do: "closed", ...close })).status).toBe(403);
    expect((await step(rosa, steps + 2, { do: "closed", ...close })).status).toBe(200);
    const before = await ana.ask("GET", `/api/incidents/${incident}`);
    expect(before.body.incident).toMatchObject({ state: "closed", owner: "ana" });

    const second = await workshop.run(["serve", "--data", "desk", "--port", "0"]);
    expect(second).toMatchObject({ status: 5, stdout: "" });

    expect(await server.stop("SIGTERM")).toMatchObject({ status: 0, signal: null });
    const again = await start();
    await again.judged();
    const back = await again.signIn("ana", PASSWORD);
    expect((await back.ask("GET", `/api/incidents/${incident}`)).body.incident).toEqual(before.body.incident);
    expect((await back.all("/api/findings")).map(({ id }) => id)).toEqual(
      expect.arrayContaining(findings.map(({ id }) => id)),
    );
    expect(await again.send("city", city, lines.slice(0, 100).join("\n"))).toMatchObject({
      said: { appended: 0, present: 100 },
    });
    // Nobody's session outlives the server.
    expect((await ana.ask("GET", "/api/state").catch(() => ({ status: 401 }))).status).toBe(401);
  });
});
