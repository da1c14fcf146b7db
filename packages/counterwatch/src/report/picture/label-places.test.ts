import { describe, expect, it } from "vitest";
import { placeLabels } from "./label-places.ts";

describe("labels on the map", () => {
  it("stand to the right where nothing is in the way", () => {
    expect(placeLabels([{ x: 50, y: 50, text: "1" }], [])).toEqual([{ dx: 7, dy: 4, end: "start" }]);
  });

  it("stay on the picture", () => {
    expect(placeLabels([{ x: 99, y: 50, text: "12" }], [])[0]?.end).toBe("end");
  });

  it("leave the line and their neighbours free", () => {
    const dots = [
      { x: 40, y: 50, text: "1" },
      { x: 45, y: 50, text: "2" },
      { x: 60, y: 50, text: "3" },
    ];
    const [first, middle, last] = placeLabels(dots, dots);
    expect(first?.end).toBe("end");
    expect(Math.abs(middle?.dy ?? 0)).toBeGreaterThan(4);
    expect(last?.end).toBe("start");
  });
});
