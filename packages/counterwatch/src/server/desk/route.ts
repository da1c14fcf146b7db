/**
 * The API as a table: each route says who may use it, what it takes, and what it answers. The dispatcher, the OpenAPI document and the
 * authorisation tests all read this table, so that a route without a rule cannot exist.
 */
import type { z } from "zod";
import type { Account, Role } from "../../incidents/desk/case.ts";
import type { DeskService } from "./desk-service.ts";
import type { Visit } from "./people/visit.ts";

interface Call<B> {
  readonly account: Account;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: B;
  readonly desk: DeskService;
  /** The browser that asks. */
  readonly visit: Visit;
  /** Id of the look-up that this call left in the ledger; empty where it looks at nothing. */
  readonly lookup: string;
}

export interface Route<B = unknown, A = unknown> {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** With parameters as `:id`. */
  readonly path: string;
  readonly summary: string;
  /** Roles of which one is enough; `signed-in`: whoever has a session. */
  readonly roles: readonly Role[] | "signed-in";
  /** Query parameters with what they mean. */
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: z.ZodType<B>;
  /** Bytes of a body, where 64 kB are too few. */
  readonly largest?: number;
  /** What is looked at: the call itself becomes a look-up in the pipeline. Undefined: nothing of anybody. */
  readonly looksAt?:
    | "finding"
    | "incident"
    | "operator"
    | "audit"
    | "accounts"
    | "rule"
    | "assessment"
    | "warning"
    | "rehearsal"
    | "posture"
    | "suppression";
  /** How it is looked at, where not one by one or as a list: much at once, or to change it. */
  readonly looksBy?: "export" | "change";
  /** The JSON that it answers; tests hold real answers to it, and OpenAPI and the client are made of it. */
  readonly answer?: z.ZodType<A>;
  /** Media types of what it answers where that is not JSON: then `handle` gives a `Response`. */
  readonly produces?: readonly string[];
  handle(call: Call<B>): Promise<unknown>;
}

/** What anybody may ask: signing in. Nobody is known yet, and nothing of anybody is answered. */
export interface OpenRoute<B = unknown> extends Omit<Route<B>, "roles" | "looksAt" | "handle"> {
  readonly roles: "anybody";
  handle(call: Omit<Call<B>, "account" | "lookup">): Promise<unknown>;
}

export function openRoute<B>(definition: Omit<OpenRoute<B>, "roles">): OpenRoute {
  return { ...definition, roles: "anybody" } as OpenRoute;
}

/** Keeps the type of the body for the handler, and forgets it for the table. */
export function route<B>(definition: Route<B>): Route {
  return definition as Route;
}

export const READERS = ["analyst", "reviewer", "auditor"] as const satisfies readonly Role[];
export const JUDGES = ["analyst", "reviewer"] as const satisfies readonly Role[];
