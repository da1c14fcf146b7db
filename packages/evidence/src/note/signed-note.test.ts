import { createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromUtf8, utf8 } from "../encoding.ts";
import { formatNote, parseNote } from "./note.ts";
import { openNote, type Signer, signText } from "./signature.ts";
import { formatVerifierKey, parseVerifierKey, verifierKey } from "./verifier-key.ts";

const code = (code: string) => expect.objectContaining({ code });

const VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const NOTE = `This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
`;

function signer(name: string): Signer {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  return { key: verifierKey(name, 1, raw), sign: (message) => sign(null, message, privateKey) };
}

describe("C2SP signed-note", () => {
  it("its example verifies with its example key", async () => {
    const note = await openNote(utf8(NOTE), [parseVerifierKey(VKEY)]);
    expect(note.text).toBe("This is an example message.\n");
    expect(note.signed.map(({ key }) => key.name)).toEqual(["example.com/foo"]);
    expect(fromUtf8(formatNote(note))).toBe(NOTE);
  });

  it("any byte changed, in any way: refused", async () => {
    const key = parseVerifierKey(VKEY);
    const bytes = utf8(NOTE);
    for (let at = 0; at < bytes.length; at++)
      for (const change of [1, 2, 0x20, 0x80])
        await expect(
          openNote(bytes.with(at, (bytes[at] as number) ^ change), [key]),
          `byte ${at} ^ ${change}`,
        ).rejects.toThrow(expect.objectContaining({ name: "EvidenceError" }));
  });

  it("any length but its own: refused", async () => {
    const key = parseVerifierKey(VKEY);
    const bytes = utf8(NOTE);
    for (let end = 0; end < bytes.length; end++)
      await expect(openNote(bytes.subarray(0, end), [key])).rejects.toThrow(
        expect.objectContaining({ name: "EvidenceError" }),
      );
    await expect(openNote(utf8(`${NOTE}\n`), [key])).rejects.toThrow(code("malformed"));
    await expect(openNote(utf8(`${NOTE}x`), [key])).rejects.toThrow(code("malformed"));
  });

  it("signatures of strangers are counted and ignored, a false one of a known key refuses the whole", async () => {
    const [a, b] = [signer("a.example"), signer("b.example")];
    const text = "one\n\ntwo\n";
    const signatures = [signText(text, a, 0), signText(text, b, 0)];
    const note = await openNote(formatNote({ text, signatures }), [a.key]);
    expect([note.text, note.signed.length, note.unknown]).toEqual([text, 1, 1]);
    const forged = { ...signText("other\n", b, 0) };
    const bytes = formatNote({ text, signatures: [...signatures.slice(0, 1), forged] });
    await expect(openNote(bytes, [a.key, b.key])).rejects.toThrow(code("signature"));
    expect((await openNote(bytes, [a.key])).unknown).toBe(1);
    await expect(openNote(bytes, [])).rejects.toThrow(code("signature"));
    await expect(openNote(bytes, [signer("c.example").key])).rejects.toThrow(code("signature"));
  });

  it("what was written is read, for texts and names of all kinds", async () => {
    const name = fc
      .string({ unit: "binary", minLength: 1, maxLength: 20 })
      .filter((each) => !/[\p{White_Space}+\p{Cc}]/u.test(each));
    const text = fc
      .string({ unit: "binary", maxLength: 60 })
      .map((each) => `${each.replace(/[\u0000-\u0009\u000b-\u001f]/g, "\n")}\n`);
    await fc.assert(
      fc.asyncProperty(name, text, async (name, text) => {
        const one = signer(name);
        const bytes = formatNote({ text, signatures: [signText(text, one, 0)] });
        expect((await openNote(bytes, [one.key])).text).toBe(text);
        expect(parseVerifierKey(formatVerifierKey(one.key))).toEqual(one.key);
      }),
      { numRuns: 50 },
    );
  });

  it("refuses what is no note", () => {
    const line = NOTE.split("\n")[2] as string;
    for (const bad of [
      "",
      "\n\n",
      "text\n\n",
      `text\n${line}\n`,
      `text\n\n${line}`,
      `text\n\n${line}\r\n`,
      `te\txt\n\n${line}\n`,
      `text\n\n${line} \n`,
      `text\n\n${line.replace("—", "-")}\n`,
      `text\n\n${line.replace("example.com/foo", "example.com+foo")}\n`,
      `text\n\n${line.replace("example.com/foo", "example.com\u00a0foo")}\n`,
      `text\n\n${line.replace("example.com/foo", "")}\n`,
      `text\n\n${line}=\n`,
      "text\n\n— name AAAAAA==\n",
    ])
      expect(() => parseNote(utf8(bad)), JSON.stringify(bad)).toThrow(code("malformed"));
    expect(() => parseNote(Uint8Array.of(0xff, 10, 10))).toThrow(code("malformed"));
    expect(() => parseNote(new Uint8Array(300_000))).toThrow(code("limit"));
    expect(() => parseNote(utf8(`text\n\n${`${line}\n`.repeat(65)}`))).toThrow(code("limit"));
    expect(parseNote(utf8(`text\n\n${`${line}\n`.repeat(16)}`)).signatures).toHaveLength(16);
  });

  it("verifier keys: any character changed, refused", () => {
    expect(formatVerifierKey(parseVerifierKey(VKEY))).toBe(VKEY);
    for (let at = 0; at < VKEY.length; at++)
      for (const character of ["A", "0", "b", "+", " ", "\n"])
        if (VKEY[at] !== character)
          expect(() => parseVerifierKey(VKEY.slice(0, at) + character + VKEY.slice(at + 1))).toThrow(
            code("key"),
          );
    for (const bad of ["", "a+b", `${VKEY}+`, `${VKEY}\n`, "x".repeat(5000)])
      expect(() => parseVerifierKey(bad)).toThrow(code("key"));
    expect(() => verifierKey("a b", 1, new Uint8Array(32))).toThrow(code("key"));
    expect(() => verifierKey("a", 6, new Uint8Array(32))).toThrow(code("key"));
  });

  it("RFC 8032 section 7.1, test 2: the signature verifies here as there", async () => {
    const seed = Buffer.from("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "hex");
    const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
    const privateKey = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
    const publicKey = Buffer.from("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "hex");
    const key = verifierKey("rfc8032.example", 1, new Uint8Array(publicKey));
    const one: Signer = { key, sign: (message) => sign(null, message, privateKey) };
    const bytes = formatNote({ text: "r\n", signatures: [signText("r\n", one, 0)] });
    expect((await openNote(bytes, [key])).signed).toHaveLength(1);
  });
});
