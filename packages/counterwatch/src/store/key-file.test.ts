import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CounterwatchError } from "../model/index.ts";
import { createKeyFile, parseKey, readKeyFile } from "./key-file.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "counterwatch-key-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function refusal(act: () => unknown): CounterwatchError {
  try {
    act();
  } catch (error) {
    if (error instanceof CounterwatchError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("key file", () => {
  it("is made once, for its owner alone, and read back as 32 bytes", () => {
    const path = join(folder, "deeper", "site.key");
    createKeyFile(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readKeyFile(path)).toEqual(new Uint8Array(Buffer.from(readFileSync(path, "utf8").trim(), "hex")));

    const before = readFileSync(path, "utf8");
    expect(refusal(() => createKeyFile(path)).code).toBe("key-file");
    expect(readFileSync(path, "utf8")).toBe(before);
  });

  it("differs every time", () => {
    createKeyFile(join(folder, "a"));
    createKeyFile(join(folder, "b"));
    expect(readKeyFile(join(folder, "a"))).not.toEqual(readKeyFile(join(folder, "b")));
  });

  it.each([0o640, 0o604, 0o660, 0o777])("is refused when others may use it (mode %o)", (mode) => {
    const path = join(folder, "key");
    createKeyFile(path);
    chmodSync(path, mode);
    const error = refusal(() => readKeyFile(path));
    expect(error.code).toBe("key-file");
    expect(error.remedy).toContain("chmod 600");
  });

  it("says what is missing and how to make one", () => {
    const error = refusal(() => readKeyFile(join(folder, "none")));
    expect(error.code).toBe("not-found");
    expect(error.remedy).toContain("counterwatch init");
  });

  it.each([
    ["empty", ""],
    ["short", "ab".repeat(31)],
    ["long", "ab".repeat(33)],
    ["prose", "the quick brown fox jumps over the lazy dog and so on"],
    ["a placeholder", "0".repeat(64)],
    ["a big file", "ab".repeat(4000)],
  ])("refuses what is no key, and never shows it: %s", (_name, text) => {
    const path = join(folder, "key");
    writeFileSync(path, text, { mode: 0o600 });
    const error = refusal(() => readKeyFile(path));
    expect(error.code).toBe("key-file");
    if (text !== "") expect(error.message + error.remedy).not.toContain(text.slice(0, 16));
  });

  it("refuses a folder, and follows a link to a good key", () => {
    expect(refusal(() => readKeyFile(folder)).code).toBe("key-file");
    createKeyFile(join(folder, "key"));
    symlinkSync(join(folder, "key"), join(folder, "link"));
    expect(readKeyFile(join(folder, "link"))).toHaveLength(32);
  });

  it("reads base64url as well as hexadecimal", () => {
    const bytes = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7));
    expect(parseKey(`${bytes.toString("base64url")}\n`, "k")).toEqual(new Uint8Array(bytes));
    expect(parseKey(bytes.toString("hex").toUpperCase(), "k")).toEqual(new Uint8Array(bytes));
  });
});
