import { describe, expect, it } from "vitest";
import { parseCaseList } from "./case-list.ts";
import { Context } from "./context.ts";
import { defaultPolicy } from "./policy.ts";
import { compileRulePack } from "./rule-files.ts";
import { testEvents } from "./test-event.ts";

const GOOD = `title: Bare look-up
name: bare
logsource: {product: counterwatch, category: access}
detection:
  selection:
    context.purpose.absent: true
  condition: selection
counterwatch:
  group: operator
  explanation: "{operator} made {lookups:look-up|look-ups}."
`;

function firstError(text: string) {
  const { errors } = compileRulePack([{ file: "r.yml", text }]);
  const [error] = errors;
  return error === undefined
    ? undefined
    : { at: [error.place.line, error.place.column], message: error.message, remedy: error.remedy };
}

describe("rule packs", () => {
  it("compile a rule without remarks", () => {
    expect(firstError(GOOD)).toBeUndefined();
  });

  it.each([
    [
      "a misspelt field",
      GOOD.replace("context.purpose.absent", "context.purpose.abset"),
      [6, 5],
      /no look-up has a field/,
      /context\.purpose\.absent/,
    ],
    [
      "a field that no event has",
      GOOD.replace("context.purpose.absent", "EventID"),
      [6, 5],
      /no look-up has a field/,
      /./,
    ],
    [
      "another log source",
      GOOD.replace("category: access", "category: process_creation"),
      [1, 1],
      /another log source/,
      /access/,
    ],
    [
      "an unknown group",
      GOOD.replace("group: operator", "group: team"),
      [9, 10],
      /counterwatch\.group/,
      undefined,
    ],
    ["an unknown key", GOOD.replace("group:", "grouping:"), [9, 3], /counterwatch/, undefined],
    [
      "a wrong template",
      GOOD.replace("{operator} made", "{operator made"),
      [10, 16],
      /explanation: .*character 1/,
      undefined,
    ],
    ["an unknown value", GOOD.replace("{operator}", "{oprator}"), [10, 16], /\{oprator\}/, /\{operator\}/],
    ["no name", GOOD.replace("name: bare", "id: not usable!"), [1, 1], /./, /./],
    ["an unknown modifier", GOOD.replace("absent:", "absent|gtee:"), [6, 29], /gtee/, /./],
    ["broken YAML", GOOD.replace("detection:", "detection: ["), [6, 5], /./, undefined],
  ] as const)("refuse %s with its place", (_, text, at, message, remedy) => {
    const error = firstError(text);
    expect(error?.message).toMatch(message);
    if (remedy !== undefined) expect(error?.remedy).toMatch(remedy);
    expect(error?.at[0]).toBe(at[0]);
  });

  it("keep the other rules when one is wrong, and refuse a second of the same name", () => {
    const { pack, errors } = compileRulePack([
      { file: "a.yml", text: GOOD },
      { file: "b.yml", text: GOOD.replace("name: bare", "name: other").replace("absent", "abset") },
      { file: "c.yml", text: GOOD },
      { file: "d.yml", text: GOOD.replace("name: bare", "name: fourth") },
    ]);
    expect(pack.rules.map(({ name }) => name)).toEqual(["bare", "fourth"]);
    expect(errors.map(({ place }) => place.file)).toEqual(["b.yml", "c.yml"]);
  });

  it("refuse correlations and filters instead of passing over them", () => {
    const correlation = `title: Many\ncorrelation:\n  type: event_count\n  rules: [bare]\n  group-by: [operator.id]\n  timespan: 1h\n  condition: {gte: 10}\n`;
    const { errors } = compileRulePack([{ file: "c.yml", text: `${GOOD}---\n${correlation}` }]);
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringContaining("only rules are evaluated"),
    ]);
  });

  it("leave out what the user switched off, and refuse a name that is none", () => {
    const files = [{ file: "a.yml", text: GOOD }];
    expect(compileRulePack(files, { without: ["bare"] }).pack.rules).toEqual([]);
    const [error] = compileRulePack(files, { without: ["bar"] }).errors;
    expect([error?.code, error?.remedy]).toEqual(["not-found", "Perhaps bare is meant."]);
  });

  it("ask only the rules whose lists are given", () => {
    const needy = GOOD.replace("name: bare", "name: needy").replace(
      "context.purpose.absent: true",
      "context.case.status: closed",
    );
    const files = [
      { file: "a.yml", text: GOOD },
      { file: "b.yml", text: needy },
    ];
    const without = compileRulePack(files, { means: { policy: defaultPolicy() } });
    expect(without.pack.rules.map(({ name }) => name)).toEqual(["bare"]);
    expect(without.pack.unchecked.map(({ rule, needs }) => [rule.name, needs])).toEqual([
      ["needy", "a case list"],
    ]);
    const cases = parseCaseList("id,status\nC1,open\n", { file: "cases.csv", text: (raw) => raw });
    const given = compileRulePack(files, { means: { policy: defaultPolicy(), cases } });
    expect(given.pack.rules.map(({ name }) => name)).toEqual(["bare", "needy"]);
  });

  it("show automated look-ups only to rules that ask for them", () => {
    const texts = ["no", "also", "only"].map((automated) => ({
      file: `${automated}.yml`,
      text: GOOD.replace("name: bare", `name: ${automated}`).replace(
        "group: operator",
        `automated: "${automated}"`,
      ),
    }));
    const { pack, errors } = compileRulePack(texts);
    expect(errors).toEqual([]);
    const context = new Context({ policy: defaultPolicy() }, pack.reads);
    const [person, machine] = testEvents([{}, { automated: true }]).map(({ event }) => event);
    expect(pack.match(context.see(person!), context.active).map(({ name }) => name)).toEqual(["no", "also"]);
    expect(pack.match(context.see(machine!), context.active).map(({ name }) => name)).toEqual([
      "also",
      "only",
    ]);
  });

  it("know the words of the policy as placeholders", () => {
    const text = GOOD.replace("context.purpose.absent: true", "purpose.reason|expand: '%minorReasons%'");
    const { pack, errors } = compileRulePack([{ file: "a.yml", text }]);
    expect(errors).toEqual([]);
    const context = new Context({ policy: defaultPolicy() }, pack.reads);
    const [parking, robbery] = testEvents([
      { purpose: { reason: "Parking" } },
      { purpose: { reason: "robbery" } },
    ]);
    expect(pack.match(context.see(parking!.event), context.active)).toHaveLength(1);
    expect(pack.match(context.see(robbery!.event), context.active)).toHaveLength(0);
  });
});
