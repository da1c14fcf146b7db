import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EvidenceError } from "../errors.ts";
import { checkConsistency, checkInclusion } from "./proofs.ts";

// The proof cases that transparency-dev/merkle publishes, good and bad ones.
const archive = fileURLToPath(
  new URL("../../../../../shared/vectors/rfc6962-proofs.tar.gz", import.meta.url),
);
const present = existsSync(archive);
if (!present) console.warn(`RFC 6962 proof cases: skipped, ${archive} is absent`);

interface Case {
  readonly desc: string;
  readonly wantErr: boolean;
  readonly proof: readonly string[] | null;
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly leafHash: string;
  readonly root: string;
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
}

const bytes = (text: string) => Buffer.from(text, "base64");
const proofOf = (each: Case) => (each.proof ?? []).map(bytes);

// With CI=true absence is a failure: beforeAll then throws.
describe.skipIf(!present && process.env["CI"] !== "true")("RFC 6962 proof cases", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "counterwatch-proofs-"));
    execFileSync("tar", ["xzf", archive, "-C", folder]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function cases(kind: string): Case[] {
    return readdirSync(join(folder, "testdata", kind), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".json"))
      .map((name) => JSON.parse(readFileSync(join(folder, "testdata", kind, name), "utf8")) as Case);
  }

  function replay(kind: string, check: (each: Case) => void): { good: number; bad: number } {
    const seen = { good: 0, bad: 0 };
    for (const each of cases(kind)) {
      if (each.wantErr) {
        seen.bad += 1;
        expect(() => check(each), each.desc).toThrow(expect.objectContaining({ code: "proof" }));
      } else {
        seen.good += 1;
        expect(() => check(each), each.desc).not.toThrow(EvidenceError);
      }
    }
    return seen;
  }

  it("inclusion: good ones accepted, bad ones refused", () => {
    const seen = replay("inclusion", (each) =>
      checkInclusion({
        index: each.leafIdx,
        size: each.treeSize,
        leaf: bytes(each.leafHash),
        root: bytes(each.root),
        proof: proofOf(each),
      }),
    );
    expect(seen).toEqual({ good: 6, bad: 92 });
  });

  it("consistency: good ones accepted, bad ones refused", () => {
    const seen = replay("consistency", (each) =>
      checkConsistency({
        oldSize: each.size1,
        newSize: each.size2,
        oldRoot: bytes(each.root1),
        newRoot: bytes(each.root2),
        proof: proofOf(each),
      }),
    );
    expect(seen).toEqual({ good: 6, bad: 92 });
  });
});
