/** What others are told outside the desk, and what became of it. Notices are shown by what they are about, never with what they said. */
import { z } from "zod";
import type { Account } from "../../../incidents/desk/case.ts";
import { DETAILS, NOTICE_KINDS } from "../../../incidents/notices/notice.ts";
import { OUTBOX_STATES, type OutboxEntry, type OutboxState } from "../../../incidents/notices/outbox.ts";
import { CounterwatchError, SEVERITIES, sourceAsOperator } from "../../../model/index.ts";
import type { DeskService } from "../desk-service.ts";
import { limitOf, PAGING } from "../paging.ts";
import { isAboutOwn } from "../refusals.ts";
import { route, type Route } from "../route.ts";

const count = z.int().min(0);

export const noticePage = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.string(),
      target: z.string(),
      kind: z.enum([...NOTICE_KINDS, "test"]),
      about: z.string(),
      made: z.string(),
      state: z.enum(OUTBOX_STATES),
      attempts: count,
      next: z.string(),
      reason: z.string().optional(),
      changed: z.string(),
    }),
  ),
  total: count,
  next: z.string().optional(),
  targets: z.array(
    z.strictObject({
      name: z.string(),
      tell: z.array(z.enum(NOTICE_KINDS)),
      severity: z.enum(SEVERITIES),
      detail: z.enum(DETAILS),
      waiting: count,
      delivered: count,
      dead: count,
      ended: z.strictObject({ since: z.string(), reason: z.string() }).optional(),
    }),
  ),
});

/** That others were told of somebody is told to that person no more than what they were told. */
async function isOfReader(
  { kind, about }: Pick<OutboxEntry, "kind" | "about">,
  account: Account,
  desk: DeskService,
): Promise<boolean> {
  if (kind === "source.silent") return await isAboutOwn([sourceAsOperator(about)], [], account, desk);
  const finding = kind === "finding.new" ? await desk.store.finding(about) : undefined;
  if (finding !== undefined) return await isAboutOwn([finding.operator], [finding.id], account, desk);
  const incident = kind.startsWith("incident.") ? await desk.store.incident(about) : undefined;
  return incident !== undefined && (await isAboutOwn(incident.operators, incident.findings, account, desk));
}

export const noticeGiven = z.strictObject({ notice: z.string() });

export const NOTICE_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/notifications",
    summary: "Whom others are told what, and what became of it, the last changed first",
    roles: ["administrator", "auditor"],
    query: { state: OUTBOX_STATES.join(", "), target: "name of a target", ...PAGING },
    answer: noticePage,
    async handle({ query, desk, account }) {
      const { store, notices } = desk;
      const state = query.get("state") ?? undefined;
      if (state !== undefined && !(OUTBOX_STATES as readonly string[]).includes(state))
        throw new CounterwatchError("usage", `state: use one of ${OUTBOX_STATES.join(", ")}`);
      const filter = { state: state as OutboxState | undefined, target: query.get("target") ?? undefined };
      const [page, counts, stopped] = await Promise.all([
        store.outbox.entries(filter, limitOf(query)),
        store.outbox.counts(),
        store.outbox.stopped(),
      ]);
      const countOf = (target: string, of: OutboxState) =>
        counts.find((each) => each.target === target && each.state === of)?.count ?? 0;
      const targets = notices.targets.map(({ name, tell, severity, detail }) => {
        const ended = stopped.find(({ target }) => target === name);
        return {
          name,
          tell: [...tell],
          severity,
          detail,
          waiting: countOf(name, "waiting"),
          delivered: countOf(name, "delivered"),
          dead: countOf(name, "dead"),
          ...(ended !== undefined && { ended: { since: ended.since, reason: ended.reason } }),
        };
      });
      const items: (typeof page.items)[number][] = [];
      for (const item of page.items) if (!(await isOfReader(item, account, desk))) items.push(item);
      return { ...page, items, targets };
    },
  }),
  route({
    method: "POST",
    path: "/api/notifications/test",
    summary: "Send a test to one target; one that had ended hears again",
    roles: ["administrator"],
    body: z.strictObject({ target: z.string().min(1).max(400) }),
    answer: noticeGiven,
    async handle({ body: { target }, account, desk }) {
      const notice = await desk.notices.test(target);
      await desk.store.audit({
        at: desk.now(),
        by: account.name,
        action: "notice.test",
        target,
        detail: undefined,
      });
      return { notice };
    },
  }),
  route({
    method: "POST",
    path: "/api/notifications/:id/retry",
    summary: "Try a notice again that was given up",
    roles: ["administrator"],
    answer: noticeGiven,
    async handle({ params, account, desk }) {
      const notice = params["id"] ?? "";
      await desk.store.outbox.retry(notice, {
        at: desk.now(),
        by: account.name,
        action: "notice.retry",
        target: notice,
        detail: undefined,
      });
      desk.notices.wake();
      return { notice };
    },
  }),
];
