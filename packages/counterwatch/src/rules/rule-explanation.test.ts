import { describe, expect, it } from "vitest";
import { CounterwatchError } from "../model/index.ts";
import { defaultPolicy } from "./policy.ts";
import { explainLookup, parseLookups } from "./rule-explanation.ts";
import { compileRulePack } from "./rule-files.ts";
import { testEvents } from "./test-event.ts";

const means = { policy: defaultPolicy() };
const ruleOf = (selection: string) =>
  compileRulePack([
    {
      file: "r.yml",
      text: `title: Rule\nname: rule\nlogsource: {product: counterwatch}\ndetection: {selection: ${selection}, condition: selection}\n`,
    },
  ]).pack.rules[0]!;

describe("rules explain", () => {
  const burst = ruleOf("{context.signIn.failures|gte: 3, action: sign-in}");
  const failures = testEvents([{ repeat: 3, action: "sign-in", result: { outcome: "failure" } }]).map(
    ({ event }) => event,
  );

  it("says clause by clause why a look-up matched or not, in its history", () => {
    const alone = explainLookup(burst, failures.slice(-1), means);
    expect(alone.matched).toBe(false);
    expect(alone.text).toMatch(/✗ context\.signIn\.failures/);
    expect(alone.text).toMatch(/✓ action/);
    expect(alone.notes.join(" ")).toContain("begins with this look-up");
    const third = explainLookup(burst, failures, means);
    expect(third.matched).toBe(true);
    expect(third.notes).toEqual([]);
  });

  it("says when the rule would not be shown the look-up, or lacks a list", () => {
    const closed = ruleOf("{context.case.status: closed}");
    const { event } = testEvents([{ automated: true }])[0]!;
    const { notes } = explainLookup(closed, [event], means);
    expect(notes.join(" ")).toMatch(/needs a case list.*automated/s);
  });
});

describe("look-ups as JSON", () => {
  const [one, two] = testEvents([{ subjects: ["plate A"] }, {}]).map(({ event }) => event);

  it.each([
    ["an object", JSON.stringify(one), 1],
    ["an array", JSON.stringify([one, two], undefined, 2), 2],
    ["lines", `${JSON.stringify(one)}\n\n${JSON.stringify(two)}\n`, 2],
  ])("are read from %s", (_, text, count) => {
    expect(parseLookups(text, { file: "-" })).toEqual([one, two].slice(0, count));
  });

  it.each([
    ["", undefined, "no look-up"],
    [`${JSON.stringify(one)}\n{"id":`, 2, "not JSON"],
    [JSON.stringify({ ...one, system: "RADAR-77" }), 1, "system"],
    [JSON.stringify({ ...one, subjects: [{ type: "plate", id: "SECRET7" }] }), 1, "subjects.0.id"],
  ])("are refused with the line and without the value", (text, line, message) => {
    let error: unknown;
    try {
      parseLookups(text, { file: "e.jsonl" });
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(CounterwatchError);
    const { place, message: said } = error as CounterwatchError;
    expect([place.line, said]).toEqual([line, expect.stringContaining(message)]);
    expect(said).not.toMatch(/SECRET7|RADAR-77/);
  });
});
