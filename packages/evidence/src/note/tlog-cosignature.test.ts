import { generateKeyPairSync, sign } from "node:crypto";
import { ml_dsa44 } from "@noble/post-quantum/ml-dsa.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base64, concat, hex, utf8 } from "../encoding.ts";
import { formatCheckpoint, parseCheckpoint } from "./checkpoint.ts";
import { formatNote } from "./note.ts";
import { openNote, type Signer, signText } from "./signature.ts";
import { type SignatureType, verifierKey } from "./verifier-key.ts";

const code = (code: string) => expect.objectContaining({ code });
const ROOT = new Uint8Array(32).map((_, at) => at);
const TEXT = formatCheckpoint({ origin: "example.com/behind-the-sofa", size: 20_852_163, root: ROOT });

function signer(type: SignatureType): Signer & { readonly seen: Uint8Array[] } {
  const seen: Uint8Array[] = [];
  if (type === 6) {
    const { publicKey, secretKey } = ml_dsa44.keygen(new Uint8Array(32).fill(7));
    return {
      key: verifierKey("witness.example/w1", type, publicKey),
      seen,
      sign: (message) => ml_dsa44.sign((seen.push(message), message), secretKey),
    };
  }
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  return {
    key: verifierKey("witness.example/w1", type, raw),
    seen,
    sign: (message) => sign(null, (seen.push(message), message), privateKey),
  };
}

describe("C2SP tlog-checkpoint", () => {
  it("its example is read", () => {
    const text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    const { origin, size, root, extensions } = parseCheckpoint(text);
    expect([origin, size, base64(root), extensions]).toEqual([
      "example.com/behind-the-sofa",
      20_852_163,
      "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
      [],
    ]);
    expect(formatCheckpoint({ origin, size, root })).toBe(text);
    expect(parseCheckpoint(`${text}one\ntwo\n`).extensions).toEqual(["one", "two"]);
  });

  it("every other spelling is refused", () => {
    const root = base64(ROOT);
    for (const bad of [
      "",
      "\n",
      `o\n1\n${root}`,
      `\n1\n${root}\n`,
      `o\n01\n${root}\n`,
      `o\n-1\n${root}\n`,
      `o\n1 \n${root}\n`,
      `o\n1\n${root}=\n`,
      `o\n1\n${root.slice(0, -4)}\n`,
      `o\n1\n${root}\n\n`,
      `o\n1\n${root}\n\nx\n`,
      `o\n99999999999999999999\n${root}\n`,
    ])
      expect(() => parseCheckpoint(bad), JSON.stringify(bad)).toThrow(code("malformed"));
  });
});

describe("C2SP tlog-cosignature", () => {
  it("Ed25519: the signed message is that of the specification", () => {
    const one = signer(4);
    const { bytes } = signText(TEXT, one, 1_679_315_147);
    expect(one.seen).toEqual([utf8(`cosignature/v1\ntime 1679315147\n${TEXT}`)]);
    expect(hex(bytes.slice(0, 8))).toBe("00000000641850cb");
    expect(bytes).toHaveLength(72);
  });

  it("ML-DSA-44: the signed message is that of the specification", () => {
    const one = signer(6);
    const { bytes } = signText(TEXT, one, 1_679_315_147);
    expect(one.seen.map(hex)).toEqual([
      [
        "737562747265652f76310a00",
        `12${hex(utf8("witness.example/w1"))}`,
        "00000000641850cb",
        `1b${hex(utf8("example.com/behind-the-sofa"))}`,
        "0000000000000000",
        "00000000013e2dc3",
        hex(ROOT),
      ].join(""),
    ]);
    expect(bytes).toHaveLength(2428);
  });

  it.each([4, 6] as const)("type %i: verifies, with its time, and nothing else does", async (type) => {
    const one = signer(type);
    const signature = signText(TEXT, one, 1_679_315_147);
    const open = (text: string, bytes: Uint8Array) =>
      openNote(formatNote({ text, signatures: [{ ...signature, bytes }] }), [one.key]);
    expect((await open(TEXT, signature.bytes)).signed).toEqual([{ key: one.key, seconds: 1_679_315_147 }]);
    const other = formatCheckpoint({ origin: "example.com/behind-the-sofa", size: 20_852_162, root: ROOT });
    await expect(open(other, signature.bytes)).rejects.toThrow(code("signature"));
    await expect(open(TEXT, signature.bytes.slice(1))).rejects.toThrow(
      expect.objectContaining({ name: "EvidenceError" }),
    );
    await expect(open(TEXT, concat(signature.bytes, Uint8Array.of(0)))).rejects.toThrow(code("signature"));
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: signature.bytes.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, change) => {
          const bytes = signature.bytes.with(at, (signature.bytes[at] as number) ^ change);
          await expect(open(TEXT, bytes)).rejects.toThrow(expect.objectContaining({ name: "EvidenceError" }));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("ML-DSA-44 says nothing of extension lines, so none are allowed", async () => {
    const one = signer(6);
    const signature = signText(TEXT, one, 5);
    expect(() => signText(`${TEXT}more\n`, one, 5)).toThrow(code("signature"));
    const bytes = formatNote({ text: `${TEXT}more\n`, signatures: [signature] });
    await expect(openNote(bytes, [one.key])).rejects.toThrow(code("signature"));
    const four = signer(4);
    const extended = formatNote({ text: `${TEXT}more\n`, signatures: [signText(`${TEXT}more\n`, four, 5)] });
    expect((await openNote(extended, [four.key])).signed).toHaveLength(1);
  });

  it("cosignatures are of checkpoints alone", () => {
    expect(() => signText("hello\n", signer(4), 5)).toThrow(code("malformed"));
    expect(() => signText("hello\n", signer(6), 5)).toThrow(code("malformed"));
  });
});
