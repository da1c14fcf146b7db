/** Addresses that stand outside the table of routes: for sources and for whoever watches the server. */
import { z } from "zod";
import { count, text } from "./parts.ts";

export const ingested = z
  .strictObject({
    rows: count,
    appended: count,
    present: count.describe("The ledger had them already."),
    duplicates: count.describe("Repeated within the request."),
    rejected: count.describe("Among the dead letters, with their reasons."),
    request: text.describe("By which its dead letters are found again."),
  })
  .describe("rows = appended + present + duplicates + rejected.");

export const alive = z.strictObject({ alive: z.literal(true) });
export const ready = z.strictObject({ ready: z.boolean(), waiting: count });
