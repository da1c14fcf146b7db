/**
 * The ledger as anybody may read and verify it: its log as C2SP tlog-tiles has it, and beside it its verifier keys. Whoever must not rely
 * on this server has the keys from elsewhere; the console says so.
 */
import { formatVerifierKey } from "@counterwatch/evidence";
import { FolderReader, logHandler } from "@counterwatch/evidence/node";
import type { Hono } from "hono";
import { publishedKeys } from "../../../store/ledger-keys.ts";

export function addLedger(app: Hono, folder: string): void {
  const read = logHandler(new FolderReader(folder), { prefix: "/ledger" });
  app.get("/ledger/ledger.vkey", (context) => {
    const keys = publishedKeys(folder);
    return keys === undefined
      ? context.text("not in this log\n", 404)
      : context.text(keys.map((key) => `${formatVerifierKey(key)}\n`).join(""));
  });
  app.all("/ledger/*", (context) => read(context.req.raw));
}
