import { beforeAll, describe, expect, it } from "vitest";
import type { Account } from "../../../incidents/desk/case.ts";
import type { StoredEvent } from "../../../incidents/desk/desk-store.ts";
import { createIdentifiers } from "../../../intake/identifiers.ts";
import { MemoryDesk } from "../../../store/desk/memory/memory-desk.fixture.ts";
import type { RuleMeans } from "../../../server/desk/rules/rule-report.ts";
import type { Settings } from "../../settings.ts";
import { DayCounts } from "./day-counts.ts";
import { ruleOffice } from "./rule-office.ts";

const TEXT = `title: Exports
name: exports
level: low
logsource: {product: counterwatch, category: access}
detection:
  selection:
    action: export
  condition: selection
counterwatch:
  tests:
    - name: An export
      events:
        - match: {action: export}
        - pass: {action: export}
`;

const reader: Account = {
  name: "ana",
  roles: ["analyst"],
  operators: ["op-1"],
  administers: ["calls"],
  password: undefined,
  disabled: false,
};

function stored(leaf: number): StoredEvent {
  const time = new Date(Date.UTC(2026, 2, 1) + leaf * 3_600_000).toISOString();
  return {
    leaf,
    received: time,
    event: {
      id: `e-${leaf}`,
      time,
      source: leaf % 10 === 0 ? "calls" : "alpr",
      system: "plates",
      action: "export",
      operator: { id: `op-${leaf % 3}` },
    },
  };
}

describe("rules of the running server", () => {
  const store = new MemoryDesk();
  let office: RuleMeans;
  let now = 0;

  beforeAll(async () => {
    await store.advance({
      position: 300,
      events: Array.from({ length: 300 }, (_, leaf) => stored(leaf)),
      findings: [],
      suppressed: new Set(),
      steps: [],
      now: "2026-03-14T00:00:00.000Z",
    });
    office = ruleOffice({
      settings: { configFile: undefined, key: undefined } as Settings,
      identifiers: createIdentifiers({ siteKey: new Uint8Array(32) }),
      budget: "1/week",
      store,
      days: new DayCounts(store),
      clock: () => now,
    });
  });

  it("are listed with what they need, with text, and their tests hold", async () => {
    const rules = await office.list();
    expect(rules.length).toBeGreaterThan(40);
    expect(rules.find(({ name }) => name === "case-unknown")?.needs).toEqual(["a case list"]);
    for (const { name, tests } of rules) {
      expect((await office.textOf(name)).text).toContain(`name: ${name}`);
      const { holds, outcomes } = await office.test(name);
      expect([name, holds, outcomes.length]).toEqual([name, true, tests.count]);
    }
    await expect(office.textOf("nothing")).rejects.toMatchObject({ code: "not-found" });
  });

  it("are checked by line and column, tests included", async () => {
    const { errors, warnings, tested, rules } = await office.check(TEXT);
    expect([errors, rules.map(({ name }) => name)]).toEqual([[], ["exports"]]);
    expect(warnings.length).toBeGreaterThan(0);
    expect(tested[0]).toMatchObject({ holds: false, outcomes: [{ failures: [{ step: 2 }] }] });
    const { errors: found } = await office.check(
      TEXT.replace("action: export\n  condition", "acton: export\n  condition"),
    );
    expect(found).toMatchObject([{ line: 7, column: 5, remedy: expect.stringContaining("action") }]);
    expect((await office.check("{")).errors).not.toEqual([]);
  });

  it("run no tests that would keep others waiting", async () => {
    const { tested } = await office.check(TEXT.replace("match: {action", "match: {repeat: 10000, action"));
    expect(tested[0]?.outcomes[0]?.error).toBeUndefined();
    const long = Array.from({ length: 3 }, () => "        - match: {repeat: 10000, action: export}\n").join(
      "",
    );
    expect((await office.check(TEXT + long)).tested[0]).toMatchObject({
      holds: false,
      outcomes: [{ error: expect.stringContaining("20000") }],
    });
    // Several rules in one text have no more together than one may have.
    const many = ["exports", "others"].map((name) =>
      TEXT.replace("name: exports", `name: ${name}`).replace(
        "match: {action",
        "match: {repeat: 10000, action",
      ),
    );
    const errors = (await office.check(many.join("---\n"))).tested.map(({ outcomes }) => outcomes[0]?.error);
    expect(errors).toEqual([undefined, expect.stringContaining("9999")]);
  });

  it("are shown what is stored of the last days, and what is the reader's own is left out", async () => {
    const report = await office.backtest({ text: TEXT, days: 2 }, reader);
    // The last two days begin with leaf 264; leaves of op-1 and of the source that the reader administers are left out.
    const own = Array.from({ length: 36 }, (_, n) => 264 + n).filter((n) => n % 3 === 1 || n % 10 === 0);
    expect(report).toMatchObject({
      rule: { name: "exports", severity: "low" },
      seen: 36 - own.length,
      matched: 36 - own.length,
      withheld: own.length,
      findings: 2,
      cut: undefined,
      period: { from: "2026-03-12T00:00:00.000Z" },
    });
    expect(report.budgetPerDay).toBeCloseTo(1 / 7, 12);
    expect(JSON.stringify(report)).not.toContain("op-1");
  });

  it("stop after twenty seconds and say so", async () => {
    const slow = ruleOffice({
      settings: { configFile: undefined, key: undefined } as Settings,
      identifiers: createIdentifiers({ siteKey: new Uint8Array(32) }),
      budget: "none",
      store,
      days: new DayCounts(store),
      clock: () => (now += 15_000),
    });
    const report = await slow.backtest({ rule: "bulk-pace", days: 90 }, reader);
    expect(report).toMatchObject({ cut: "time", budgetPerDay: undefined });
  });

  it("are not tried where they look for somebody, lack a list, are none or several", async () => {
    const tried = (text: string) => office.backtest({ text, days: 7 }, reader);
    await expect(tried(TEXT.replace("action: export\n  c", "subjects.id: p1_0\n  c"))).rejects.toMatchObject({
      code: "refused",
    });
    await expect(tried("{")).rejects.toMatchObject({ code: "usage" });
    await expect(tried(`${TEXT}---\n${TEXT.replaceAll("xports", "xport")}`)).rejects.toMatchObject({
      code: "usage",
    });
    await expect(office.backtest({ rule: "case-unknown", days: 7 }, reader)).rejects.toMatchObject({
      code: "refused",
    });
    await expect(office.backtest({ rule: "nothing", days: 7 }, reader)).rejects.toMatchObject({
      code: "not-found",
    });
  });

  it("wait for one another, three at most", async () => {
    const all = await Promise.allSettled(
      Array.from({ length: 5 }, () => office.backtest({ rule: "bulk-pace", days: 90 }, reader)),
    );
    expect(all.map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "fulfilled",
      "rejected",
      "rejected",
    ]);
    await expect(office.backtest({ rule: "bulk-pace", days: 1 }, reader)).resolves.toBeDefined();
  });
});
