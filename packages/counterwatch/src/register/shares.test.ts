import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { combineKey, type HeldShare, keyCheck, shareCheck, splitKey } from "./shares.ts";

const NAMES = ["alice", "bruno", "carla"];

async function splitting(key = new Uint8Array(randomBytes(77))) {
  const set = randomBytes(16).toString("hex");
  const shares = await splitKey(key);
  const officers = NAMES.map((name, at) => ({ name, share: shareCheck(set, at, shares[at] as Uint8Array) }));
  const held = shares.map(
    (bytes, place): HeldShare => ({ officer: NAMES[place] as string, place, set, bytes }),
  );
  return { key, held, checks: { set, officers, key: keyCheck(set, key) } };
}

describe("shares of the data key", () => {
  it("any two of three make the key, in any order", async () => {
    const { key, held, checks } = await splitting();
    for (const [a, b] of [
      [0, 1],
      [1, 0],
      [0, 2],
      [2, 1],
    ] as const)
      expect(await combineKey([held[a] as HeldShare, held[b] as HeldShare], checks)).toEqual(key);
    expect(await combineKey(held, checks)).toEqual(key);
  });

  it("one alone, or one twice, makes nothing", async () => {
    const { held, checks } = await splitting();
    const [alice] = held as [HeldShare];
    await expect(combineKey([alice], checks)).rejects.toMatchObject({ code: "share" });
    await expect(combineKey([alice, alice], checks)).rejects.toMatchObject({ code: "share" });
  });

  it("a share of another splitting or another place is refused by its officer's name", async () => {
    const { held, checks } = await splitting();
    const other = await splitting();
    const [alice, bruno] = held as [HeldShare, HeldShare];
    const mixed = other.held[1] as HeldShare;
    await expect(combineKey([alice, mixed], checks)).rejects.toMatchObject({
      code: "share",
      message: `the share of bruno belongs to splitting ${mixed.set.slice(0, 8)} of the key, and this register is sealed to splitting ${checks.set.slice(0, 8)}`,
    });
    await expect(combineKey([alice, { ...mixed, set: bruno.set }], checks)).rejects.toMatchObject({
      code: "share",
      message: expect.stringContaining("the share of bruno is not the one"),
    });
    await expect(combineKey([alice, { ...bruno, place: 2 }], checks)).rejects.toMatchObject({
      code: "share",
    });
  });

  it("every damaged byte is refused (property)", async () => {
    const { held, checks } = await splitting();
    const [alice, bruno] = held as [HeldShare, HeldShare];
    await fc.assert(
      fc.asyncProperty(fc.nat(bruno.bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const bytes = bruno.bytes.map((byte, index) => (index === at ? byte ^ mask : byte));
        await expect(combineKey([alice, { ...bruno, bytes }], checks)).rejects.toMatchObject({
          code: "share",
          message: expect.stringContaining("bruno"),
        });
      }),
    );
  });

  it("a key that its check value does not know is refused and wiped", async () => {
    const { held, checks } = await splitting();
    await expect(combineKey(held, { ...checks, key: "0".repeat(64) })).rejects.toMatchObject({
      code: "register",
    });
  });
});
