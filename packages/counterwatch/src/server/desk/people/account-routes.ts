/** Accounts and the trail of what was done. */
import { z } from "zod";
import {
  checkAccountName,
  checkRoles,
  LONGEST_PASSWORD,
  SHORTEST_PASSWORD,
} from "../../../incidents/desk/account.ts";
import { type Account, ROLES } from "../../../incidents/desk/case.ts";
import type { AuditRow } from "../../../incidents/desk/desk-store.ts";
import { isOwn } from "../../../incidents/desk/incident-fold.ts";
import { CounterwatchError } from "../../../model/index.ts";
import * as answers from "../answers/people.ts";
import { readIncident } from "../casework/incident-reading.ts";
import type { DeskService } from "../desk-service.ts";
import { limitOf, PAGING } from "../paging.ts";
import { READERS, route, type Route } from "../route.ts";

const PSEUDONYM = /^p1_[0-9a-f]{24}$/;
const INCIDENT = /^i1_[0-9a-f]{24}$/;

export const accountBody = z.strictObject({
  roles: z.array(z.enum(ROLES)).max(ROLES.length),
  operators: z.array(z.string().min(1).max(256)).max(50).default([]),
  administers: z.array(z.string().min(1).max(256)).max(500).default([]),
  password: z
    .string()
    .min(SHORTEST_PASSWORD, `at least ${SHORTEST_PASSWORD} characters`)
    .max(LONGEST_PASSWORD)
    .optional(),
  disabled: z.boolean().default(false),
});

export const ACCOUNT_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/accounts",
    answer: answers.accountList,
    summary: "Accounts with their roles",
    roles: ["administrator", "auditor"],
    looksAt: "accounts",
    handle: async ({ desk }) => ({ items: (await desk.store.accounts()).map(shown) }),
  }),
  route({
    method: "PUT",
    path: "/api/accounts/:name",
    answer: answers.accountSaved,
    summary: "Make or change an account",
    roles: ["administrator"],
    body: accountBody,
    looksAt: "accounts",
    looksBy: "change",
    async handle({ params, body, desk, account: by }) {
      const name = params["name"] ?? "";
      checkAccountName(name);
      checkRoles(body.roles);
      const known = await desk.store.accounts();
      const before = known.find((each) => each.name === name);
      if (before === undefined && body.password === undefined)
        throw new CounterwatchError("usage", "a new account needs a password");
      const { password, ...rest } = body;
      const account: Account = {
        ...rest,
        // As findings have them: where operators are hidden, their ids would match nobody and stand here for all to read.
        operators: rest.operators.map((id) =>
          PSEUDONYM.test(id) ? id : (desk.unmasking.operator(id) ?? id),
        ),
        name,
        password: password === undefined ? before?.password : await desk.hashPassword(password),
      };
      const administrators = known.filter((each) => each.name !== name && isAdministrator(each));
      if (administrators.length === 0 && !isAdministrator(account))
        throw new CounterwatchError("refused", "this is the last administrator");
      await desk.store.saveAccount(account, {
        at: desk.now(),
        by: by.name,
        action: "account.save",
        target: name,
        detail: changeOf(before, account, password !== undefined),
      });
      return { account: shown(account) };
    },
  }),
  route({
    method: "GET",
    path: "/api/audit",
    answer: answers.auditPage,
    summary: "What was done, by whom, the latest first",
    roles: ["auditor", "administrator"],
    query: PAGING,
    looksAt: "audit",
    async handle({ query, desk, account }) {
      const page = await desk.store.auditTrail(limitOf(query));
      const items: AuditRow[] = [];
      const hidden = await desk.store.suppressions();
      const own = new Map(
        hidden.map(({ id, operator = "" }) => [id, isOwn({ operators: [operator] }, account, [])]),
      );
      for (const row of page.items) {
        const { target = "" } = row;
        if (INCIDENT.test(target) && !own.has(target))
          own.set(target, await isIncidentAboutOwn(target, account, desk));
        // Why somebody did something to an incident is for those who may read incidents.
        if (own.get(target) !== true) items.push(mayRead(account) ? row : { ...row, detail: bare(row) });
      }
      return { ...page, items, withheld: page.items.length - items.length };
    },
  }),
];

/**
 * Roles as they are, and what else changed: whose look-ups and systems are withheld from an account is what independence holds on to, so whoever
 * takes one away for a moment is to be seen.
 */
function changeOf(before: Account | undefined, after: Account, isPasswordNew: boolean): string {
  const lists = (["operators", "administers"] as const).flatMap((list) => {
    const [old, now] = [before?.[list] ?? [], after[list]];
    const changes = [
      ...now.filter((each) => !old.includes(each)).map((each) => `+${each}`),
      ...old.filter((each) => !now.includes(each)).map((each) => `-${each}`),
    ];
    return changes.length === 0 ? [] : [`${list} ${changes.join(" ")}`];
  });
  const isDisabled = before?.disabled ?? false;
  return [
    after.roles.join(" "),
    ...lists,
    ...(isPasswordNew ? ["password set"] : []),
    ...(after.disabled === isDisabled ? [] : [after.disabled ? "disabled" : "enabled"]),
  ].join("; ");
}

async function isIncidentAboutOwn(id: string, account: Account, desk: DeskService): Promise<boolean> {
  return await readIncident(id, account, desk).then(
    () => false,
    (error: unknown) => {
      if (error instanceof CounterwatchError && error.code === "refused") return true;
      if (error instanceof CounterwatchError && error.code === "not-found") return false;
      throw error;
    },
  );
}

function mayRead({ roles }: Account): boolean {
  return READERS.some((role) => roles.includes(role));
}

function bare({ action, detail }: AuditRow): string | undefined {
  return action.startsWith("incident.") || action === "suppress" ? undefined : detail;
}

function isAdministrator({ roles, disabled }: Account): boolean {
  return !disabled && roles.includes("administrator");
}

/** Never the password's hash. */
function shown({ password, ...account }: Account) {
  return { ...account, hasPassword: password !== undefined };
}
