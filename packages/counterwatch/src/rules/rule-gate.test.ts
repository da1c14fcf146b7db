import { describe, expect, it } from "vitest";
import { compileRulePack } from "./rule-files.ts";
import { gateOf } from "./rule-gate.ts";

function gate(detection: string) {
  const text = `title: Rule\nname: rule\nlogsource: {product: counterwatch}\ndetection: ${detection}\n`;
  const { pack, errors } = compileRulePack([{ file: "r.yml", text }]);
  expect(errors).toEqual([]);
  const found = gateOf(pack.rules[0]!.sigma, () => undefined);
  return found === undefined
    ? undefined
    : [found.path.join("."), found.among === undefined ? "asks" : [...found.among].join()];
}

describe("the gate of a rule", () => {
  it.each([
    ["{s: {context.purpose.absent: true}, condition: s}", ["context.purpose.absent", "true"]],
    ["{s: {action: [Export, list]}, condition: s}", ["action", "export,list"]],
    [
      "{s: {action: search, context.operator.idleDays|gte: 90}, condition: s}",
      ["context.operator.idleDays", "asks"],
    ],
    ["{s: {context.purpose.unbacked: true}, t: {action: export}, condition: s and t}", ["action", "export"]],
    [
      "{s: {context.purpose.unbacked: true}, t: {action: export}, condition: s and not t}",
      ["context.purpose.unbacked", "true"],
    ],
    ["{s: {query.kind|contains: [convoy, pair]}, condition: s}", ["query.kind", "asks"]],
    ["{s: {context.operator.exports: 0}, condition: s}", ["context.operator.exports", "0"]],
  ])("of %s", (detection, expected) => {
    expect(gate(detection)).toEqual(expected);
  });

  it.each([
    "{s: {context.staff.listed: false}, condition: s}",
    "{s: {context.purpose.absent: null}, condition: s}",
    "{s: {context.purpose.absent: true}, condition: not s}",
    "{s: {context.purpose.absent: true}, t: {action: export}, condition: s or t}",
    "{s: [{context.purpose.absent: true}, {action: export}], condition: s}",
    "{s: {context.purpose.absent: true}, condition: [s, not s]}",
    "{s: {purpose.reason|contains: test}, condition: s}",
    "{s: {automated: false}, condition: s}",
    "{s: {context.case.status|neq: open}, condition: s}",
    "{s: {context.case.status: clos*}, condition: s}",
    "{s: {subjects.type: email}, condition: s}",
    "{s: {operator.role|exists: false}, condition: s}",
    "{s: [robbery], condition: s}",
  ])("is none for %s", (detection) => {
    expect(gate(detection)).toBeUndefined();
  });
});
