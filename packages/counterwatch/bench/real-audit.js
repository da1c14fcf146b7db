/** The real plate-reader audit beside the repository, through intake as scan reads it. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createIdentifiers } from "../dist/intake/identifiers.js";
import { readLog } from "../dist/intake/read-log.js";
import { openLogFiles } from "../dist/store/log-files.js";

const NAME = "alpr-organization-audit.csv";

/** Undefined where it is missing. */
export function findAudit() {
  const path = fileURLToPath(new URL(`../../../../shared/data/${NAME}`, import.meta.url));
  return existsSync(path) ? path : undefined;
}

/** All events in the order of their own time. The key is fixed, so that runs can be compared. */
export async function readAudit(path) {
  const identifiers = createIdentifiers({ siteKey: Buffer.alloc(32, 7), country: "US" });
  const events = [];
  for await (const batch of readLog(await openLogFiles([path]), { identifiers })) {
    for (const event of batch.events) events.push(event);
  }
  return events.toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}
