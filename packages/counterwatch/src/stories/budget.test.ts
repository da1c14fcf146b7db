import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CounterwatchError } from "../model/index.ts";
import { parseBudget } from "./budget.ts";

describe("parseBudget", () => {
  it.each([
    ["1/day", 1],
    ["1/week", 1 / 7],
    ["4/month", 4 / 30],
    ["0.5/week", 0.5 / 7],
    ["2 / year", 2 / 365],
    [" 10/month ", 10 / 30],
  ])("%s is %d a day", (text, perDay) => {
    expect(parseBudget(text).perDay).toBeCloseTo(perDay, 12);
  });

  it("writes a budget so that it reads back as the same", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4000 }),
        fc.constantFrom("day", "week", "month", "year"),
        (n, unit) => {
          const budget = parseBudget(`${n / 4}/${unit}`);
          expect(parseBudget(budget.text)).toEqual(budget);
        },
      ),
    );
  });

  it.each([
    "",
    "week",
    "1",
    "1/fortnight",
    "0/day",
    "-1/day",
    "1e9/day",
    "1001/day",
    "1/day/2",
    "NaN/day",
    "1,5/week",
  ])('refuses "%s" and says what to write', (text) => {
    const refusal = (() => {
      try {
        return parseBudget(text);
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toBeInstanceOf(CounterwatchError);
    expect(refusal).toMatchObject({ code: "usage", remedy: expect.stringContaining("1/week") as string });
  });

  it("does not repeat a long text at length", () => {
    expect(() => parseBudget("9".repeat(5000))).toThrow(/^.{1,120}$/);
  });
});
