import { describe, expect, it } from "vitest";
import {
  checkCovers,
  coverHash,
  coverLine,
  firstPrevious,
  publicKeyOf,
  signCover,
  type UnsignedCover,
} from "./cover.ts";
import { chainOf, cover, NAMES } from "./covers.fixture.ts";
import { checkFreshness } from "./freshness.ts";

function seen(version: number, hash: string) {
  return [{ version, cover: hash, witness: "the ledger" }];
}

const refused = expect.objectContaining({ code: "register" });

describe("covers", () => {
  it("form a chain, of which the last one counts", () => {
    const chain = checkCovers(chainOf(3), "covers");
    expect(chain.head.version).toBe(2);
    expect(chain.hashes).toHaveLength(3);
    expect(chain.head.cover).toBe(chain.hashes[2]);
  });

  it("notice every changed byte, every cut and every other order", () => {
    const text = chainOf(2);
    for (let at = 0; at < text.length; at++) {
      for (const mask of [1, 2, 32]) {
        const changed =
          text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ mask) + text.slice(at + 1);
        expect(() => checkCovers(changed, "covers"), `byte ${at} with ${mask}`).toThrow(refused);
      }
    }
    const whole = text.indexOf("\n") + 1;
    for (let at = 0; at < text.length; at++)
      if (at !== whole)
        expect(() => checkCovers(text.slice(0, at), "covers"), `cut at ${at}`).toThrow(refused);
    const [first, second] = text.split("\n") as [string, string];
    for (const lines of [[second, first], [first, first], [second], [first, second, second]])
      expect(() => checkCovers(`${lines.join("\n")}\n`, "covers")).toThrow(refused);
  });

  it("need two officers of the version before", () => {
    const first = coverLine(cover(0, firstPrevious()));
    const next = (signers: number[], change?: Partial<UnsignedCover>) =>
      `${first}\n${coverLine(cover(1, coverHash(first), signers, change))}\n`;
    expect(checkCovers(next([2, 1]), "covers").head.version).toBe(1);
    expect(() => checkCovers(next([0]), "covers")).toThrow(refused);
    expect(() => checkCovers(next([0, 0]), "covers")).toThrow(refused);
    // New officers cannot appoint themselves.
    const seeds = [7, 8, 9].map((byte) => new Uint8Array(32).fill(byte));
    const officers = NAMES.map((name, at) => ({
      name,
      key: publicKeyOf(seeds[at] as Uint8Array),
      share: "0".repeat(64),
    }));
    const { signatures: _, ...taken } = cover(1, coverHash(first), [], { officers });
    const signatures = [0, 1].map((at) => ({
      officer: NAMES[at] as string,
      signature: signCover(taken, seeds[at] as Uint8Array),
    }));
    expect(() => checkCovers(`${first}\n${coverLine({ ...taken, signatures })}\n`, "covers")).toThrow(
      refused,
    );
  });

  it("are as new as whoever has seen the most", () => {
    const chain = checkCovers(chainOf(3), "covers");
    expect(() => checkFreshness(chain, seen(2, chain.hashes[2] as string))).not.toThrow();
    expect(() => checkFreshness(chain, seen(0, chain.hashes[0] as string))).not.toThrow();
    expect(() => checkFreshness(chain, seen(3, "0".repeat(64)))).toThrow(
      expect.objectContaining({ code: "rollback" }),
    );
    expect(() => checkFreshness(chain, seen(1, "0".repeat(64)))).toThrow(
      expect.objectContaining({ code: "rollback" }),
    );
  });
});
