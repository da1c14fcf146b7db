/**
 * The API as a table: each route says who may use it, what it takes, and what it answers. The dispatcher, the OpenAPI document and the
 * authorisation tests all read this table, so that a route without a rule cannot exist.
 */
import type { z } from "zod";
import type { Account, Role } from "../../incidents/desk/case.ts";
import type { DeskService } from "./desk-service.ts";

interface Call<B> {
  readonly account: Account;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: B;
  readonly desk: DeskService;
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
  /** What is looked at: the call itself becomes a look-up in the pipeline. Undefined: nothing of anybody. */
  readonly looksAt?: "finding" | "incident" | "operator" | "audit" | "accounts";
  /** The JSON that it answers; tests hold real answers to it, and OpenAPI and the client are made of it. */
  readonly answer?: z.ZodType<A>;
  /** Media types of what it answers where that is not JSON: then `handle` gives a `Response`. */
  readonly produces?: readonly string[];
  handle(call: Call<B>): Promise<unknown>;
}

/** Keeps the type of the body for the handler, and forgets it for the table. */
export function route<B>(definition: Route<B>): Route {
  return definition as Route;
}

export const READERS = ["analyst", "reviewer", "auditor"] as const satisfies readonly Role[];
export const JUDGES = ["analyst", "reviewer"] as const satisfies readonly Role[];
