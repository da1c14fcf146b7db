import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, hex } from "../encoding.ts";
import { checkConsistency, checkInclusion, consistencyProof, inclusionProof } from "./proofs.ts";
import { type HashTile, RightEdge } from "./right-edge.ts";
import { decodeBundle, encodeBundle, parseTilePath, partialTiles, tilePath } from "./tiles.ts";
import { leafHash, nodeHash } from "./tree-hash.ts";

const code = (code: string) => expect.objectContaining({ code });

const sha256 = (...parts: Uint8Array[]) =>
  new Uint8Array(
    createHash("sha256")
      .update(concat(...parts))
      .digest(),
  );

/** RFC 6962 section 2.1, word for word: the oracle. */
function rootOf(entries: readonly Uint8Array[]): Uint8Array {
  const [first] = entries;
  if (first === undefined) return sha256();
  if (entries.length === 1) return sha256(Uint8Array.of(0), first);
  let split = 1;
  while (split * 2 < entries.length) split *= 2;
  return sha256(Uint8Array.of(1), rootOf(entries.slice(0, split)), rootOf(entries.slice(split)));
}

const entriesOf = (count: number) =>
  Array.from({ length: count }, (_, at) => new TextEncoder().encode(`entry ${at}`));
const ENTRIES = entriesOf(700);
const subtree = async (start: number, end: number) => rootOf(ENTRIES.slice(start, end));

describe("RFC 6962 section 2.1", () => {
  it("hashes of the tree that its proofs' test data are made of", () => {
    expect(hex(rootOf([]))).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(hex(leafHash(new Uint8Array()))).toBe(
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    );
    expect(hex(leafHash(new TextEncoder().encode("L123456")))).toBe(
      "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56",
    );
    const [left, right] = [leafHash(Uint8Array.of(1)), leafHash(Uint8Array.of(2))];
    expect(hex(nodeHash(left, right))).toBe(hex(rootOf([Uint8Array.of(1), Uint8Array.of(2)])));
  });

  it("makes proofs that hold, and that hold for nothing else", async () => {
    const size = fc.integer({ min: 1, max: ENTRIES.length });
    await fc.assert(
      fc.asyncProperty(size, fc.nat(), size, fc.nat(), async (size, at, older, bit) => {
        const index = at % size;
        const claim = {
          index,
          size,
          leaf: leafHash(ENTRIES[index] as Uint8Array),
          root: await subtree(0, size),
          proof: await inclusionProof(index, size, subtree),
        };
        checkInclusion(claim);
        for (const bad of [
          { ...claim, root: flipped(claim.root, bit) },
          { ...claim, leaf: flipped(claim.leaf, bit) },
          { ...claim, proof: [...claim.proof, claim.root] },
          { ...claim, proof: [claim.leaf, ...claim.proof] },
          ...claim.proof.flatMap((each, k) => [
            { ...claim, proof: claim.proof.with(k, flipped(each, bit)) },
            { ...claim, proof: claim.proof.toSpliced(k, 1) },
          ]),
        ])
          expect(() => checkInclusion(bad)).toThrow(code("proof"));

        const [oldSize, newSize] = [Math.min(older, size), Math.max(older, size)];
        const change = {
          oldSize,
          newSize,
          oldRoot: await subtree(0, oldSize),
          newRoot: await subtree(0, newSize),
          proof: await consistencyProof(oldSize, newSize, subtree),
        };
        checkConsistency(change);
        for (const bad of [
          { ...change, oldRoot: flipped(change.oldRoot, bit) },
          { ...change, newRoot: flipped(change.newRoot, bit) },
          { ...change, proof: [...change.proof, change.newRoot] },
          ...change.proof.flatMap((each, k) => [
            { ...change, proof: change.proof.with(k, flipped(each, bit)) },
            { ...change, proof: change.proof.toSpliced(k, 1) },
          ]),
        ])
          expect(() => checkConsistency(bad)).toThrow(code("proof"));
      }),
      { numRuns: 60 },
    );
  });

  it("refuses questions about leaves and trees that are not there", async () => {
    await expect(inclusionProof(5, 5, subtree)).rejects.toThrow(code("usage"));
    await expect(inclusionProof(0, 0, subtree)).rejects.toThrow(code("usage"));
    await expect(inclusionProof(-1, 5, subtree)).rejects.toThrow(code("usage"));
    await expect(consistencyProof(6, 5, subtree)).rejects.toThrow(code("usage"));
    expect(await consistencyProof(0, 5, subtree)).toEqual([]);
  });
});

describe("the right edge", () => {
  it("has the root of RFC 6962 at every size up to 700, and goes on from its tiles or a copy", () => {
    let edge = new RightEdge();
    ENTRIES.forEach((entry, at) => {
      expect(hex(edge.root())).toBe(hex(rootOf(ENTRIES.slice(0, at))));
      if (at % 3 === 1) edge = RightEdge.of(at, edge.partials());
      if (at % 3 === 2) {
        const before = edge;
        edge = edge.copy();
        edge.append(leafHash(entry));
        expect(before.size).toBe(at);
      } else edge.append(leafHash(entry));
    });
  }, 60_000);

  it("hands out every full tile once, with the hashes of tlog-tiles", () => {
    const edge = new RightEdge();
    const full: HashTile[] = [];
    const leaf = leafHash(new Uint8Array());
    for (let at = 0; at < 70_000; at++) edge.append(leaf, (tile) => full.push(tile));
    // The example of tlog-tiles: 273 full tiles of level 0, one of 112; one full of level 1, one of 17; one of 1.
    expect(full.filter(({ level }) => level === 0).map(({ index }) => index)).toEqual([...Array(273).keys()]);
    expect(full.filter(({ level }) => level === 1).map(({ index }) => index)).toEqual([0]);
    expect(full).toHaveLength(274);
    expect(edge.partials().map(({ level, index, width }) => [level, index, width])).toEqual([
      [0, 273, 112],
      [1, 1, 17],
      [2, 0, 1],
    ]);
  });

  it("refuses tiles of another size", () => {
    const edge = new RightEdge();
    for (let at = 0; at < 5; at++) edge.append(leafHash(new Uint8Array()));
    expect(() => RightEdge.of(6, edge.partials())).toThrow(code("usage"));
    expect(() => RightEdge.of(5, [])).toThrow(code("usage"));
    expect(() => edge.append(new Uint8Array(31))).toThrow(code("usage"));
  });
});

describe("tlog-tiles", () => {
  it("paths", () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe("tile/0/x001/x234/067");
    expect(tilePath({ level: "entries", index: 0, width: 5 })).toBe("tile/entries/000.p/5");
    expect(tilePath({ level: 2, index: 1000, width: 256 })).toBe("tile/2/x001/000");
    const level = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constant("entries" as const));
    fc.assert(
      fc.property(
        level,
        fc.nat({ max: 2 ** 45 }),
        fc.integer({ min: 1, max: 256 }),
        (level, index, width) => {
          expect(parseTilePath(tilePath({ level, index, width }))).toEqual({ level, index, width });
        },
      ),
    );
  });

  it("refuses every other spelling of a path", () => {
    for (const path of [
      "tile/0/0",
      "tile/0/00",
      "tile/0/0000",
      "tile/0/x000/001",
      "tile/0/x001/1",
      "tile/0/001/001",
      "tile/00/001",
      "tile/7/001",
      "tile/64/001",
      "tile/-1/001",
      "tile/0/001.p/0",
      "tile/0/001.p/01",
      "tile/0/001.p/256",
      "tile/0/001.p/",
      "tile/0/001.p/5/",
      "/tile/0/001",
      "tile/0/../0/001",
      "tile/data/001",
      "tile/entries/001.p/1\n",
      "tile/0/x009/x007/x199/x254/x740/993",
      `tile/0/${"x001/".repeat(40)}001`,
    ])
      expect(parseTilePath(path), path).toBeUndefined();
  });

  it("partial tiles of a size", () => {
    expect(partialTiles(0)).toEqual([]);
    expect(partialTiles(256)).toEqual([{ level: 1, index: 0, width: 1 }]);
    expect(partialTiles(2 ** 53 - 1)).toHaveLength(7);
  });

  it("bundles come back, and are cut or continued nowhere", () => {
    const entries = fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 20 });
    fc.assert(
      fc.property(entries, fc.nat(), (entries, at) => {
        const bundle = encodeBundle(entries);
        expect(decodeBundle(bundle, entries.length)).toEqual(entries);
        if (bundle.length === 0) return;
        expect(() => decodeBundle(bundle.subarray(0, at % bundle.length), entries.length)).toThrow(
          code("malformed"),
        );
        expect(() => decodeBundle(concat(bundle, Uint8Array.of(0)), entries.length)).toThrow(
          code("malformed"),
        );
        expect(decodeBundle(bundle, entries.length - 1, true)).toEqual(entries.slice(0, -1));
      }),
    );
    const longest = [new Uint8Array(0xffff).fill(1)];
    expect(decodeBundle(encodeBundle(longest), 1)).toEqual(longest);
    expect(() => encodeBundle([new Uint8Array(0x10000)])).toThrow(code("limit"));
  });
});

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const at = bit % (bytes.length * 8);
  return bytes.with(at >> 3, (bytes[at >> 3] as number) ^ (1 << (at & 7)));
}
