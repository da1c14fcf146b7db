import { describe, expect, it } from "vitest";
import { caseName } from "./case-name.ts";
import { lookUp } from "./lookups.fixture.ts";

function named(purpose: { case?: string; reason?: string }): string | undefined {
  return caseName(lookUp({ operator: "op-1", at: 0, ...purpose }));
}

describe("caseName", () => {
  it.each(["25-1234", "C25-1234", "#25-1234", "25-1234 burglary", "case 25-1234", "burglary, 25-1234."])(
    "%s is the case 25-1234, whether it stands in the case or in the reason",
    (text) => {
      expect(named({ case: text })).toBe("25-1234");
      expect(named({ reason: text })).toBe("25-1234");
    },
  );

  it("knows long numbers anywhere, four digits only where nothing else is said", () => {
    expect(named({ reason: "follow-up 2025001234" })).toBe("2025001234");
    expect(named({ reason: "1234" })).toBe("1234");
    expect(named({ reason: "#1234" })).toBe("1234");
    expect(named({ reason: "blue ford 2019" })).toBeUndefined();
    expect(named({ reason: "robbery 123" })).toBeUndefined();
  });

  it("takes the case over the reason, and spells one without a number in one way", () => {
    expect(named({ case: "25-1", reason: "25-9999" })).not.toBe("25-9999");
    expect(named({ case: "op Lantern" })).toBe(named({ case: "OP LANTERN" }));
    expect(named({ case: "# op  lantern" })).toBe("OPLANTERN");
  });

  it("finds none in words or in nothing", () => {
    expect(named({ reason: "investigation" })).toBeUndefined();
    expect(named({})).toBeUndefined();
  });

  it("does not take a piece of a longer number for a case", () => {
    expect(named({ reason: "call 555-0123-4567" })).toBeUndefined();
    expect(named({ reason: "1234567890123456" })).toBeUndefined();
  });
});
