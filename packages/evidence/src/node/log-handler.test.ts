import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpReader } from "../log/http-reader.ts";
import { verifyLog } from "../log/verification.ts";
import { FolderReader } from "./disk-reader.ts";
import { makeKey, parseSigner } from "./key-files.ts";
import { type Listener, listen } from "./listener.ts";
import { logHandler } from "./log-handler.ts";
import { openLog } from "./log.ts";
import { eventLeaf, mapReader, writtenLog } from "./written-log.fixture.ts";

const signer = parseSigner(makeKey("log.example/http", 1).text);
const keys = [signer.key];

describe("C2SP tlog-tiles over HTTP", () => {
  let folder: string;
  let server: Listener;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "counterwatch-http-"));
    const log = await openLog(folder, {
      signers: [signer],
      origin: signer.key.name,
      clock: Date.now,
      batch: { milliseconds: 0 },
    });
    await Promise.all(Array.from({ length: 300 }, (_, at) => log.append(eventLeaf(at))));
    await log.close();
    server = await listen(logHandler(new FolderReader(folder), { prefix: "/ledger" }), { port: 0 });
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  const get = (path: string, method = "GET") => fetch(`${server.url}/ledger/${path}`, { method });

  it.each([
    ["checkpoint", "text/plain; charset=utf-8", "no-cache"],
    ["tile/0/000", "application/octet-stream", "public, max-age=31536000, immutable"],
    ["tile/1/000.p/1", "application/octet-stream", "public, max-age=31536000, immutable"],
    ["tile/entries/001.p/44", "application/octet-stream", "public, max-age=31536000, immutable"],
  ])("%s as %s", async (path, type, cache) => {
    const answer = await get(path);
    expect([answer.status, answer.headers.get("content-type"), answer.headers.get("cache-control")]).toEqual([
      200,
      type,
      cache,
    ]);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect(bytes).toEqual(await new FolderReader(folder).read(path, 1e9));
    const head = await get(path, "HEAD");
    expect([head.status, head.headers.get("content-length")]).toEqual([200, String(bytes.length)]);
  });

  it("is verified through HTTP as from the folder", async () => {
    for (const prefix of [`${server.url}/ledger`, `${server.url}/ledger/`]) {
      const { checkpoint, sources } = await verifyLog(httpReader(prefix), { keys });
      expect([checkpoint.size, sources.get("city-a")]).toEqual([300, 300]);
    }
  });

  it("serves nothing else", async () => {
    for (const path of [
      "",
      "tile",
      "tile/0",
      "tile/0/000.p/44",
      "tile/0/002",
      "tile/0/001",
      ".writer/pending",
      "tile/0/..%2f..%2fcheckpoint",
      "checkpoint/",
      "%2e%2e/etc/passwd",
      "checkpoint.cosigned",
    ])
      expect((await get(path)).status, path).toBe(404);
    expect((await fetch(`${server.url}/checkpoint`)).status).toBe(404);
    for (const method of ["POST", "PUT", "DELETE"]) {
      const answer = await get("checkpoint", method);
      expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    }
  });

  it("does not serve what is not signed yet, for it would be kept for ever", async () => {
    const files = await writtenLog([[eventLeaf(0)], [eventLeaf(1)]], [signer]);
    const early = (await writtenLog([[eventLeaf(0)]], [signer])).get("checkpoint") as Uint8Array;
    const handle = logHandler(mapReader(files.set("checkpoint", early)));
    const status = async (path: string) => (await handle(new Request(`http://l/${path}`))).status;
    expect(await status("tile/0/000.p/1")).toBe(200);
    expect(await status("tile/0/000.p/2")).toBe(404);
    expect(await status("tile/entries/000.p/2")).toBe(404);
  });

  it("a reader stops at its limit, says what is missing, and what cannot be reached", async () => {
    const reader = httpReader(`${server.url}/ledger`);
    await expect(reader.read("tile/0/000", 8191)).rejects.toThrow(expect.objectContaining({ code: "limit" }));
    expect(await reader.read("tile/0/007", 8192)).toBeUndefined();
    const gone = await listen(async () => new Response("", { status: 503 }), { port: 0 });
    await expect(httpReader(gone.url).read("checkpoint", 100)).rejects.toThrow(
      expect.objectContaining({ code: "network" }),
    );
    await gone.close();
    await expect(httpReader(gone.url).read("checkpoint", 100)).rejects.toThrow(
      expect.objectContaining({ code: "network" }),
    );
    const port = Number(new URL(server.url).port);
    await expect(listen(async () => new Response(), { port })).rejects.toThrow(
      expect.objectContaining({ code: "network" }),
    );
  });
});
