import { describe, expect, it } from "vitest";
import { nearestName } from "./nearest-name.ts";

describe("nearestName", () => {
  const names = ["zone", "country", "keyFile", "failOn", "format"];

  it("finds a slip of the finger: a letter wrong, missing, too many, or swapped", () => {
    expect(nearestName("zome", names)).toBe("zone");
    expect(nearestName("contry", names)).toBe("country");
    expect(nearestName("formatt", names)).toBe("format");
    expect(nearestName("fialon", names)).toBe("failOn");
  });

  it("ignores case", () => {
    expect(nearestName("keyfile", names)).toBe("keyFile");
  });

  it("stays silent where nothing is near", () => {
    expect(nearestName("pseudonyms", names)).toBeUndefined();
    expect(nearestName("x", names)).toBeUndefined();
    expect(nearestName("", names)).toBeUndefined();
  });
});
