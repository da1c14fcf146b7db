import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { ingestHandler } from "./ingest.ts";

const print = (token: string) => createHash("sha256").update(token).digest("hex");

function door() {
  const taken: [string, string][] = [];
  const app = ingestHandler({
    tokenOf: (source) => (["a", "b"].includes(source) ? print(`token of ${source}`) : undefined),
    waiting: () => 0,
    take: (source, _bytes, request) => {
      taken.push([source, request]);
      return Promise.resolve({ rows: 1, appended: 1, present: 0, duplicates: 0, rejected: 0, request });
    },
  });
  const send = (
    source: string,
    body: string | Uint8Array<ArrayBuffer> | ReadableStream,
    headers: Record<string, string> = {},
  ) =>
    app.request(`/ingest/${source}`, {
      method: "POST",
      body,
      headers: { authorization: `Bearer token of ${source}`, ...headers },
      duplex: "half",
    } as RequestInit);
  return { app, taken, send };
}

it("takes a source's rows under that source's token alone", async () => {
  const { taken, send } = door();
  const answers = await Promise.all([
    send("a", "x"),
    send("b", "x", { authorization: "Bearer token of a" }),
    send("c", "x"),
    send("a", "x", { authorization: "token of a" }),
    send("a%2F..%2Fb", "x", { authorization: "Bearer token of b" }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 401, 401, 401, 401]);
  expect(taken).toHaveLength(1);
});

it("knows a request by its key and its bytes, and no key that runs over into them", async () => {
  const { taken, send } = door();
  for (const [key, body] of [
    ["k", "abc"],
    ["k", "abc"],
    ["ka", "bc"],
    ["", "abc"],
  ] as const)
    await send("a", body, { "idempotency-key": key });
  const [first, again, ...others] = taken.map(([, request]) => request);
  expect(again).toBe(first);
  expect(new Set([first, ...others]).size).toBe(3);
});

it("takes nothing of what does not unpack", async () => {
  const { taken, send } = door();
  const cut = gzipSync("x".repeat(1000)).subarray(0, 20);
  expect((await send("a", new Uint8Array(cut), { "content-encoding": "gzip" })).status).toBe(400);
  expect((await send("a", "no gzip", { "content-encoding": "gzip" })).status).toBe(400);
  expect((await send("a", "")).status).toBe(400);
  expect(taken).toEqual([]);
});

it("lets no source keep the others out by sending slowly", async () => {
  const { send } = door();
  const ends: (() => void)[] = [];
  const slow = Array.from({ length: 4 }, () =>
    send(
      "a",
      new ReadableStream({
        start: (controller) => {
          controller.enqueue(new TextEncoder().encode("x"));
          ends.push(() => controller.close());
        },
      }),
    ),
  );
  const refused = await send("a", "x");
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "5"]);
  expect((await send("b", "x")).status).toBe(200);
  for (const end of ends) end();
  expect((await Promise.all(slow)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect((await send("a", "x")).status).toBe(200);
});
