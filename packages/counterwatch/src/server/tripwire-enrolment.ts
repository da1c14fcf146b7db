/**
 * The custodian's desk for enrolments, over HTTP.
 *
 *   GET  /v1/epoch                              the newest epoch: its terms, its public key, where in the ledger it stands
 *   POST /v1/epochs/N/order                     an order with two officers' signatures; the same one again is no error
 *   POST /v1/epochs/N/batches/I                 the elements of batch I -> evaluated elements and their proof
 *   POST /v1/epochs/N/ready                     the agency has all keys, durably
 */
import { Hono } from "hono";
import { CounterwatchError } from "../model/index.ts";
import { type SignedOrder, signedOrderSchema } from "../tripwire/order.ts";
import type { Announcement } from "../tripwire/terms.ts";
import { type Handler, readBody } from "./tripwire-channel.ts";

export interface EnrolmentDesk {
  announcement(): Announcement | undefined;
  order(epoch: number, signed: SignedOrder): Promise<void>;
  answer(epoch: number, batch: number, elements: Uint8Array): Promise<Uint8Array>;
  ready(epoch: number): Promise<void>;
}

const MOST_ORDER = 2 * 1_048_576;
const MOST_ELEMENTS = 256 * 32;

const STATUS: Partial<Record<CounterwatchError["code"], 400 | 403 | 409>> = {
  usage: 400,
  config: 409,
  evidence: 403,
};

export function enrolmentHandler(desk: EnrolmentDesk): Handler {
  const app = new Hono();
  app.get("/v1/epoch", (context) => {
    const announcement = desk.announcement();
    return announcement === undefined
      ? context.json({ error: "no epoch is open" }, 503)
      : context.json(announcement);
  });
  app.post("/v1/epochs/:epoch/order", async (context) => {
    const body = await readBody(context.req.raw, MOST_ORDER);
    const signed = body && parseOrder(body);
    if (signed === undefined) return context.json({ error: "this is no order" }, 400);
    await desk.order(numberOf(context.req.param("epoch")), signed);
    return context.json({ accepted: true });
  });
  app.post("/v1/epochs/:epoch/batches/:batch", async (context) => {
    const body = await readBody(context.req.raw, MOST_ELEMENTS);
    if (body === undefined) return context.json({ error: "these are no elements" }, 400);
    const { epoch, batch } = context.req.param();
    const answer = await desk.answer(numberOf(epoch), numberOf(batch), body);
    return context.body(new Uint8Array(answer), 200, { "content-type": "application/octet-stream" });
  });
  app.post("/v1/epochs/:epoch/ready", async (context) => {
    await desk.ready(numberOf(context.req.param("epoch")));
    return context.json({ ready: true });
  });
  app.onError((error, context) => {
    const status = error instanceof CounterwatchError ? STATUS[error.code] : undefined;
    // What is no refusal of ours is a defect or a full disk: the peer is told no more than that.
    return status === undefined
      ? context.json({ error: "the custodian could not answer" }, 503)
      : context.json({ error: error.message }, status);
  });
  return (request) => app.fetch(request);
}

function parseOrder(body: Uint8Array): SignedOrder | undefined {
  try {
    return signedOrderSchema.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)));
  } catch {
    return undefined;
  }
}

/** Throws `usage`. */
function numberOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new CounterwatchError("usage", "a number in the path is none");
}
