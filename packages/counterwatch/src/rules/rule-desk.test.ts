import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AccessEvent, findingSchema } from "../model/index.ts";
import { Context } from "./context.ts";
import { type EventIdSpool, MemoryEventIdSpool } from "./event-id-spool.ts";
import { defaultPolicy } from "./policy.ts";
import { MOST_GROUPS_OF_RULE, RuleDesk } from "./rule-desk.ts";
import { compileRulePack } from "./rule-files.ts";
import { type TestEvent, testEvents } from "./test-event.ts";

const means = { policy: defaultPolicy() };

function rule(
  name: string,
  block: string,
  detection = "{context.purpose.absent: true}",
  level = "low",
): string {
  return `title: Rule ${name}
name: ${name}
logsource: {product: counterwatch, category: access}
detection: {selection: ${detection}, condition: selection}
level: ${level}
counterwatch: {${block}}
`;
}

function openDesk(texts: readonly string[], spool: EventIdSpool = new MemoryEventIdSpool()): RuleDesk {
  const { pack, errors } = compileRulePack(
    texts.map((text, index) => ({ file: `${index}.yml`, text })),
    { means },
  );
  expect(errors).toEqual([]);
  return new RuleDesk({ rules: pack, context: new Context(means, pack.reads), spool });
}

function run(texts: readonly string[], short: readonly TestEvent[]) {
  const desk = openDesk(texts);
  for (const { event } of testEvents(short)) desk.see(event);
  return [...desk.findings()];
}

function idsOf(texts: readonly string[], events: readonly AccessEvent[]): string[] {
  const desk = openDesk(texts);
  for (const event of events) desk.see(event);
  return [...desk.findings()].map(({ finding }) => finding.id);
}

const SENTENCE = `explanation: "{operator} made {lookups:look-up|look-ups} of {subjects:subject|subjects} on {days:day|days}, {percent} % against {everybodyPercent} %."`;

describe("findings of rules", () => {
  it("say what, who, since when and how often, and hold to the schema", () => {
    const [finding, ...more] = run(
      [rule("bare", SENTENCE)],
      [
        { subjects: ["plate A"] },
        { time: "+1d", subjects: ["plate B"] },
        { purpose: { reason: "robbery" } },
        { time: "+1d", subjects: ["plate A"] },
        { operator: "op-2", purpose: { reason: "robbery" } },
      ],
    );
    expect(more).toEqual([]);
    const events = [...finding!.events()];
    expect(events).toEqual(["test:1", "test:2", "test:4"]);
    expect(finding!.rows.map(({ id }) => id)).toEqual(events);
    expect(findingSchema.parse({ ...finding!.finding, events })).toMatchObject({
      time: "2025-03-05T10:01:00.000Z",
      since: "2025-03-03T10:00:00.000Z",
      detector: "rule/bare",
      severity: "low",
      operator: "op-1",
      lookups: 3,
      explanation: "op-1 made 3 look-ups of 2 subjects on 3 days, 75 % against 60 %.",
    });
    expect(finding!.finding.subjects).toHaveLength(2);
    expect(finding!.finding.evidence).toMatchObject({
      days: 3,
      rowsOfOperator: 4,
      rowsOfEverybody: 5,
      matchedOfEverybody: 3,
      sources: ["test"],
    });
  });

  it.each([
    ["operator", 2],
    ["operator+subject", 4],
    ["operator+case", 3],
    ["operator+day", 3],
  ])("gather by %s", (group, count) => {
    const found = run(
      [rule("any", `group: ${group}`, "{action: search}")],
      [
        { subjects: ["plate A"], purpose: { case: "C1" } },
        { subjects: ["plate A", "plate B"], purpose: { case: "C1" } },
        { time: "+1d", subjects: ["plate A"] },
        { operator: "op-2" },
        { operator: "op-2", subjects: ["plate A"] },
      ],
    );
    expect(found.length).toBe(count);
    expect(new Set(found.map(({ finding }) => finding.id)).size).toBe(count);
  });

  it("name the subject, the case and the highest fact in the sentence", () => {
    const [first] = run(
      [
        rule(
          "sentence",
          `group: operator+subject, explanation: "{subject} {purpose.case} {result.rows:row|rows} {system}[ {reach.networks}]"`,
          "{action: search}",
        ),
      ],
      [
        { subjects: ["plate A"], purpose: { case: "C1" }, result: { rows: 5 } },
        { subjects: ["plate A"], purpose: { case: "C2" }, result: { rows: 3 } },
      ],
    );
    expect(first!.finding.explanation).toMatch(/^[0-9a-f]{8} C2 5 rows plates$/);
    expect(first!.finding.evidence).toMatchObject({
      "purpose.case": "C2",
      "result.rows": 5,
      system: "plates",
    });
  });

  it("wait for as many look-ups as the rule wants, and take their severity from its level", () => {
    const texts = [
      rule("three", "atLeast: 3", undefined, "informational"),
      rule("one", "atLeast: 1", undefined, "critical"),
    ];
    const severities = (short: TestEvent[]) =>
      run(texts, short).map(({ finding }) => [finding.detector, finding.severity]);
    expect(severities([{ repeat: 2 }])).toEqual([["rule/one", "critical"]]);
    expect(severities([{ repeat: 3 }])).toEqual([
      ["rule/three", "low"],
      ["rule/one", "critical"],
    ]);
  });

  it("count late rows and say since when by event time", () => {
    const [found] = run(
      [rule("bare", SENTENCE)],
      [{ time: "2025-03-05T10:00:00Z" }, { time: "2025-03-01T10:00:00Z", late: true }],
    );
    expect(found!.finding).toMatchObject({
      since: "2025-03-01T10:00:00.000Z",
      time: "2025-03-05T10:00:00.000Z",
      lookups: 2,
    });
    expect(found!.finding.evidence["days"]).toBe(2);
  });
});

describe("a finding's id", () => {
  const step = fc.record({
    operator: fc.constantFrom("op-1", "op-2"),
    subjects: fc.array(fc.constantFrom("plate A", "plate B"), { maxLength: 2 }),
    time: fc.constantFrom("+1m", "+1d"),
  });
  const texts = ["operator", "operator+subject", "operator+day"].map((group) =>
    rule(group.replace("+", "-"), `group: ${group}`),
  );

  it("is the same in a replay, and stays while the finding grows", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), fc.nat(), (short, cut) => {
        const events = testEvents(short).map(({ event }) => event);
        const all = idsOf(texts, events);
        expect(idsOf(texts, events)).toEqual(all);
        const early = idsOf(texts, events.slice(0, 1 + (cut % events.length)));
        expect(all.slice(0, early.length)).toEqual(early);
        expect(new Set(all).size).toBe(all.length);
      }),
      { numRuns: 60 },
    );
  });
});

describe("a habit", () => {
  const habit = rule(
    "bare",
    `habit: true, explanation: "{operator} made {lookups:look-up|look-ups}[, {percent} % of this operator's]."`,
  );
  const twenty: TestEvent[] = [
    { operator: "op-{n}", repeat: 20 },
    { repeat: 5, operator: "op-7" },
    { repeat: 2, operator: "op-9" },
  ];

  it("of at least twenty and half of all operators is one finding of the agency, with every look-up in order", () => {
    const found = run(
      [habit],
      [...twenty, { operator: "good-{n}", repeat: 20, purpose: { reason: "robbery" } }],
    );
    expect(found).toHaveLength(1);
    const { finding, events, rows } = found[0]!;
    expect(finding.explanation).toBe(
      "20 of 40 operators together made 27 look-ups. That is a custom here, not one operator's habit; most often op-7 (6), op-9 (3) and op-1 (1).",
    );
    expect([finding.operator, finding.lookups, rows.length]).toEqual(["20 operators", 27, 27]);
    expect([...events()]).toEqual(Array.from({ length: 27 }, (_, n) => `test:${n + 1}`));
    expect(finding.evidence).toMatchObject({ habit: true, operators: 20, ofOperators: 40 });
    expect(finding.evidence["most"]).toHaveLength(20);
  });

  it("of fewer is theirs, one by one", () => {
    const others = { operator: "good-{n}", repeat: 21, purpose: { reason: "robbery" } };
    const found = run([habit], [...twenty, others]);
    expect(found).toHaveLength(20);
    expect(found[6]!.finding.explanation).toBe("op-7 made 6 look-ups, 100 % of this operator's.");
    expect(run([habit], [{ operator: "op-{n}", repeat: 19 }])).toHaveLength(19);
  });

  it("is told of operators only", () => {
    const { errors } = compileRulePack([
      { file: "r.yml", text: rule("bare", "habit: true, group: operator+day") },
    ]);
    expect(errors.map(({ message }) => message)).toEqual([expect.stringContaining("group: operator")]);
  });
});

describe("a log without a kind of record", () => {
  const purposeRule = rule("bare", "recorded: purpose");

  it("makes no findings of it, and says so", () => {
    const desk = openDesk([purposeRule, rule("also", "group: operator")]);
    for (const { event } of testEvents([{ repeat: 150, operator: "op-{n}" }])) desk.see(event);
    expect([...desk.findings()].every(({ finding }) => finding.detector === "rule/also")).toBe(true);
    expect(desk.notChecked()).toEqual(["The log test records no purposes; not checked there: “Rule bare”."]);
  });

  it("makes findings of a short log, of one that has a purpose anywhere, and of one that masks them", () => {
    expect(run([purposeRule], [{ repeat: 99 }])).toHaveLength(1);
    expect(
      run([purposeRule], [{ repeat: 150 }, { operator: "op-2", purpose: { reason: "robbery" } }]),
    ).toHaveLength(1);
    expect(
      run([purposeRule], [{ repeat: 150 }, { operator: "op-2", purpose: { withheld: ["reason"] } }]),
    ).toHaveLength(1);
  });

  it("is judged log by log", () => {
    const found = run(
      [purposeRule],
      [
        { repeat: 150, operator: "camera-{n}", source: "cameras" },
        { operator: "op-2", source: "plates" },
        { operator: "op-3", source: "plates", purpose: { reason: "robbery" } },
      ],
    );
    expect(found.map(({ finding }) => finding.operator)).toEqual(["op-2"]);
  });
});

describe("the desk's memory", () => {
  it("keeps the first and last 200 rows, and every id in order", () => {
    const spool = new MemoryEventIdSpool();
    const desk = openDesk([rule("bare", "group: operator")], spool);
    for (const { event } of testEvents([{ repeat: 2000 }])) desk.see(event);
    const [found] = [...desk.findings()];
    const ids = Array.from({ length: 2000 }, (_, n) => `test:${n + 1}`);
    expect([...found!.events()]).toEqual(ids);
    expect([...found!.events()]).toEqual(ids);
    const kept = found!.rows.map(({ id }) => id);
    expect(kept).toHaveLength(200);
    expect(kept.slice(0, 160)).toEqual(ids.slice(0, 160));
    expect(kept.at(-1)).toBe(ids.at(-1));
    expect([...spool.read(0)].length).toBeGreaterThan(1000);
  });

  it("gives each group less as they become many, and loses no id", () => {
    const desk = openDesk([rule("bare", "group: operator")]);
    const operators = 3000;
    const events = testEvents([{ operator: "op-{n}", repeat: operators }]).map(({ event }) => event);
    for (let round = 0; round < 30; round++) {
      for (const [n, event] of events.entries()) desk.see({ ...event, id: `${round}:${n}` });
    }
    let rows = 0;
    let groups = 0;
    for (const { rows: kept, events: ids, finding } of desk.findings()) {
      const n = Number(finding.operator.slice(3)) - 1;
      rows += kept.length;
      groups++;
      if (n % 500 === 0)
        expect([...ids()]).toEqual(Array.from({ length: 30 }, (_, round) => `${round}:${n}`));
      expect(finding.lookups).toBe(30);
    }
    expect(groups).toBe(operators);
    expect(rows).toBeLessThan(128 * 200 * 2);
  });

  it("gathers what goes beyond the bound of groups in one, and still counts everything", () => {
    const desk = openDesk([rule("bare", `group: operator, explanation: "{operator}: {lookups}."`)]);
    const { event } = testEvents([{}])[0]!;
    const operators = MOST_GROUPS_OF_RULE + 500;
    for (let n = 0; n < operators; n++) desk.see({ ...event, id: `log:${n}`, operator: { id: `op-${n}` } });
    const found = [...desk.findings()];
    expect(found).toHaveLength(MOST_GROUPS_OF_RULE + 1);
    expect(found.reduce((sum, { finding }) => sum + finding.lookups, 0)).toBe(operators);
    const rest = found.at(-1)!;
    expect(rest.finding.explanation).toBe("More operators than are followed one by one: 500.");
    expect(rest.finding.evidence["overflow"]).toBe(true);
    expect([...rest.events()]).toHaveLength(500);
  });
});
