import { describe, expect, it } from "vitest";
import { concat, equalBytes } from "../encoding.ts";
import type { EvidenceErrorCode } from "../errors.ts";
import { encodeBundle } from "../merkle/tiles.ts";
import { leafHash } from "../merkle/tree-hash.ts";
import { formatNote, parseNote } from "../note/note.ts";
import { parsePolicy } from "../note/policy.ts";
import { signText } from "../note/signature.ts";
import { formatVerifierKey } from "../note/verifier-key.ts";
import { makeKey, parseSigner } from "../node/key-files.ts";
import { nodeSha256 } from "../node/sha256.ts";
import { eventLeaf, type Files, mapReader, writtenLog } from "../node/written-log.fixture.ts";
import { type VerificationOptions, verifyLog } from "./verification.ts";

const ORIGIN = "log.example/small";
const log = parseSigner(makeKey(ORIGIN, 1).text);
const logPostQuantum = parseSigner(makeKey(ORIGIN, 6).text);
const witness = parseSigner(makeKey("witness.example/w1", 4).text);
const policy = parsePolicy(`witness W ${formatVerifierKey(witness.key)}\nquorum W\n`);
const keys = [log.key];

type Options = Omit<VerificationOptions, "keys"> & Partial<VerificationOptions>;

/** A change leaves most inputs as they were; those of the tree are hashed once. */
const hashes = new Map<string, Uint8Array>();
function rememberedSha256(bytes: Uint8Array): Uint8Array {
  const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  let hash = hashes.get(input);
  if (hash === undefined) {
    hash = nodeSha256(bytes);
    if (hashes.size < 10_000) hashes.set(input, hash);
  }
  return hash.slice();
}

async function fault(
  files: Files,
  options: Options,
): Promise<{ code?: EvidenceErrorCode; name?: string } | undefined> {
  return verifyLog(mapReader(files), { keys, sha256: rememberedSha256, ...options }).then(
    () => undefined,
    (cause: unknown) => cause as { code: EvidenceErrorCode; name: string },
  );
}

/** Every change must be refused as evidence, never by a defect of ours. How many were tried, and the codes that came. */
async function tryAll(
  files: Files,
  options: Options,
  changes: Iterable<readonly [string, Uint8Array | undefined]>,
) {
  expect(await fault(files, options)).toBeUndefined();
  const codes = new Map<string, number>();
  let tried = 0;
  for (const [path, bytes] of changes) {
    const original = files.get(path) as Uint8Array;
    if (bytes === undefined) files.delete(path);
    else files.set(path, bytes);
    const error = await fault(files, options);
    if (error?.name !== "EvidenceError")
      expect.fail(`not detected in ${path}, change ${tried}: ${String(error)}`);
    codes.set(error.code as string, (codes.get(error.code as string) ?? 0) + 1);
    tried += 1;
    files.set(path, original);
  }
  expect(await fault(files, options)).toBeUndefined();
  return { tried, codes };
}

function* flips(files: Files, changes: readonly number[]): Generator<[string, Uint8Array]> {
  const all = [...files];
  for (const [path, bytes] of all)
    for (let at = 0; at < bytes.length; at++)
      for (const change of changes) yield [path, bytes.with(at, (bytes[at] as number) ^ change)];
}

function* cuts(files: Files): Generator<[string, Uint8Array | undefined]> {
  const all = [...files];
  for (const [path, bytes] of all) {
    for (let end = 0; end < bytes.length; end++) yield [path, bytes.slice(0, end)];
    yield [path, concat(bytes, Uint8Array.of(0))];
    yield [path, concat(bytes, bytes)];
    yield [path, undefined];
  }
}

const bytesOf = (files: Files) => [...files.values()].reduce((sum, { length }) => sum + length, 0);
const tiny = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) =>
    Uint8Array.from([(from + at) >> 8, from + at].slice(0, (from + at) % 3)),
  );
const events = (count: number, from = 0) => Array.from({ length: count }, (_, at) => eventLeaf(from + at));

/** A log of leaves with partial tiles of three sizes, cosigned by a witness. */
async function cosigned(batches: readonly (readonly Uint8Array[])[], signers = [log]): Promise<Files> {
  const files = await writtenLog(batches, signers);
  const note = parseNote(files.get("checkpoint") as Uint8Array);
  const signatures = [...note.signatures, signText(note.text, witness, 1_767_225_601)];
  files.set("checkpoint.cosigned", formatNote({ ...note, signatures }));
  return files;
}

describe("every single byte of a small log", () => {
  it("each bit of a checkpoint flipped, and each byte of tile and bundle set to each other value: detected", async () => {
    const short = parseSigner(makeKey("l", 1).text);
    const files = await writtenLog([tiny(2)], [short]);
    const options = { keys: [short.key], entries: "any" } as const;
    const note = new Map([["checkpoint", files.get("checkpoint") as Uint8Array]]);
    const tiles = new Map([...files].filter(([path]) => path !== "checkpoint"));
    const bits = await tryAll(files, options, flips(note, [1, 2, 4, 8, 16, 32, 64, 128]));
    expect(bits.tried).toBe(bytesOf(note) * 8);
    const values = await tryAll(files, options, flips(tiles, [...Array(256).keys()].slice(1)));
    expect([tiles.size, values.tried]).toEqual([2, bytesOf(tiles) * 255]);
  }, 240_000);

  it("flipped in a log of leaves that a witness cosigned: detected", async () => {
    const files = await cosigned([events(3), events(4, 3), events(1, 7)]);
    expect([...files.keys()].filter((path) => path.includes(".p/"))).toHaveLength(6);
    const { tried } = await tryAll(files, { policy }, flips(files, [1, 0x80]));
    expect(tried).toBe(bytesOf(files) * 2);
  }, 240_000);

  it("flipped in a log with full tiles and a second level: detected", async () => {
    const files = await writtenLog([tiny(200), tiny(57, 200), tiny(3, 257)], [log]);
    expect([...files.keys()].toSorted()).toEqual([
      "checkpoint",
      "tile/0/000",
      "tile/0/001.p/1",
      "tile/0/001.p/4",
      "tile/1/000.p/1",
      "tile/entries/000",
      "tile/entries/001.p/1",
      "tile/entries/001.p/4",
    ]);
    const { tried } = await tryAll(files, { entries: "any" }, flips(files, [1]));
    expect(tried).toBe(bytesOf(files));
  }, 240_000);

  it("flipped in a checkpoint with a post-quantum signature: detected", async () => {
    const files = await writtenLog([tiny(2)], [log, logPostQuantum]);
    const note = new Map([["checkpoint", files.get("checkpoint") as Uint8Array]]);
    const both = { keys: [log.key, logPostQuantum.key], entries: "any" } as const;
    const { tried } = await tryAll(files, both, flips(note, [1]));
    expect(tried).toBeGreaterThan(3400);
  }, 240_000);
});

it("every truncation, extension and removal of a file: detected", async () => {
  const small = await cosigned([events(3), events(4, 3)]);
  // Without the cosigned checkpoint the policy is not met; without older partial tiles nothing is missing.
  const spare = new Set(["tile/0/000.p/3", "tile/entries/000.p/3"]);
  const needed = [...cuts(small)].filter(([path, bytes]) => bytes !== undefined || !spare.has(path));
  expect((await tryAll(small, { policy }, needed)).tried).toBeGreaterThan(bytesOf(small));
  const full = await writtenLog([tiny(257)], [log]);
  expect((await tryAll(full, { entries: "any" }, cuts(full))).tried).toBeGreaterThan(bytesOf(full));
}, 240_000);

const swapped = <T>(list: readonly T[], at: number, other: number) =>
  list.with(at, list[other] as T).with(other, list[at] as T);

describe("reordering", () => {
  it("of entries, of hashes, of both together, and of files: detected", async () => {
    const entries = events(6);
    const files = await writtenLog([entries], [log]);
    for (let a = 0; a < 6; a++)
      for (let b = a + 1; b < 6; b++) {
        const bundle = encodeBundle(swapped(entries, a, b));
        const tile = concat(
          ...swapped(
            entries.map((entry) => leafHash(entry)),
            a,
            b,
          ),
        );
        const place = { leaf: a };
        const only = (path: string, bytes: Uint8Array) => fault(new Map(files).set(path, bytes), {});
        expect(await only("tile/entries/000.p/6", bundle)).toMatchObject({
          code: "tree",
          place: { ...place, tile: "tile/entries/000.p/6" },
        });
        expect(await only("tile/0/000.p/6", tile)).toMatchObject({ code: "tree" });
        const both = new Map(files).set("tile/entries/000.p/6", bundle).set("tile/0/000.p/6", tile);
        expect(await fault(both, {})).toMatchObject({ code: "tree" });
      }
    const paths = [...files.keys()];
    for (const a of paths)
      for (const b of paths)
        if (a !== b) {
          const mixed = new Map(files).set(a, files.get(b) as Uint8Array).set(b, files.get(a) as Uint8Array);
          expect(await fault(mixed, {}), `${a} and ${b}`).toMatchObject({ name: "EvidenceError" });
        }
  });
});

describe("what the error names", () => {
  it("the bundle, the tile, the leaf that is wrong", async () => {
    const files = await writtenLog([events(600)], [log]);
    const changed = (path: string, at: number) => {
      const bytes = files.get(path) as Uint8Array;
      return new Map(files).set(path, bytes.with(at, (bytes[at] as number) ^ 1));
    };
    const second = encodeBundle(events(3)).length;
    expect(await fault(changed("tile/entries/001", second + 50), {})).toMatchObject({
      code: "tree",
      place: { tile: "tile/entries/001", leaf: 259 },
    });
    expect(await fault(changed("tile/0/001", 32 * 5 + 3), {})).toMatchObject({
      code: "tree",
      place: { tile: "tile/0/001", leaf: 261 },
    });
    expect(await fault(changed("tile/1/000.p/2", 32 + 3), {})).toMatchObject({
      code: "tree",
      place: { tile: "tile/1/000.p/2", leaf: 256 },
    });
    expect(
      await fault(new Map([...files].filter(([path]) => path !== "tile/entries/001")), {}),
    ).toMatchObject({
      code: "missing",
      place: { tile: "tile/entries/001" },
    });
    const foreign = [...events(256), ...events(344, 1256)];
    const together = new Map(files)
      .set("tile/entries/001", encodeBundle(foreign.slice(256, 512)))
      .set("tile/0/001", concat(...foreign.slice(256, 512).map((entry) => leafHash(entry))));
    expect(await fault(together, { entries: "any" })).toMatchObject({
      code: "tree",
      place: { tile: "tile/0/001", leaf: 256 },
    });
  });

  it("the leaf at which a source's sequence breaks, and the one that is no leaf", async () => {
    const gap = await writtenLog([[eventLeaf(0), eventLeaf(0, "b"), eventLeaf(2)]], [log]);
    expect(await fault(gap, {})).toMatchObject({ code: "sequence", place: { leaf: 2 } });
    const twice = await writtenLog([[eventLeaf(0), eventLeaf(0, "b"), eventLeaf(0)]], [log]);
    expect(await fault(twice, {})).toMatchObject({ code: "sequence", place: { leaf: 2 } });
    const late = await writtenLog([[eventLeaf(1)]], [log]);
    expect(await fault(late, {})).toMatchObject({ code: "sequence", place: { leaf: 0 } });
    const none = await writtenLog([[eventLeaf(0), Uint8Array.of(123)]], [log]);
    expect(await fault(none, {})).toMatchObject({ code: "malformed", place: { leaf: 1 } });
    expect(await fault(none, { entries: "any" })).toBeUndefined();
  });

  it("files that do not belong", async () => {
    const files = await writtenLog([events(5)], [log]);
    const bytes = files.get("tile/0/000.p/5") as Uint8Array;
    for (const path of [
      "tile/0/001",
      "tile/0/000",
      "tile/0/000.p/6",
      "tile/2/000.p/1",
      "tile/entries/x001/000",
      "tile/0/notes.txt",
    ])
      expect(await fault(new Map(files).set(path, bytes), {}), path).toMatchObject({
        code: "tree",
        place: { tile: path },
      });
  });
});

describe("history", () => {
  const old = events(5);

  it("rewritten and signed anew with the log's own key: shown by an older checkpoint or a witness, by nothing else", async () => {
    const honest = await cosigned([old, events(4, 5)]);
    const early = (await writtenLog([old], [log])).get("checkpoint") as Uint8Array;
    const rewritten = await writtenLog([[eventLeaf(0, "x"), ...events(8)]], [log]);
    const plain = await verifyLog(mapReader(rewritten), { keys });
    expect(plain.limits.map(({ name }) => name)).toEqual([
      "history",
      "split-view",
      "withheld",
      "omission",
      "content",
    ]);
    expect(await fault(rewritten, { older: [early] })).toMatchObject({ code: "inconsistent" });
    expect(await fault(rewritten, { policy })).toMatchObject({ code: "witness" });
    // The witness's line of the honest log does not fit, wherever it is put.
    const stolen = honest.get("checkpoint.cosigned") as Uint8Array;
    expect(await fault(new Map(rewritten).set("checkpoint.cosigned", stolen), { policy })).toMatchObject({
      code: "inconsistent",
    });
    expect(await fault(new Map(rewritten).set("checkpoint", stolen), { policy })).toMatchObject({
      code: "tree",
    });
  });

  it("every rollback: shown by an older checkpoint, or by what a witness has seen", async () => {
    const states = await Promise.all([0, 1, 4, 5, 9].map((size) => writtenLog([events(size)], [log])));
    for (const [at, now] of states.entries())
      for (const [before, seen] of states.entries()) {
        const older = [seen.get("checkpoint") as Uint8Array];
        if (before <= at) expect((await verifyLog(mapReader(now), { keys, older })).agrees).toHaveLength(1);
        else expect(await fault(now, { older })).toMatchObject({ code: "inconsistent" });
      }
  });

  it("a checkpoint put back while the tiles stayed: shown by the tiles", async () => {
    const now = await writtenLog([events(5), events(4, 5)], [log]);
    const early = (await writtenLog([events(5)], [log])).get("checkpoint") as Uint8Array;
    expect(await fault(new Map(now).set("checkpoint", early), {})).toMatchObject({ code: "tree" });
  });

  it("checkpoints of other logs, of other keys, unsigned ones: refused", async () => {
    const now = await writtenLog([events(2)], [log]);
    const stranger = parseSigner(makeKey(ORIGIN, 1).text);
    const foreign = (await writtenLog([events(2)], [stranger])).get("checkpoint") as Uint8Array;
    expect(await fault(now, { older: [foreign] })).toMatchObject({ code: "signature" });
    expect(await fault(new Map(now).set("checkpoint", foreign), {})).toMatchObject({ code: "signature" });
    expect(await fault(now, { keys: [] })).toMatchObject({ code: "signature" });
    expect(await fault(now, { keys: [log.key, logPostQuantum.key] })).toMatchObject({ code: "signature" });
    const other = parseSigner(makeKey("other.example", 1).text);
    const elsewhere = (await writtenLog([events(2)], [other])).get("checkpoint") as Uint8Array;
    expect(await fault(now, { older: [elsewhere] })).toMatchObject({ code: "signature" });
  });
});

it("says to what size a witness saw the log, and what stays open", async () => {
  const files = await cosigned([events(5)]);
  const early = files.get("checkpoint.cosigned") as Uint8Array;
  const whole = await verifyLog(mapReader(files), { keys, policy });
  expect(whole.witnessed).toEqual({ size: 5, by: [{ name: "W", seconds: 1_767_225_601 }] });
  expect(whole.limits.map(({ name }) => name)).toEqual(["withheld", "omission", "content"]);
  const grown = (await writtenLog([events(5), events(4, 5)], [log])).set("checkpoint.cosigned", early);
  const later = await verifyLog(mapReader(grown), { keys, policy });
  expect([later.witnessed?.size, later.checkpoint.size]).toEqual([5, 9]);
  expect(later.limits.map(({ name }) => name)).toEqual([
    "history-after",
    "unwitnessed-end",
    "withheld",
    "omission",
    "content",
  ]);
  expect(later.limits[0]?.sentence).toContain("The first 5 leaves");
  expect(equalBytes(later.checkpoint.root, whole.checkpoint.root)).toBe(false);
});
