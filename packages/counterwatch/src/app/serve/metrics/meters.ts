/** What is counted while `serve` runs, since it began; nothing in it names anybody. */
import type { Hono } from "hono";
import type { StoredEvent, ToldFinding } from "../../../incidents/desk/desk-store.ts";
import type { Ingested } from "../../../server/desk/sources/ingest.ts";
import { Counter, Histogram } from "./exposition.ts";

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Findings of one transaction. */
export interface Learned {
  /** Those that the store did not have. */
  readonly fresh: readonly ToldFinding[];
  /** Look-ups that were stored with them. */
  readonly events: readonly StoredEvent[];
  /** RFC 3339. */
  readonly now: string;
}

export class Meters {
  readonly rows = new Counter();
  readonly findings = new Counter();
  readonly signInFailures = new Counter();
  readonly requests = new Histogram(SECONDS);
  readonly delay = new Histogram([...SECONDS, 300]);
  readonly began = Date.now();

  /** Of one request or one batch of an input. */
  took(source: string, { appended, present, duplicates, rejected }: Ingested): void {
    const outcomes = { appended, present, duplicate: duplicates, rejected };
    for (const [outcome, count] of Object.entries(outcomes)) this.rows.add({ source, outcome }, count);
  }

  learned({ fresh, events, now }: Learned): void {
    for (const { finding } of fresh) {
      this.findings.add({ severity: finding.severity });
      const last = events.findLast(
        ({ event }) => event.time === finding.time && event.operator.id === finding.operator,
      );
      // What was there before this run has no time of receipt: the look-up's own stands in its place.
      if (last !== undefined && last.received !== last.event.time)
        this.delay.observe({}, Math.max(0, (Date.parse(now) - Date.parse(last.received)) / 1000));
    }
  }

  /** Before any route. */
  watch(app: Hono): void {
    app.use("*", async (context, next) => {
      const began = performance.now();
      await next();
      const part = partOf(context.req.path);
      if (part === undefined) return;
      const { status } = context.res;
      this.requests.observe(
        { part, status: `${Math.floor(status / 100)}xx` },
        (performance.now() - began) / 1000,
      );
      const { method, path } = context.req;
      const isSignIn = method === "POST" && (path === "/api/session" || path.startsWith("/api/sign-in/"));
      if (isSignIn && (status === 401 || status === 429))
        this.signInFailures.add({ reason: status === 401 ? "wrong" : "wait" });
    });
  }
}

/** Words of ours alone: an address can be anything. */
function partOf(path: string): "ingest" | "api" | "ledger" | "console" | undefined {
  if (path.startsWith("/ingest/")) return "ingest";
  if (path.startsWith("/api/")) return "api";
  if (path.startsWith("/ledger/")) return "ledger";
  return /^\/(metrics|healthz|readyz)$/.test(path) ? undefined : "console";
}
