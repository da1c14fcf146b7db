/**
 * What a demo tells whoever opens it, without a session: how far its city is, and the passwords of this run's people, so that signing in
 * is one click. It exists in `serve --demo` alone, which listens on this machine alone and holds nothing but an invented city.
 *
 * Hostile input: a page elsewhere that has its own name resolve to this machine. Its requests name that host, and are refused.
 */
import { Hono } from "hono";
import type { Role } from "../../incidents/desk/case.ts";

/** `past`: history is loaded. `waiting`: until somebody watches. `streaming`: faster than life. `now`: as it happens. */
export type DemoPhase = "past" | "waiting" | "streaming" | "now";

export interface DemoPerson {
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

export interface DemoState {
  readonly phase: DemoPhase;
  /** Share of the past that is loaded, 0 to 1. */
  readonly loaded: number;
  /** The simulated time, RFC 3339. */
  readonly clock: string;
  readonly hoursASecond: number;
  readonly people: readonly DemoPerson[];
  /** The first finding about the hidden campaign; absent until a detector has told it. */
  readonly found?: { readonly finding: string; readonly incident: string; readonly operator: string };
}

export interface DemoDoor {
  state(): Promise<DemoState>;
  /** Somebody watches. */
  watch(): void;
}

const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/;

export function demoDoor(door: DemoDoor): Hono {
  const app = new Hono();
  app.use("/api/demo/*", async (context, next) => {
    context.header("cache-control", "no-store");
    if (!LOOPBACK.test(context.req.header("host") ?? ""))
      return context.json({ error: "a demo is for this machine alone" }, 403);
    return await next();
  });
  app.get("/api/demo", async (context) => context.json(await door.state()));
  app.post("/api/demo/watched", (context) => {
    if (context.req.header("x-counterwatch") !== "1")
      return context.json({ error: "this request did not come from the console" }, 403);
    door.watch();
    return context.json({});
  });
  return app;
}
