import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTemplate, renderTemplate, TemplateFault, type TemplateValue } from "./explanation-template.ts";

function render(source: string, values: Record<string, TemplateValue>): string {
  return renderTemplate(parseTemplate(source), (name) => values[name]);
}

describe("explanation templates", () => {
  const sentence = "{operator} made {lookups:look-up|look-ups} on {days:day|days}.";

  it("put each number before the right form of its noun", () => {
    expect(render(sentence, { operator: "op-1", lookups: 1, days: 1 })).toBe("op-1 made 1 look-up on 1 day.");
    expect(render(sentence, { operator: "op-1", lookups: 1359, days: 0 })).toBe(
      "op-1 made 1,359 look-ups on 0 days.",
    );
  });

  it("put the number where a whole form wants it", () => {
    expect(render("{n:once|# times}", { n: 1 })).toBe("once");
    expect(render("{n:once|# times}", { n: 4 })).toBe("4 times");
    expect(render("{n:once|# times}", {})).toBe("an unknown number of times");
  });

  it("say that a bounded count may be more", () => {
    expect(render("{subjects:subject|subjects}", { subjects: { atLeast: 64 } })).toBe("at least 64 subjects");
  });

  it("leave out an optional part with an unknown value, and admit an unknown one elsewhere", () => {
    const source = "{operator} waited[, {a:day|days} of {b}]; {c}.";
    expect(render(source, { operator: "x", a: 2, b: 3, c: "d" })).toBe("x waited, 2 days of 3; d.");
    expect(render(source, { operator: "x", a: 2 })).toBe("x waited; an unknown value.");
    expect(render("{n:day|days}", {})).toBe("an unknown number of days");
  });

  it("keep doubled signs as signs", () => {
    expect(render("{{x}} [[y]] {n}", { n: 5 })).toBe("{x} [y] 5");
  });

  it("list the names they use once each", () => {
    expect(parseTemplate("{a} {b:x|y} {a}[ {c}]").names).toEqual(["a", "b", "c"]);
  });

  it.each([
    ["a {b", 2],
    ["a } b", 2],
    ["[a [b]]", 3],
    ["a ] b", 2],
    ["ab [c", 3],
    ["x {}", 2],
    ["{a b}", 0],
    ["{a:one}", 0],
    ["{a:one|two|three}", 0],
  ])("refuse %j at character %i", (source, offset) => {
    let fault: unknown;
    try {
      parseTemplate(source);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(TemplateFault);
    expect((fault as TemplateFault).offset).toBe(offset);
  });

  it("render any text without signs as itself, and never hang", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const plain = text.replace(/[{}[\]]/g, (sign) => sign + sign);
        expect(render(plain, {})).toBe(text);
        try {
          render(text, {});
        } catch (error) {
          expect(error).toBeInstanceOf(TemplateFault);
        }
      }),
    );
  });
});
