/**
 * One door for the API: session, role, origin and size are settled here for every route of the table, before any of it runs.
 *
 * Hostile input: the browser of somebody who is signed in (cross-site requests: the cookie is SameSite=Strict, and whatever changes
 * something must carry a header that no other site may send), whoever guesses passwords (sessions.ts), bodies without end, answers
 * that a browser could take for something else. Errors say what and what to do, never what is inside.
 */
import { type Context, Hono } from "hono";
import type { z } from "zod";
import type { Account } from "../../incidents/desk/case.ts";
import { CounterwatchError, type ErrorCode } from "../../model/index.ts";
import { readBody } from "../tripwire-channel.ts";
import { CASE_ROUTES } from "./casework/case-routes.ts";
import { EXPORT_ROUTES } from "./casework/export-routes.ts";
import { INCIDENT_ROUTES } from "./casework/incident-routes.ts";
import { UNMASK_ROUTES } from "./casework/unmask-routes.ts";
import type { DeskService } from "./desk-service.ts";
import { NOTICE_ROUTES } from "./notices/notice-routes.ts";
import { openApi } from "./openapi.ts";
import { ACCOUNT_ROUTES } from "./people/account-routes.ts";
import { Challenges } from "./people/challenges.ts";
import { COLLEAGUE_ROUTES } from "./people/colleague-routes.ts";
import { OWN_ROUTES } from "./people/own-routes.ts";
import type { Sessions } from "./people/sessions.ts";
import { SIGN_IN_ROUTES } from "./people/sign-in-routes.ts";
import { type SignInHouse, Visit } from "./people/visit.ts";
import { WrongPasswords } from "./people/wrong-passwords.ts";
import { ASSESSMENT_ROUTES } from "./protection/assessment-routes.ts";
import { POSTURE_ROUTES } from "./protection/posture-routes.ts";
import { WARNING_ROUTES } from "./protection/warning-routes.ts";
import { FINDING_ROUTES } from "./queue/finding-routes.ts";
import { OPERATOR_ROUTES } from "./queue/operator-routes.ts";
import { OVERVIEW_ROUTES } from "./queue/overview-routes.ts";
import { QUEUE_ROUTES } from "./queue/queue-routes.ts";
import type { OpenRoute, Route } from "./route.ts";
import { RULE_ROUTES } from "./rules/rule-routes.ts";
import { INPUT_ROUTES } from "./sources/input-routes.ts";
import { RETENTION_ROUTES } from "./sources/retention-routes.ts";
import { SOURCE_ROUTES } from "./sources/source-routes.ts";

export const ROUTES: readonly Route[] = [
  // Before those that take what follows for an id.
  ...EXPORT_ROUTES,
  ...QUEUE_ROUTES,
  ...FINDING_ROUTES,
  ...OPERATOR_ROUTES,
  ...CASE_ROUTES,
  ...INCIDENT_ROUTES,
  ...ACCOUNT_ROUTES,
  ...OWN_ROUTES,
  ...COLLEAGUE_ROUTES,
  ...UNMASK_ROUTES,
  ...ASSESSMENT_ROUTES,
  ...WARNING_ROUTES,
  ...POSTURE_ROUTES,
  ...OVERVIEW_ROUTES,
  ...SOURCE_ROUTES,
  ...INPUT_ROUTES,
  ...RETENTION_ROUTES,
  ...RULE_ROUTES,
  ...NOTICE_ROUTES,
];
export const OPEN_ROUTES: readonly OpenRoute[] = SIGN_IN_ROUTES;

export interface DeskDoor {
  readonly desk: DeskService;
  readonly sessions: Sessions;
  /** Whether the password is this account's; the same work for a name that does not exist. */
  verify(account: Account | undefined, password: string): Promise<boolean>;
  /** Before a route that looks at something answers: durable, or it does not answer. The look-up's id. */
  looked(account: Account, route: Route, target: string | undefined): Promise<string>;
  /** Cookies only over TLS. */
  readonly secure: boolean;
  readonly version: string;
  /** Besides passwords; none where it is left out. */
  readonly means?: Pick<SignInHouse, "party" | "issuer"> & { readonly origin: URL | undefined };
}

const LARGEST_BODY = 64 * 1024;

const STATUS: Partial<Record<ErrorCode, 400 | 403 | 404 | 409 | 503>> = {
  usage: 400,
  refused: 403,
  "not-found": 404,
  conflict: 409,
  unavailable: 503,
};

export function deskApi({ desk, sessions, verify, looked, secure, version, means }: DeskDoor): Hono {
  const app = new Hono();
  const { clock } = sessions;
  const house: SignInHouse = {
    desk,
    sessions,
    verify,
    secure,
    wrong: new WrongPasswords(clock),
    challenges: new Challenges(clock),
    party: means?.party,
    issuer: means?.issuer,
  };
  // Made at the first question: it takes as long as all the rest of a start.
  let document: object | undefined;

  app.use("/api/*", async (context, next) => {
    context.header("cache-control", "no-store");
    const changes = context.req.method !== "GET" && context.req.method !== "HEAD";
    const site = context.req.header("sec-fetch-site");
    if (
      changes &&
      (context.req.header("x-counterwatch") !== "1" ||
        (site !== undefined && site !== "same-origin" && site !== "none") ||
        isElsewhere(context.req.header("origin"), means?.origin))
    )
      return context.json({ error: "this request did not come from the console" }, 403);
    return await next();
  });
  app.get("/openapi.json", (context) =>
    context.json((document ??= openApi([...ROUTES, ...OPEN_ROUTES], version))),
  );

  for (const route of OPEN_ROUTES)
    app.on(route.method, route.path, async (context) => {
      const visit = new Visit(house, context);
      const { params, query, body } = await callOf(route, context);
      return answered(context, await route.handle({ params, query, body, desk, visit }));
    });

  for (const route of ROUTES)
    app.on(route.method, route.path, async (context) => {
      const visit = new Visit(house, context);
      const account = await visit.account();
      if (account === undefined) return context.json({ error: "nobody is signed in" }, 401);
      if (route.roles !== "signed-in" && !route.roles.some((role) => account.roles.includes(role)))
        return context.json({ error: "this account has no role that may do this", roles: route.roles }, 403);
      const { params, query, body } = await callOf(route, context);
      const target = params["id"] ?? params["name"];
      const lookup = route.looksAt === undefined ? "" : await looked(account, route, target);
      const answer = await route.handle({ account, params, query, body, desk, visit, lookup });
      if (route.path === "/api/accounts/:name") sessions.closeAll(params["name"] ?? "");
      return answered(context, answer);
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
}

/** Older browsers say no Sec-Fetch-Site, and all say where a change came from. */
function isElsewhere(origin: string | undefined, own: URL | undefined): boolean {
  return origin !== undefined && own !== undefined && origin !== own.origin;
}

/** What was asked. Throws `usage` where the body is not as the route takes it. */
async function callOf(route: Pick<Route, "body" | "largest">, context: Context) {
  const { body: schema, largest = LARGEST_BODY } = route;
  const body = schema?.safeParse(await bodyOf(context.req.raw, largest));
  if (body?.success === false) throw new CounterwatchError("usage", textOf(body.error));
  return {
    params: context.req.param() as Record<string, string>,
    query: new URL(context.req.url).searchParams,
    body: body?.data,
  };
}

function answered(context: Context, answer: unknown): Response {
  if (!(answer instanceof Response)) return context.json(answer as object);
  answer.headers.set("cache-control", "no-store");
  return answer;
}

async function bodyOf(request: Request, largest: number): Promise<unknown> {
  const bytes = await readBody(request, largest);
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
