import { describe, expect, it } from "vitest";
import { testIdentifiers } from "./memory-log.fixture.ts";
import { createPurposeReader } from "./purposes.ts";

const read = createPurposeReader(testIdentifiers());

function purpose(caseCell: string, reason: string): unknown {
  return JSON.parse(JSON.stringify(read(caseCell, reason, []) ?? null));
}

describe("case and reason", () => {
  it.each([
    ["25-54631", "25-54631"],
    ["c17-65036", "c17-65036"],
    ["8227-78124894", "8227-78124894"],
    ["3805-496", "3805-496"],
    ["r62-44601", "r62-44601"],
    ["t58412810", "t58412810"],
    ["t6096596345", "t6096596345"],
    ["36714", "36714"],
    ["7823", "7823"],
    ["case #25-54631.", "25-54631"],
    ["cfs 46177475", "46177475"],
    ["Case No. 2022-1234", "2022-1234"],
    ["#12345", "12345"],
  ])("%s is a case number and no reason", (reason, number) => {
    expect(purpose("", reason)).toEqual({ case: number });
  });

  it.each([
    ["urbana 97-3730 hit and run", "97-3730"],
    ["Investigation, 7803161", "7803161"],
    ["xray investigation (ref: 67653052)", "67653052"],
    ["cfs 433 46177475", "46177475"],
    ["ccso 0033-9624", "0033-9624"],
    ["stolen, case 4821", "4821"],
  ])("%s holds one, and stays", (reason, number) => {
    expect(purpose("", reason)).toEqual({ case: number, reason });
  });

  it.each([
    "64",
    "024",
    "ro 64",
    "cfs 351",
    "hit and run/72-58",
    "stolen vehicle 2/68/62 @ 9630",
    "2025",
    "5/12/2025 at 10:32",
    "robbery",
    "2025-06-18 stolen",
    "343's",
    "daytime search for best result",
    "13-07, 68-11",
  ])("%s holds none", (reason) => {
    expect(purpose("", reason)).toEqual({ reason });
  });

  it("leaves the reason whole where the case stands in its own cell", () => {
    expect(purpose("c17-65036", "see 25-54631")).toEqual({ case: "c17-65036", reason: "see 25-54631" });
    expect(purpose("n/a", "25-54631")).toEqual({ case: "25-54631" });
    expect(purpose("c17-65036", "-")).toEqual({ case: "c17-65036" });
  });

  it("takes nobody's telephone for a case", () => {
    expect(purpose("", "4155552671")).toEqual({ reason: expect.stringMatching(/^‹phone:\w{8}›$/) });
    expect(purpose("", "ABC1234")).toEqual({ reason: expect.stringMatching(/^‹plate:\w{8}›$/) });
  });

  it("keeps a case number comparable that reads like a telephone", () => {
    const { case: number } = purpose("", "2025551234") as { case: string };
    expect(number).toBe(testIdentifiers().text("2025551234"));
  });

  it("tells withheld from absent", () => {
    expect(purpose("", "")).toBeNull();
    expect(purpose("-", "N/A")).toBeNull();
    expect(purpose("***", "REDACTED")).toEqual({ withheld: ["case", "reason"] });
    expect(purpose("", "xxxx")).toEqual({ withheld: ["reason"] });
    expect(purpose("", "xxxxxxx xxxx xxxxx")).toEqual({ withheld: ["reason"] });
    expect(purpose("", "xxxxxxxx investigation")).toEqual({
      reason: "xxxxxxxx investigation",
      withheld: ["reason"],
    });
  });
});
