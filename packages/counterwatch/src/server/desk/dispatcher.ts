/**
 * One door for the API: session, role, origin and size are settled here for every route of the table, before any of it runs.
 *
 * Hostile input: the browser of somebody who is signed in (cross-site requests: the cookie is SameSite=Strict, and whatever changes
 * something must carry a header that no other site may send), whoever guesses passwords (sessions.ts), bodies without end, answers
 * that a browser could take for something else. Errors say what and what to do, never what is inside.
 */
import { Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { z } from "zod";
import type { Account } from "../../incidents/desk/case.ts";
import { CounterwatchError, type ErrorCode } from "../../model/index.ts";
import { ACCOUNT_ROUTES } from "./account-routes.ts";
import type { DeskService } from "./desk-service.ts";
import { INCIDENT_ROUTES } from "./incident-routes.ts";
import { openApi } from "./openapi.ts";
import { QUEUE_ROUTES } from "./queue-routes.ts";
import type { Route } from "./route.ts";
import type { Sessions } from "./sessions.ts";
import { readBody } from "../tripwire-channel.ts";

export const ROUTES: readonly Route[] = [...QUEUE_ROUTES, ...INCIDENT_ROUTES, ...ACCOUNT_ROUTES];

export interface DeskDoor {
  readonly desk: DeskService;
  readonly sessions: Sessions;
  /** Whether the password is this account's; the same work for a name that does not exist. */
  verify(account: Account | undefined, password: string): Promise<boolean>;
  /** Before a route that looks at something answers: durable, or it does not answer. */
  looked(account: Account, route: Route, target: string | undefined): Promise<void>;
  /** Cookies only over TLS. */
  readonly secure: boolean;
  readonly version: string;
}

const COOKIE = "counterwatch";
const LARGEST_BODY = 64 * 1024;
/** Each takes 19 MB and a tenth of a second of a core: nobody who is not signed in may take all of them. */
const MOST_VERIFYING = 4;

const STATUS: Partial<Record<ErrorCode, 400 | 403 | 404 | 409 | 503>> = {
  usage: 400,
  refused: 403,
  "not-found": 404,
  conflict: 409,
  unavailable: 503,
};

const signIn = z.strictObject({ name: z.string().max(64), password: z.string().max(256) });

export function deskApi({ desk, sessions, verify, looked, secure, version }: DeskDoor): Hono {
  const app = new Hono();
  let verifying = 0;
  const document = openApi(ROUTES, version);

  app.use("/api/*", async (context, next) => {
    context.header("cache-control", "no-store");
    const changes = context.req.method !== "GET" && context.req.method !== "HEAD";
    const site = context.req.header("sec-fetch-site");
    if (
      changes &&
      (context.req.header("x-counterwatch") !== "1" ||
        (site !== undefined && site !== "same-origin" && site !== "none"))
    )
      return context.json({ error: "this request did not come from the console" }, 403);
    return await next();
  });
  app.get("/openapi.json", (context) => context.json(document));

  app.post("/api/session", async (context) => {
    const body = signIn.safeParse(await bodyOf(context.req.raw));
    if (!body.success) throw new CounterwatchError("usage", "give a name and a password");
    const { name, password } = body.data;
    const wait = sessions.wait(name);
    if (wait > 0) {
      context.header("retry-after", String(Math.ceil(wait / 1000)));
      return context.json({ error: "too many wrong passwords: wait", seconds: Math.ceil(wait / 1000) }, 429);
    }
    if (verifying >= MOST_VERIFYING) {
      context.header("retry-after", "1");
      return context.json({ error: "too many people sign in at once: wait", seconds: 1 }, 429);
    }
    verifying++;
    const { account, right } = await judged(name, password).finally(() => verifying--);
    if (!right || account === undefined || account.disabled) {
      sessions.failed(name);
      // A name that nobody has may be a password in the wrong field, and anybody could fill the trail with them.
      if (account !== undefined)
        await desk.store.audit({
          at: desk.now(),
          by: name,
          action: "sign-in.failed",
          target: undefined,
          detail: undefined,
        });
      return context.json({ error: "the name or the password is wrong" }, 401);
    }
    const old = getCookie(context, COOKIE);
    if (old !== undefined) sessions.close(old);
    setCookie(context, COOKIE, sessions.open(name), {
      httpOnly: true,
      sameSite: "Strict",
      path: "/",
      secure,
    });
    await desk.store.audit({
      at: desk.now(),
      by: name,
      action: "sign-in",
      target: undefined,
      detail: undefined,
    });
    return context.json({ name, roles: account.roles });
  });
  app.get("/api/session", async (context) => {
    const account = await signedIn(getCookie(context, COOKIE));
    return account === undefined
      ? context.json({ error: "nobody is signed in" }, 401)
      : context.json({ name: account.name, roles: account.roles });
  });
  app.delete("/api/session", (context) => {
    const token = getCookie(context, COOKIE);
    if (token !== undefined) sessions.close(token);
    deleteCookie(context, COOKIE, { path: "/" });
    return context.json({});
  });

  for (const route of ROUTES)
    app.on(route.method, route.path, async (context) => {
      const account = await signedIn(getCookie(context, COOKIE));
      if (account === undefined) return context.json({ error: "nobody is signed in" }, 401);
      if (route.roles !== "signed-in" && !route.roles.some((role) => account.roles.includes(role)))
        return context.json({ error: "this account has no role that may do this", roles: route.roles }, 403);
      const body = route.body === undefined ? undefined : route.body.safeParse(await bodyOf(context.req.raw));
      if (body?.success === false) throw new CounterwatchError("usage", textOf(body.error));
      const params = context.req.param() as Record<string, string>;
      if (route.looksAt !== undefined) await looked(account, route, params["id"]);
      const answer = await route.handle({
        account,
        params,
        query: new URL(context.req.url).searchParams,
        body: body?.data,
        desk,
      });
      if (route.path === "/api/accounts/:name") sessions.closeAll(params["name"] ?? "");
      if (answer instanceof Response) {
        answer.headers.set("cache-control", "no-store");
        return answer;
      }
      return context.json(answer as object);
    });
  app.all("/api/*", (context) => context.json({ error: "there is no such address" }, 404));

  app.onError((error, context) => {
    if (error instanceof CounterwatchError) {
      const status = STATUS[error.code] ?? 500;
      if (status !== 500) return context.json({ error: error.message, remedy: error.remedy }, status);
    }
    return context.json({ error: "something went wrong here; the server's log says what" }, 500);
  });
  return app;

  async function signedIn(token: string | undefined): Promise<Account | undefined> {
    const name = token === undefined ? undefined : sessions.accountOf(token);
    const account = name === undefined ? undefined : await accountNamed(name);
    return account === undefined || account.disabled ? undefined : account;
  }

  async function judged(name: string, password: string) {
    const account = await accountNamed(name);
    return { account, right: await verify(account, password) };
  }

  async function accountNamed(name: string): Promise<Account | undefined> {
    return (await desk.store.accounts()).find((account) => account.name === name);
  }
}

async function bodyOf(request: Request): Promise<unknown> {
  const bytes = await readBody(request, LARGEST_BODY);
  if (bytes === undefined) throw new CounterwatchError("usage", "the body is too large");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new CounterwatchError("usage", "the body is not JSON");
  }
}

function textOf({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join(".") || "body"}: ${issue?.message ?? "not as expected"}`;
}
