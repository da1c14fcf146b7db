/** What the outbox of every store must do: notices that come with findings and steps, tries, failures, and a target that is gone. */
import type { DeskStore } from "../../../incidents/desk/desk-store.ts";
import { incidentOf } from "../../../incidents/desk/grouping.ts";
import { findingHappenings, stepHappenings } from "../../../incidents/notices/happenings.ts";
import { NOTICE_KINDS, noticeFor, noticesOf, type NoticeTarget } from "../../../incidents/notices/notice.ts";
import type { Teller } from "../../../incidents/notices/outbox.ts";
import { finding, opened } from "./desk-contract.fixture.ts";

const TARGETS: readonly NoticeTarget[] = [
  {
    name: "webhook/siem",
    tell: new Set(NOTICE_KINDS),
    severity: "high",
    detail: "full",
    withhold: new Set(["op-0"]),
    gather: 0,
  },
  {
    name: "mail/duty",
    tell: new Set(NOTICE_KINDS),
    severity: "low",
    detail: "summary",
    withhold: new Set(),
    gather: 60_000,
  },
];

/** As `serve` tells; `stored` counts how often. */
export function tellerOfTwo(): Teller & { readonly times: () => number } {
  let times = 0;
  return {
    ofFindings: (atHand) => noticesOf(findingHappenings(atHand), TARGETS, atHand.now),
    ofSteps: (steps, incidents) => noticesOf(stepHappenings(steps, incidents), TARGETS, steps[0]?.at ?? ""),
    stored: () => times++,
    times: () => times,
  };
}

function minute(n: number): string {
  return new Date(Date.UTC(2026, 2, 1, 8, n, 20)).toISOString();
}

/** Drives a store that was opened with `tellerOfTwo` through an hour; the answers at its end. */
export async function hourOfNotices(store: DeskStore): Promise<unknown> {
  const { outbox } = store;
  const advance = (n: number, more: Partial<Parameters<DeskStore["advance"]>[0]>) =>
    store.advance({
      position: n,
      events: [],
      findings: [],
      suppressed: new Set(),
      steps: [],
      now: minute(n),
      ...more,
    });
  await advance(1, {
    findings: [0, 1, 2, 3].map((n) => finding(n)),
    suppressed: new Set(["f-3"]),
    steps: [0, 1, 2, 3].map((n) => opened(n, minute(1))),
  });
  const first = await outbox.counts();
  // Grown without being worse; worse than the first target heard; shown again.
  await advance(2, {
    findings: [finding(2, { lookups: 40 }), finding(1, { severity: "critical" }), finding(3)],
  });
  const all = await outbox.entries({}, { limit: 50 });
  await store.record(
    [{ incident: incidentOf("f-2"), number: 1, at: minute(3), by: "ana", step: { do: "taken" } }],
    new Map([["f-2", "taken"]]),
    { at: minute(3), by: "ana", action: "incident.taken", target: undefined, detail: undefined },
  );
  // Nothing of a step that is refused is told.
  await store
    .record(
      [{ incident: incidentOf("f-2"), number: 1, at: minute(4), by: "bo", step: { do: "taken" } }],
      new Map(),
      { at: minute(4), by: "bo", action: "incident.taken", target: undefined, detail: undefined },
    )
    .catch(() => {});
  // Hidden by a person's suppression, until that ends.
  await advance(4, {
    findings: [finding(6), finding(7)],
    suppressed: new Set(["f-6", "f-7"]),
    steps: [6, 7].map((n) => opened(n, minute(4))),
  });
  const hidden = (await outbox.counts()).map(({ count }) => count);
  await store.settleSuppressed(minute(4));
  await store.settleSuppressed(minute(4));
  const shown = (await outbox.counts()).map(({ count }) => count);
  const due = [...(await outbox.due())].toSorted();
  const loan = { now: minute(5), until: minute(6), limit: 2 };
  const claimed = await outbox.claim("webhook/siem", loan);
  const rest = await outbox.claim("webhook/siem", loan);
  const lent = await outbox.claim("webhook/siem", loan);
  const mails = await outbox.claim("mail/duty", { ...loan, limit: 50 });
  const [one, two] = claimed.map(({ id }) => id) as [string, string];
  await outbox.settle([one], { state: "delivered" }, minute(5));
  await outbox.settle([two], { state: "dead", reason: "answered 500 twelve times" }, minute(5));
  const early = { state: "waiting", next: minute(9), reason: "no answer in 10 s" } as const;
  await outbox.settle(
    rest.map(({ id }) => id),
    early,
    minute(5),
  );
  const tooEarly = await outbox.claim("webhook/siem", { now: minute(8), until: minute(9), limit: 9 });
  const again = await outbox.claim("webhook/siem", { now: minute(9), until: minute(10), limit: 9 });
  const audit = { at: minute(11), by: "root", action: "notice.retry", target: two, detail: undefined };
  const refusals: unknown[] = [];
  for (const id of [one, "n1_nothing"])
    refusals.push(
      await outbox.retry(id, audit).then(
        () => "retried",
        (error: { code?: string }) => error.code,
      ),
    );
  await outbox.retry(two, audit);
  const retried = await outbox.claim("webhook/siem", { now: minute(12), until: minute(13), limit: 9 });
  await outbox.stop({ target: "webhook/siem", address: "a", since: minute(13), reason: "410" });
  await outbox.stop({ target: "webhook/siem", address: "b", since: minute(14), reason: "410 again" });
  const stopped = await outbox.stopped();
  await outbox.resume("webhook/siem");
  const test = noticeFor(
    TARGETS[0] as NoticeTarget,
    { kind: "test", about: "webhook/siem", turn: "1", at: minute(15) },
    minute(15),
  );
  await outbox.add([test]);
  await outbox.add([{ ...test, made: minute(16), due: minute(16) }]);
  return {
    first,
    all,
    suppressed: [hidden, shown],
    due,
    claimed,
    rest,
    lent,
    mails,
    tooEarly,
    again,
    refusals,
    retried,
    stopped: [stopped, await outbox.stopped()],
    dead: await outbox.entries({ state: "dead" }, { limit: 5 }),
    page: await outbox.entries({ target: "mail/duty" }, { limit: 2, after: "1" }),
    counts: await outbox.counts(),
    trail: (await store.auditTrail({ limit: 9 })).items.map(({ action }) => action),
  };
}
