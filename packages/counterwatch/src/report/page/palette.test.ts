import { describe, expect, it } from "vitest";
import { contrast } from "./contrast.fixture.ts";
import { DARK, DARK_CONTRAST, LIGHT, LIGHT_CONTRAST, type Palette, printPalette } from "./palette.ts";

const PALETTES: readonly (readonly [string, Palette])[] = [
  ["light", LIGHT],
  ["dark", DARK],
  ["light, more contrast", { ...LIGHT, ...LIGHT_CONTRAST }],
  ["dark, more contrast", { ...DARK, ...DARK_CONTRAST }],
];

describe("contrast", () => {
  it("is 21 between black and white and 1 between equals", () => {
    expect(contrast([0, 0, 0], [1, 0, 0])).toBeCloseTo(21, 3);
    expect(contrast([0.5, 0.1, 40], [0.5, 0.1, 40])).toBe(1);
  });

  it("agrees with the known ratio of sRGB #767676 on white, 4.54", () => {
    expect(contrast([0.5658, 0, 0], [1, 0, 0])).toBeCloseTo(4.54, 1);
  });
});

describe.each(PALETTES)("%s palette", (_, palette) => {
  it.each(["text", "muted", "accent"] as const)("%s can be read on the page: at least 4.5", (name) => {
    expect(contrast(palette[name], palette.ground)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette[name], palette.raised)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(["low", "mediumEdge", "high", "critical", "explained", "unexplained", "ruleStrong"] as const)(
    "%s can be seen on the page: at least 3",
    (name) => {
      expect(contrast(palette[name], palette.ground)).toBeGreaterThanOrEqual(3);
    },
  );

  it("draws columns that can be seen, and steps that grow steadily", () => {
    expect(contrast(palette.heat[3], palette.ground)).toBeGreaterThanOrEqual(3);
    const steps = palette.heat.map((step) => contrast(step, palette.ground));
    for (const [index, step] of steps.entries()) {
      if (index > 0) expect(step / (steps[index - 1] ?? step)).toBeGreaterThan(1.2);
    }
  });

  it("prints one custom property for each colour", () => {
    expect(printPalette(palette).split(";")).toHaveLength(15 + 6);
  });
});
