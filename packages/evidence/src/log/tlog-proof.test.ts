import { beforeAll, describe, expect, it } from "vitest";
import { base64, fromUtf8, utf8 } from "../encoding.ts";
import { parseCheckpoint } from "../note/checkpoint.ts";
import { formatNote, parseNote } from "../note/note.ts";
import { parsePolicy } from "../note/policy.ts";
import { signText } from "../note/signature.ts";
import { formatVerifierKey } from "../note/verifier-key.ts";
import { makeKey, parseSigner } from "../node/key-files.ts";
import { eventLeaf, type Files, mapReader, writtenLog } from "../node/written-log.fixture.ts";
import { makeProofFile, parseProofFile, proveInclusion, verifyProofFile } from "./proof-file.ts";

const code = (code: string) => expect.objectContaining({ code });
const log = parseSigner(makeKey("log.example/proofs", 1).text);
const witness = parseSigner(makeKey("witness.example/w1", 4).text);
const policy = parsePolicy(`witness W ${formatVerifierKey(witness.key)}\nquorum W\n`);
const keys = [log.key];
const SIZE = 600;

describe("C2SP tlog-proof", () => {
  let files: Files;
  let checkpoint: Uint8Array;
  beforeAll(async () => {
    files = await writtenLog([Array.from({ length: SIZE }, (_, at) => eventLeaf(at))], [log]);
    const note = parseNote(files.get("checkpoint") as Uint8Array);
    checkpoint = formatNote({
      ...note,
      signatures: [...note.signatures, signText(note.text, witness, 1_767_225_600)],
    });
  });

  async function proofOf(index: number, extra?: Uint8Array): Promise<Uint8Array> {
    const entry = eventLeaf(index);
    const hashes = await proveInclusion(mapReader(files), {
      index,
      entry,
      checkpoint: parseCheckpoint(parseNote(checkpoint).text),
    });
    return makeProofFile({ index, hashes, checkpoint, extra });
  }

  it("has the form of the specification", async () => {
    const lines = fromUtf8(await proofOf(599, utf8("salt"))).split("\n");
    expect(lines.slice(0, 3)).toEqual(["c2sp.org/tlog-proof@v1", "extra c2FsdA==", "index 599"]);
    const empty = lines.indexOf("");
    expect(lines[empty + 1]).toBe("log.example/proofs");
    expect(lines.slice(3, empty).every((line) => /^[A-Za-z0-9+/]{43}=$/.test(line))).toBe(true);
    expect(parseProofFile(await proofOf(599, utf8("salt"))).extra).toEqual(utf8("salt"));
  });

  it("shows each leaf at its place, and no leaf elsewhere", async () => {
    for (const index of [0, 1, 255, 256, 257, 511, 512, 598, 599]) {
      const proof = await proofOf(index);
      const shown = await verifyProofFile(proof, { entry: eventLeaf(index), keys, policy });
      expect([shown.index, shown.checkpoint.size, shown.witnessed]).toEqual([
        index,
        SIZE,
        [{ name: "W", seconds: 1_767_225_600 }],
      ]);
      await expect(verifyProofFile(proof, { entry: eventLeaf((index + 1) % SIZE), keys })).rejects.toThrow(
        code("proof"),
      );
      const moved = utf8(fromUtf8(proof).replace(`index ${index}`, `index ${(index + 1) % SIZE}`));
      await expect(verifyProofFile(moved, { entry: eventLeaf(index), keys })).rejects.toThrow(code("proof"));
    }
  });

  it("every byte flipped: refused", async () => {
    const proof = await proofOf(300);
    for (let at = 0; at < proof.length; at++)
      for (const change of [1, 0x80])
        await expect(
          verifyProofFile(proof.with(at, (proof[at] as number) ^ change), {
            entry: eventLeaf(300),
            keys,
            policy,
          }),
          `byte ${at}`,
        ).rejects.toThrow(expect.objectContaining({ name: "EvidenceError" }));
    for (let end = 0; end < proof.length; end += 7)
      await expect(
        verifyProofFile(proof.subarray(0, end), { entry: eventLeaf(300), keys, policy }),
      ).rejects.toThrow(expect.objectContaining({ name: "EvidenceError" }));
  });

  it("without the witness that the policy asks for, or by another log's key: refused", async () => {
    const own = files.get("checkpoint") as Uint8Array;
    const hashes = parseProofFile(await proofOf(5)).hashes;
    const bare = makeProofFile({ index: 5, hashes, checkpoint: own });
    await expect(verifyProofFile(bare, { entry: eventLeaf(5), keys, policy })).rejects.toThrow(
      code("witness"),
    );
    expect((await verifyProofFile(bare, { entry: eventLeaf(5), keys })).witnessed).toEqual([]);
    const stranger = parseSigner(makeKey("log.example/proofs", 1).text);
    await expect(verifyProofFile(bare, { entry: eventLeaf(5), keys: [stranger.key] })).rejects.toThrow(
      code("signature"),
    );
    const other = parseSigner(makeKey("other.example", 1).text);
    await expect(verifyProofFile(bare, { entry: eventLeaf(5), keys: [log.key, other.key] })).rejects.toThrow(
      code("signature"),
    );
  });

  it("is not made where the log's tiles do not lead to the signed root", async () => {
    const tile = files.get("tile/0/001") as Uint8Array;
    const damaged = new Map(files).set("tile/0/001", tile.with(0, (tile[0] as number) ^ 1));
    const claim = {
      index: 300,
      entry: eventLeaf(300),
      checkpoint: parseCheckpoint(parseNote(checkpoint).text),
    };
    await expect(proveInclusion(mapReader(damaged), claim)).rejects.toThrow(code("proof"));
    await expect(proveInclusion(mapReader(files), { ...claim, entry: eventLeaf(301) })).rejects.toThrow(
      code("proof"),
    );
    await expect(proveInclusion(mapReader(files), { ...claim, index: SIZE })).rejects.toThrow(code("usage"));
  });

  it("refuses what is no proof file", () => {
    const hash = base64(new Uint8Array(32));
    const note = fromUtf8(checkpoint);
    for (const bad of [
      "",
      "c2sp.org/tlog-proof@v1\n",
      `c2sp.org/tlog-proof@v2\nindex 0\n\n${note}`,
      `c2sp.org/tlog-proof@v1\nindex 00\n\n${note}`,
      `c2sp.org/tlog-proof@v1\n${hash}\n\n${note}`,
      `c2sp.org/tlog-proof@v1\nindex 0\nextra AA==\n\n${note}`,
      `c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n${note}`,
      `c2sp.org/tlog-proof@v1\nindex 0\n${`${hash}\n`.repeat(64)}\n${note}`,
    ])
      expect(() => parseProofFile(utf8(bad)), JSON.stringify(bad).slice(0, 80)).toThrow(code("malformed"));
    expect(() => parseProofFile(new Uint8Array(2_000_000))).toThrow(code("limit"));
  });
});
