import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { House } from "../../../server/desk/desk-house.fixture.ts";
import { consoleHandler } from "./console-files.ts";
import { addLedger } from "./ledger-site.ts";
import { listen, type Listening } from "./listening.ts";

const PATIENCE = {
  requestTimeout: 400,
  headersTimeout: 400,
  connectionsCheckingInterval: 50,
  standstill: 1000,
};
const SECRET = "the site's key";

describe("the server's port, against whoever reaches it", () => {
  const folder = mkdtempSync(join(tmpdir(), "counterwatch-port-"));
  let listening: Listening;
  let port: number;
  let house: House;
  let isCutOff: Promise<void>;

  beforeAll(async () => {
    mkdirSync(join(folder, "ledger"));
    for (const path of ["site.key", "ledger/.hidden", "ledger/private.jsonl"])
      writeFileSync(join(folder, path), SECRET);
    house = await new House().furnish();
    const app = new Hono();
    app.get("/metrics", (context) => context.text("counterwatch_leaves 0\n"));
    addLedger(app, join(folder, "ledger"));
    app.route("/", house.app);
    app.get("/broken", () => {
      throw new Error(SECRET);
    });
    const piece = new Uint8Array(64 * 1024);
    const endings: (() => void)[] = [];
    isCutOff = new Promise((resolve) => endings.push(resolve));
    app.get(
      "/endless",
      () =>
        new Response(
          new ReadableStream({
            pull: (controller) => controller.enqueue(piece),
            cancel: () => endings[0]?.(),
          }),
        ),
    );
    app.get("*", consoleHandler(false));
    listening = await listen(app, "127.0.0.1", 0, PATIENCE);
    port = Number(new URL(listening.url).port);
  });
  afterAll(async () => {
    await listening.close();
    rmSync(folder, { recursive: true });
  });

  /** Bytes as they are, which no client tidies; what came back until the server closed. */
  function raw(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () => socket.write(text));
      let said = "";
      socket.setEncoding("latin1").on("data", (chunk: string) => {
        said += chunk;
      });
      socket.on("close", () => resolve(said)).on("error", reject);
    });
  }

  function get(path: string, head = ""): Promise<string> {
    return raw(`GET ${path} HTTP/1.1\r\nHost: desk\r\nConnection: close\r\n${head}\r\n`);
  }

  it("keeps no connection on which nobody reads", async () => {
    const socket = connect(port, "127.0.0.1", () =>
      socket.write("GET /endless HTTP/1.1\r\nHost: desk\r\n\r\n"),
    );
    socket.on("error", () => {}).pause();
    await isCutOff;
    socket.destroy();
  });

  it("sends the headers that keep a browser from being used with every kind of answer", async () => {
    const cookie = `Cookie: ${house.as("analyst")}\r\n`;
    const answers = {
      "/": await get("/"),
      "/assets/none.js": await get("/assets/none.js"),
      "/api/findings": await get("/api/findings", cookie),
      "/api/findings unsigned": await get("/api/findings"),
      "/api/nothing": await get("/api/nothing"),
      "/api/session": await get("/api/session"),
      "/openapi.json": await get("/openapi.json"),
      "/broken": await get("/broken"),
      "/ledger/checkpoint": await get("/ledger/checkpoint"),
      "/ledger/tile/0/000": await get("/ledger/tile/0/000"),
      "/metrics": await get("/metrics"),
    };
    for (const [what, answer] of Object.entries(answers)) {
      const [head = ""] = answer.toLowerCase().split("\r\n\r\n");
      expect(head, what).toMatch(/content-security-policy: default-src 'none'/);
      expect(head, what).toMatch(/frame-ancestors 'none'/);
      expect(head, what).toMatch(/x-content-type-options: nosniff/);
      expect(head, what).toMatch(/referrer-policy: no-referrer/);
      expect(head, what).toMatch(/cross-origin-opener-policy: same-origin/);
      expect(head, what).toMatch(/cross-origin-resource-policy: same-origin/);
      if (what.startsWith("/api")) expect(head, what).toMatch(/cache-control: no-store/);
      expect(head, what).not.toMatch(/x-powered-by|\nserver:/);
      expect(answer, what).not.toContain(SECRET);
    }
    expect(answers["/broken"]).toMatch(/^HTTP\/1.1 500/);
  });

  it("hands out no file beside those of the console and the log", async () => {
    const up = ["../site.key", "..%2fsite.key", "%2e%2e/site.key", "..\\site.key", "....//site.key", "%00"];
    const paths = ["/", "/assets/", "/ledger/", "/ledger/tile/0/", "/ledger/tile/entries/"].flatMap((base) =>
      up.map((path) => `${base}${path}`),
    );
    paths.push(
      "/site.key",
      "/ledger/private.jsonl",
      "/ledger/.hidden",
      `//${folder}/site.key`,
      "/assets/../../../../../../etc/passwd",
      "/assets/%2e%2e/%2e%2e/package.json",
      "/.env",
      "/index.html%00.js",
    );
    for (const path of paths) {
      const answer = await get(path);
      expect(answer, path).not.toContain(SECRET);
      expect(answer, path).not.toMatch(/root:|"dependencies"/);
      expect(answer, path).toMatch(/^HTTP\/1.1 (200|400|404)/);
    }
  });

  it("waits neither for a head nor for a body that comes a byte at a time, and answers others meanwhile", async () => {
    const slow = [
      raw("POST /api/session HTTP/1.1\r\nHost: desk\r\nX-Slow: "),
      raw("POST /api/session HTTP/1.1\r\nHost: desk\r\nX-Counterwatch: 1\r\nContent-Length: 60000\r\n\r\n{"),
      raw(
        "POST /api/session HTTP/1.1\r\nHost: desk\r\nX-Counterwatch: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
      ),
    ];
    expect(await get("/metrics")).toMatch(/^HTTP\/1.1 200/);
    for (const answer of await Promise.all(slow)) expect(answer).toMatch(/^(HTTP\/1.1 4\d\d|$)/);
  });

  it("stops reading a body that is too large, whatever it says of its length", async () => {
    const head = "POST /api/session HTTP/1.1\r\nHost: desk\r\nX-Counterwatch: 1\r\nConnection: close\r\n";
    const large = "x".repeat(100_000);
    const answers = [
      await raw(`${head}Content-Length: 100000\r\n\r\n${large}`),
      await raw(`${head}Transfer-Encoding: chunked\r\n\r\n186a0\r\n${large}\r\n0\r\n\r\n`),
    ];
    for (const answer of answers) expect(answer).toMatch(/^(HTTP\/1.1 4\d\d|$)/);
    expect(await get("/metrics")).toMatch(/^HTTP\/1.1 200/);
  });

  it("does nothing with the host that a request names, and answers one that is none", async () => {
    for (const host of [
      "evil.example",
      "evil.example:99999",
      "a b",
      "[::1",
      "evil.example/path",
      "<script>",
      "",
    ]) {
      const answer = await raw(
        `GET /api/session HTTP/1.1\r\nHost: ${host}\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n`,
      );
      expect(answer, host).toMatch(/^HTTP\/1.1 (401|400)/);
      expect(answer, host).not.toMatch(/evil|<script>/);
    }
    const twice = await raw(
      "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    );
    expect(twice).toMatch(/^HTTP\/1.1 400/);
  });
});
