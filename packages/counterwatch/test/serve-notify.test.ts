/** What a running server tells outside, through failures and kills; its answers, and the document that describes them. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OPEN_ROUTES, ROUTES } from "../src/server/desk/dispatcher.ts";
import { createClient, type DeskClient } from "../src/server/desk/client/client.ts";
import { counterwatch } from "./counterwatch.ts";
import { cityLines, RunningServer } from "./serve-desk.ts";

const PASSWORD = "twelve characters and more";
const METRICS = "sixteen letters and more";
const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const folder = mkdtempSync(join(tmpdir(), "counterwatch-notify-"));

/** A receiver that refuses for a while, and remembers what it was sent. */
class Receiver {
  status = 500;
  readonly heard: { headers: IncomingHttpHeaders; body: string; status: number }[] = [];
  readonly server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece) => (body += String(piece)));
    request.on("end", () => {
      this.heard.push({ headers: request.headers, body, status: this.status });
      response.writeHead(this.status).end();
    });
  });

  ids(status: number): Set<string> {
    return new Set(
      this.heard.filter((each) => each.status === status).map(({ headers }) => String(headers["webhook-id"])),
    );
  }

  listen(): Promise<number> {
    return new Promise((resolve) => {
      this.server.listen(0, "127.0.0.1", () => resolve((this.server.address() as AddressInfo).port));
    });
  }
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}

describe("a server that tells others", () => {
  const receiver = new Receiver();
  let server: RunningServer;
  let token: string;
  let client: DeskClient;

  async function start(): Promise<void> {
    server = await RunningServer.start(join(folder, "desk"), ["--config", join(folder, "counterwatch.yaml")]);
    client = createClient({ url: server.url });
  }

  beforeAll(async () => {
    for (const [name, role] of [
      ["rosa", "reviewer"],
      ["otto", "auditor"],
      ["root", "administrator"],
    ] as const)
      await counterwatch(["serve", "account", name, "--role", role, "--data", "desk"], {
        cwd: folder,
        input: `${PASSWORD}\n`,
      });
    const made = await counterwatch(["serve", "source", "city", "--data", "desk"], { cwd: folder });
    token = made.stdout.trim();
    writeFileSync(join(folder, "hook.secret"), `${SECRET}\n`);
    const port = await receiver.listen();
    writeFileSync(
      join(folder, "counterwatch.yaml"),
      `metricsToken: ${METRICS}\nnotify:\n  webhooks:\n    siem:\n      url: http://127.0.0.1:${port}/hook\n      plain: true\n      secretFiles: [hook.secret]\n      severity: low\n`,
    );
    await start();
  });
  afterAll(async () => {
    await server?.stop("SIGKILL");
    receiver.server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("tells each finding once, under one name, whatever dies and refuses meanwhile", async () => {
    const lines = cityLines("notices");
    for (let at = 0; at < lines.length; at += 400) {
      const body = `${lines.slice(at, at + 400).join("\n")}\n`;
      expect((await server.send("city", token, body)).status).toBe(200);
    }
    await until(() => receiver.heard.length > 0);
    await server.stop("SIGKILL");
    receiver.status = 204;
    await start();
    await server.judged();
    await client.ask("POST /api/session", { body: { name: "rosa", password: PASSWORD } });
    const { items, total } = await client.ask("GET /api/findings", { query: { limit: 200 } });
    expect(total).toBeGreaterThan(0);
    expect(items.length).toBe(total);
    client.forget();
    await client.ask("POST /api/session", { body: { name: "root", password: PASSWORD } });
    const page = () => client.ask("GET /api/notifications", { query: { limit: 200 } });
    await until(async () => (await page()).items.every(({ state }) => state === "delivered"));
    const told = (await page()).items;
    expect(told.map(({ about }) => about).toSorted()).toEqual(items.map(({ id }) => id).toSorted());
    expect(receiver.ids(204)).toEqual(new Set(told.map(({ id }) => id)));
    for (const { headers, body } of receiver.heard) {
      const read = new Webhook(SECRET).verify(body, headers as Record<string, string>) as object;
      expect(read).toMatchObject({ type: "finding.new", data: { id: expect.stringMatching(/^f1_/) } });
      // Nobody is named: the detail is a summary.
      expect(body).not.toMatch(/operator|sentence/);
    }
  });

  it("sends a test, gives up a target that is gone, and tries again when it is told to", async () => {
    receiver.status = 410;
    const { notice } = await client.ask("POST /api/notifications/test", { body: { target: "webhook/siem" } });
    const target = async () => (await client.ask("GET /api/notifications")).targets[0];
    await until(async () => (await target())?.dead === 1);
    expect((await target())?.ended?.reason).toBe("answered 410 Gone");
    receiver.status = 204;
    await client.ask("POST /api/notifications/test", { body: { target: "webhook/siem" } });
    await client.ask("POST /api/notifications/:id/retry", { params: { id: notice } });
    await until(async () => (await target())?.dead === 0 && (await target())?.waiting === 0);
    expect(receiver.ids(204)).toContain(notice);
  });

  it("answers as its document says, and counts what it did", async () => {
    const document = await (await fetch(`${server.url}/openapi.json`)).json();
    expect(document).toMatchObject({ openapi: "3.1.0", paths: { "/ingest/{source}": {} } });
    const seen: string[] = [];
    for (const name of ["rosa", "otto", "root"]) {
      client.forget();
      await client.ask("POST /api/session", { body: { name, password: PASSWORD } });
      for (const { method, path, answer, roles } of [...OPEN_ROUTES, ...ROUTES]) {
        if (method !== "GET" || path.includes(":") || answer === undefined) continue;
        const told: unknown = await client.ask(`GET ${path}` as "GET /api/state").catch((error: unknown) => {
          expect([path, roles, (error as { status: number }).status]).toEqual([path, roles, 403]);
        });
        if (told === undefined) continue;
        const read = answer.safeParse(told);
        expect([path, read.error?.message]).toEqual([path, undefined]);
        seen.push(path);
      }
    }
    expect(new Set(seen).size).toBeGreaterThan(15);
    const asked = (headers?: Record<string, string>) =>
      fetch(`${server.url}/metrics`, { headers: headers ?? {} });
    expect((await asked()).status).toBe(401);
    expect((await asked({ authorization: `Bearer ${METRICS}.` })).status).toBe(401);
    const metrics = await (await asked({ authorization: `Bearer ${METRICS}` })).text();
    expect(metrics).toMatch(/^counterwatch_notices\{target="webhook\/siem",state="delivered"\} \d+$/m);
    expect(metrics).toMatch(/^counterwatch_notice_failures_total\{target="webhook\/siem"\} 1$/m);
    expect(metrics).toMatch(/^counterwatch_request_seconds_count\{part="api",status="2xx"\} \d+$/m);
  });
});
