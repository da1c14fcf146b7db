/**
 * The agency's door for batches, over HTTP: PUT /v1/batches/N.
 *
 * Invariant: what the custodian gets back says nothing about matches. The batch is stored, durably, before anything is tested; the answer
 * has always the same bytes but for the number and root, which the custodian knows; and it leaves a fixed time after the batch came,
 * however busy the tests of earlier batches keep this machine. Refusals depend on the batch alone.
 */
import { setTimeout } from "node:timers/promises";
import { Hono } from "hono";
import { type Handler, readBody } from "./tripwire-channel.ts";

/** What became of a batch; all but `stored` and `known` are refusals. */
export type Reception = "stored" | "known" | "malformed" | "no-keys" | "other" | "gap" | "full";

export interface BatchDoor {
  /** Most bytes that any batch now has. */
  largest(): number;
  receive(number: number, bytes: Uint8Array): { readonly reception: Reception; readonly root: string };
}

export const ACKNOWLEDGEMENT_BYTES = 106;

/** Always 106 bytes: twelve digits and 64 of the root. */
export function acknowledgement(number: number, root: string): string {
  return `{"acknowledged":"${String(number).padStart(12, "0")}","root":"${root}"}\n`;
}

const STATUS = { malformed: 400, "no-keys": 409, other: 409, gap: 409, full: 503 } as const;

/** `delay`: milliseconds from a batch's arrival to its answer, more than it takes to store it. */
export function receptionHandler(door: BatchDoor, delay: number): Handler {
  const app = new Hono();
  app.put("/v1/batches/:number", async (context) => {
    const arrived = performance.now();
    const digits = context.req.param("number");
    const body = await readBody(context.req.raw, door.largest());
    const { reception, root } =
      body === undefined || !/^[1-9]\d{0,11}$/.test(digits)
        ? { reception: "malformed" as const, root: "" }
        : door.receive(Number(digits), body);
    await setTimeout(Math.max(0, arrived + delay - performance.now()));
    if (reception === "stored" || reception === "known")
      return context.body(acknowledgement(Number(digits), root), 200, { "content-type": "application/json" });
    return context.json({ error: reception }, STATUS[reception]);
  });
  app.onError((_error, context) => context.json({ error: "full" }, 503));
  return (request) => app.fetch(request);
}
