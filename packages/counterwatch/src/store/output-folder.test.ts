import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CounterwatchError, type Summary } from "../model/index.ts";
import { OutputFolder, SCAN_OUTPUT } from "./output-folder.ts";

const summary: Summary = {
  rows: 0,
  events: 0,
  duplicates: 0,
  deadLetters: 0,
  rejectedByReason: {},
  operators: 0,
  subjects: 0,
  days: 0,
  budget: null,
  guarantee: { state: "none", since: null, note: "" },
  findings: {},
  seconds: 0,
  period: null,
  sources: [],
  notChecked: [],
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "counterwatch-out-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function refusalCode(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof CounterwatchError) return error.code;
    throw error;
  }
  return "none";
}

describe("OutputFolder", () => {
  it("shows nothing before commit and everything after it", () => {
    const path = join(folder, "a", "out");
    const output = new OutputFolder(path, SCAN_OUTPUT);
    output.file("findings.jsonl").write("é".repeat(100_000));
    output.file("summary.json").write(JSON.stringify(summary));
    expect(readdirSync(path).filter((name) => !name.startsWith("."))).toEqual([]);
    output.commit();
    output.discard();
    expect(readdirSync(path).toSorted()).toEqual(["findings.jsonl", "summary.json"]);
    expect(readFileSync(join(path, "findings.jsonl"), "utf8")).toBe("é".repeat(100_000));
  });

  it("leaves no trace of a run that was given up, not even the folders it made", () => {
    const output = new OutputFolder(join(folder, "a", "b"), SCAN_OUTPUT);
    output.file("findings.jsonl").write("half");
    output.discard();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("keeps the previous run whole when the next is given up, and replaces it when that completes", () => {
    const first = new OutputFolder(folder, SCAN_OUTPUT);
    first.file("findings.jsonl").write("first");
    first.file("summary.json").write(JSON.stringify(summary));
    first.commit();
    writeFileSync(join(folder, "notes.txt"), "mine");

    const second = new OutputFolder(folder, SCAN_OUTPUT);
    second.file("findings.jsonl").write("second");
    second.discard();
    expect(readFileSync(join(folder, "findings.jsonl"), "utf8")).toBe("first");

    const third = new OutputFolder(folder, SCAN_OUTPUT);
    third.file("findings.jsonl").write("third");
    third.file("summary.json").write(JSON.stringify(summary));
    third.commit();
    expect(readFileSync(join(folder, "findings.jsonl"), "utf8")).toBe("third");
    expect(readFileSync(join(folder, "notes.txt"), "utf8")).toBe("mine");
  });

  it("refuses a folder with foreign files unless forced, and then touches only its own", () => {
    writeFileSync(join(folder, "thesis.txt"), "years of work");
    writeFileSync(join(folder, "report.html"), "another report");
    expect(refusalCode(() => new OutputFolder(folder, SCAN_OUTPUT))).toBe("usage");
    expect(readFileSync(join(folder, "report.html"), "utf8")).toBe("another report");

    const forced = new OutputFolder(folder, SCAN_OUTPUT, { force: true });
    forced.file("report.html").write("ours");
    forced.commit();
    expect(readFileSync(join(folder, "thesis.txt"), "utf8")).toBe("years of work");
    expect(readFileSync(join(folder, "report.html"), "utf8")).toBe("ours");
  });

  it("refuses a summary.json that is not a scan's among foreign files", () => {
    writeFileSync(join(folder, "summary.json"), "{}");
    writeFileSync(join(folder, "other"), "");
    expect(refusalCode(() => new OutputFolder(folder, SCAN_OUTPUT))).toBe("usage");
  });

  it("clears what a killed run left, and refuses while a living one writes", () => {
    // No process has this number: Linux counts to 4,194,304 at most.
    mkdirSync(join(folder, ".counterwatch-partial-9999999"));
    new OutputFolder(folder, SCAN_OUTPUT).discard();
    expect(existsSync(join(folder, ".counterwatch-partial-9999999"))).toBe(false);

    mkdirSync(join(folder, `.counterwatch-partial-${process.ppid}`));
    expect(refusalCode(() => new OutputFolder(folder, SCAN_OUTPUT))).toBe("unavailable");
  });

  it("says so when the place is a file", () => {
    writeFileSync(join(folder, "file"), "");
    expect(refusalCode(() => new OutputFolder(join(folder, "file"), SCAN_OUTPUT))).toBe("unwritable");
    expect(refusalCode(() => new OutputFolder(join(folder, "file", "below"), SCAN_OUTPUT))).toBe(
      "unwritable",
    );
  });

  it.skipIf(process.platform !== "linux")("comes back from a file system that takes no folders", () => {
    expect(refusalCode(() => new OutputFolder("/proc/counterwatch/out", SCAN_OUTPUT))).toBe("unwritable");
  });
});
