/** What every adapter of the desk's store must do for people: passwords, passkeys, candidates that were tried, incidents that were merged. */
import type { Account, RecordedStep } from "../../../incidents/desk/case.ts";
import type { AuditRow, DeskStore } from "../../../incidents/desk/desk-store.ts";
import { parseFindingQuery } from "../../../incidents/desk/finding-query.ts";
import { incidentOf } from "../../../incidents/desk/grouping.ts";
import type { Passkey } from "../../../incidents/desk/passkey.ts";
import { finding, opened } from "./desk-contract.fixture.ts";

const NOW = "2026-03-01T00:00:00.000Z";

function accountOf(name: string, more: Partial<Account> = {}): Account {
  return {
    name,
    roles: ["analyst"],
    operators: [],
    administers: [],
    password: "first",
    disabled: false,
    ...more,
  };
}

function passkeyOf(id: string, account: string, more: Partial<Passkey> = {}): Passkey {
  const name = `key ${id}`;
  return {
    id,
    account,
    name,
    publicKey: "pQ",
    counter: 4,
    transports: ["usb"],
    made: NOW,
    used: undefined,
    ...more,
  };
}

function row(action: string, at = NOW): AuditRow {
  return { at, by: "ana", action, target: undefined, detail: undefined };
}

/** What became of a promise: its error's code where it was refused. */
async function outcome(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => "done",
    (error: { code?: string }) => error.code,
  );
}

/** Answers to every question about people, at the end of their story. */
export async function peopleOfTheDesk(store: DeskStore): Promise<unknown> {
  await store.saveAccount(accountOf("ana"), row("account.save"));
  await store.setPassword("ana", "second", row("password"));
  const passkeys = [
    await outcome(store.setPassword("nobody", "x", row("password"))),
    await outcome(store.addPasskey(passkeyOf("b", "ana", { made: "2026-03-02T00:00:00.000Z" }), row("add"))),
    await outcome(store.addPasskey(passkeyOf("a", "ana"), row("add"))),
    await outcome(store.addPasskey(passkeyOf("a", "bo"), row("add"))),
    await outcome(store.addPasskey(passkeyOf("still", "bo", { counter: 0 }), row("add"))),
    await outcome(store.usePasskey("a", 5, row("use", "2026-03-03T00:00:00.000Z"))),
    await outcome(store.usePasskey("a", 5, row("use"))),
    await outcome(store.usePasskey("a", 3, row("use"))),
    await outcome(store.usePasskey("still", 0, row("use"))),
    await outcome(store.usePasskey("gone", 1, row("use"))),
    await outcome(store.removePasskey("bo", "a", row("remove"))),
    await outcome(store.removePasskey("ana", "b", row("remove"))),
  ];
  await store.advance({
    position: 1,
    events: [],
    findings: [finding(1), finding(2), finding(3)],
    suppressed: new Set(),
    steps: [1, 2, 3].map((n) => opened(n, NOW)),
    now: NOW,
  });
  const [into, merged, tried] = [1, 2, 3].map((n) => incidentOf(`f-${n}`)) as [string, string, string];
  await store.record(
    [
      { incident: merged, number: 1, at: NOW, by: "ana", step: { do: "merged", into, why: "the same" } },
      {
        incident: into,
        number: 1,
        at: NOW,
        by: "ana",
        step: { do: "absorbed", from: merged, findings: ["f-2"] },
      },
    ],
    new Map(),
    row("incident.merged"),
  );
  const steps: RecordedStep["step"][] = [
    { do: "taken" },
    { do: "commented", text: 'he said "unmask-tried"' },
    { do: "unmask-tried", what: "subjects", granted: 1, matched: true },
  ];
  for (const [at, step] of steps.entries())
    await store.record(
      [{ incident: tried, number: at + 1, at: `2026-03-0${at + 2}T00:00:00.000Z`, by: "ana", step }],
      new Map(),
      row(step.do),
    );
  const nobodys = parseFindingQuery(new URLSearchParams("owner=nobody"));
  return {
    nobodys: [
      await store.findings(nobodys, { limit: 9 }),
      await store.findings(parseFindingQuery(new URLSearchParams("owner=-nobody")), { limit: 9 }),
      await store.findings({ ...nobodys, without: ["op-1", "ana"] }, { limit: 9 }),
      await store.facets({ ...nobodys, without: ["op-1", "ana"] }),
    ],
    others: [
      await store.incidentFacets({ open: true, withheld: ["op-1"] }),
      (await store.incidents({ open: true, withheld: ["op-1"] }, { limit: 9 })).items.map(({ id }) => id),
    ],
    accounts: await store.accounts(),
    passkeys,
    kept: [await store.passkeysOf("ana"), await store.passkeysOf("bo"), await store.passkey("b")],
    incidents: await Promise.all([into, merged, tried].map((id) => store.incident(id))),
    homes: await Promise.all(["f-1", "f-2", "f-3"].map(async (id) => (await store.finding(id))?.incident)),
    tries: [
      await store.unmaskTries(NOW),
      await store.unmaskTries("2026-03-03T00:00:00.000Z"),
      await store.unmaskTries("2026-03-04T00:00:00.000Z"),
    ],
    trail: (await store.auditTrail({ limit: 50 })).items.map(({ action }) => action),
  };
}
