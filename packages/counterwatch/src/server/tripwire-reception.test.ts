import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import {
  ACKNOWLEDGEMENT_BYTES,
  acknowledgement,
  type BatchDoor,
  type Reception,
  receptionHandler,
} from "./tripwire-reception.ts";

const ROOT = "ab".repeat(32);

function door(reception: Reception, work = 0): BatchDoor {
  return {
    largest: () => 1000,
    receive() {
      const until = performance.now() + work;
      while (performance.now() < until);
      return { reception, root: ROOT };
    },
  };
}

async function put(handler: ReturnType<typeof receptionHandler>, number: string, body = new Uint8Array(10)) {
  const started = performance.now();
  const response = await handler(new Request(`https://x/v1/batches/${number}`, { method: "PUT", body }));
  const headers = JSON.stringify([...response.headers]);
  return { status: response.status, text: await response.text(), headers, took: performance.now() - started };
}

describe("the acknowledgement of a batch", () => {
  it("has the same bytes and headers for every batch but for number and root, new or repeated", async () => {
    const first = await put(receptionHandler(door("stored"), 0), "1");
    const again = await put(receptionHandler(door("known"), 0), "1");
    expect({ ...again, took: 0 }).toEqual({ ...first, took: 0 });
    for (const number of [1, 999_999_999_999]) {
      const text = acknowledgement(number, ROOT);
      expect(text.length).toBe(ACKNOWLEDGEMENT_BYTES);
      expect((await put(receptionHandler(door("stored"), 0), String(number))).text).toBe(text);
    }
  });

  it("comes at a fixed time after the batch, whatever else the machine is doing", async () => {
    const delay = 120;
    const took: number[] = [];
    for (const work of [0, 40, 80])
      took.push((await put(receptionHandler(door("stored", work), delay), "5")).took);
    // Timers are never early by more than a millisecond; late is the machine's.
    for (const each of took) expect(each).toBeGreaterThanOrEqual(delay - 1);
    const handler = receptionHandler(door("stored"), delay);
    const stop = new AbortController();
    const slices = loadUntil(stop.signal);
    const loaded = await put(handler, "6");
    stop.abort();
    await slices;
    expect(loaded.took).toBeGreaterThanOrEqual(delay - 1);
  });

  it.each([
    ["malformed", 400],
    ["no-keys", 409],
    ["other", 409],
    ["gap", 409],
    ["full", 503],
  ] as const)("is refused for the batch's own sake alone: %s", async (reception, status) => {
    expect(await put(receptionHandler(door(reception), 0), "7")).toMatchObject({
      status,
      text: `{"error":"${reception}"}`,
    });
  });

  it("is not given for a number that is none, nor for a body that is too long, which is not read to its end", async () => {
    for (const number of ["0", "-1", "1x", "1234567890123"])
      expect((await put(receptionHandler(door("stored"), 0), number)).status).toBe(400);
    expect((await put(receptionHandler(door("stored"), 0), "1", new Uint8Array(1001))).status).toBe(400);
  });
});

/** A machine that tests members all the while, in slices of a millisecond. */
async function loadUntil(stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const until = performance.now() + 1;
    while (performance.now() < until);
    await setTimeout(0);
  }
}
