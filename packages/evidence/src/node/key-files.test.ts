import { chmodSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { formatNote } from "../note/note.ts";
import { openNote, signText } from "../note/signature.ts";
import { formatVerifierKey, parseVerifierKey } from "../note/verifier-key.ts";
import { makeKey, parseSigner, readKeyFile, writeKeyFile } from "./key-files.ts";

const code = (code: string) => expect.objectContaining({ code });

describe("signing keys", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "counterwatch-keys-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  // From the documentation of golang.org/x/mod/sumdb/note: its example key pair.
  it("reads what Go writes", () => {
    const skey = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    const vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    expect(formatVerifierKey(parseSigner(skey).key)).toBe(vkey);
  });

  it.each([1, 4, 6] as const)("type %i: made, kept with mode 0600, read again, signing", async (type) => {
    const path = join(folder, "key");
    const { text, key } = makeKey("log.example/key", type);
    await writeKeyFile(path, text);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const signer = readKeyFile(path);
    expect(signer.key).toEqual(key);
    const checkpoint = `log.example/key\n0\n${"A".repeat(43)}=\n`;
    const note = formatNote({ text: checkpoint, signatures: [signText(checkpoint, signer, 5)] });
    expect((await openNote(note, [parseVerifierKey(formatVerifierKey(key))])).signed).toHaveLength(1);
  });

  it("is not overwritten, not read where others can, not through a link", async () => {
    const path = join(folder, "key");
    const { text } = makeKey("log.example/key", 1);
    await writeKeyFile(path, text);
    await expect(writeKeyFile(path, text)).rejects.toThrow(code("usage"));
    chmodSync(path, 0o640);
    expect(() => readKeyFile(path)).toThrow(code("key"));
    chmodSync(path, 0o600);
    symlinkSync(path, join(folder, "link"));
    expect(() => readKeyFile(join(folder, "link"))).toThrow(code("key"));
    expect(() => readKeyFile(join(folder, "absent"))).toThrow(code("missing"));
    writeFileSync(join(folder, "long"), "x".repeat(5000), { mode: 0o600 });
    expect(() => readKeyFile(join(folder, "long"))).toThrow(code("key"));
  });

  it("any character changed: refused, without a word of the secret", () => {
    const { text } = makeKey("log.example/key", 1, new Uint8Array(32).fill(3));
    for (let at = 0; at < text.length; at++) {
      const other = text[at] === "A" ? "B" : "A";
      let error: unknown;
      try {
        parseSigner(text.slice(0, at) + other + text.slice(at + 1));
      } catch (cause) {
        error = cause;
      }
      expect(error, `character ${at}`).toMatchObject({ name: "EvidenceError" });
      expect(String(error)).not.toContain(text.slice(-20));
    }
    expect(() => makeKey("log.example/key", 1, new Uint8Array(16))).toThrow(code("usage"));
    expect(() => makeKey("log example", 1)).toThrow(code("key"));
  });
});
