/** Bundles as `counterwatch ledger bundle` packs them; here packed by the system's tar, which knows nothing of ours. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonicalJson } from "../canonical-json.ts";
import { FolderReader, makeKey, openLog, parseSigner } from "../node/index.ts";
import { parseCheckpoint } from "../note/checkpoint.ts";
import { parseNote } from "../note/note.ts";
import { verifyBundle } from "./bundle.ts";
import { commit, encodeLeaf } from "./leaf.ts";
import { makeProofFile, proveInclusion } from "./proof-file.ts";

const ORIGIN = "log.example/bundle";
const signer = parseSigner(makeKey(ORIGIN, 1).text);
const keys = [signer.key];
const salt = (at: number) => new Uint8Array(32).fill(at + 1);
const event = (at: number) => ({ id: `e${at}`, operator: "op-1", rows: at });
const leaf = (at: number) => {
  const place = { kind: "event", source: "city-a", sequence: at, time: "2026-01-01T00:00:00.000Z" };
  return encodeLeaf({ ...place, commitment: commit(salt(at), event(at)) });
};

let folder: string;
const files = new Map<string, string | Uint8Array>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "counterwatch-bundle-"));
  const log = await openLog(join(folder, "log"), { origin: ORIGIN, signers: [signer], clock: Date.now });
  await Promise.all(Array.from({ length: 5 }, (_, at) => log.append(leaf(at))));
  await log.close();
  const checkpoint = log.checkpoint;
  const signed = parseCheckpoint(parseNote(checkpoint).text);
  files.set("README.md", "words");
  files.set("checkpoint", checkpoint);
  files.set("findings.jsonl", `${JSON.stringify({ events: ["e1", "e3", "e9"] })}\n`);
  for (const at of [1, 3]) {
    const claim = { index: at, entry: leaf(at), checkpoint: signed };
    const hashes = await proveInclusion(new FolderReader(join(folder, "log")), claim);
    files.set(`leaves/${at}.json`, leaf(at));
    files.set(`proofs/${at}.tlog-proof`, makeProofFile({ index: at, hashes, checkpoint }));
    files.set(`salts/${at}`, salt(at));
    files.set(`events/${at}.json`, canonicalJson(event(at)));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function pack(
  change: (files: Map<string, string | Uint8Array>) => void = () => {},
  format = "ustar",
): Uint8Array {
  const changed = new Map(files);
  change(changed);
  const place = mkdtempSync(join(folder, "packed-"));
  for (const [name, content] of changed) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    writeFileSync(join(place, name), content);
  }
  const archive = `${place}.tar`;
  execFileSync("tar", [`--format=${format}`, "-cf", archive, "-C", place, "."]);
  return Uint8Array.from(readFileSync(archive));
}

const refused = (code: string, file?: string) =>
  expect.objectContaining({ code, ...(file !== undefined && { place: expect.objectContaining({ file }) }) });

describe("a bundle", () => {
  it("shows its look-ups to whoever has the key, packed by any tar, folders and all", async () => {
    for (const format of ["ustar", "gnu"])
      expect(await verifyBundle(pack(undefined, format), { keys })).toEqual({
        origin: ORIGIN,
        events: 2,
        missing: 1,
        witnessed: [],
      });
  });

  it("is told to be damaged for every single byte of what it proves, and of the archive around it", async () => {
    const archive = pack();
    const words = [...files.keys()].filter((name) => /^(README|findings)/.test(name));
    let told = 0;
    const silent = new Set<string>();
    for (let at = 0; at < archive.length; at++) {
      const damaged = archive.slice();
      damaged[at] = (damaged[at] as number) ^ 1;
      const fault = await verifyBundle(damaged, { keys }).catch((cause: { code: string }) => cause);
      if ("code" in fault) told++;
      else silent.add(fileAt(archive, at));
    }
    // What stands in a finding or in the README is its maker's word; all else is told.
    expect([...silent].every((name) => words.includes(name))).toBe(true);
    expect(told).toBeGreaterThan(archive.length - 200);
  });

  it("is refused when it is cut anywhere", async () => {
    const archive = pack();
    const end = archive.findLastIndex((byte) => byte !== 0);
    for (let length = 0; length <= end; length += 97)
      await expect(verifyBundle(archive.slice(0, length), { keys })).rejects.toBeDefined();
  });

  it("names the file that does not hold", async () => {
    const other = parseSigner(makeKey(ORIGIN, 1).text).key;
    await expect(verifyBundle(pack(), { keys: [other] })).rejects.toEqual(refused("signature", "checkpoint"));
    const cases: [string, (files: Map<string, string | Uint8Array>) => void][] = [
      ["missing", (all) => all.delete("salts/3")],
      ["missing", (all) => all.delete("proofs/3.tlog-proof")],
      ["commitment", (all) => all.set("events/3.json", canonicalJson({ ...event(3), operator: "op-2" }))],
      ["commitment", (all) => all.set("events/3.json", JSON.stringify(event(3), undefined, 1))],
      ["commitment", (all) => all.set("salts/3", salt(4))],
      ["proof", (all) => all.set("leaves/3.json", leaf(4))],
      ["proof", (all) => all.set("proofs/3.tlog-proof", files.get("proofs/1.tlog-proof") ?? "")],
    ];
    for (const [code, change] of cases)
      await expect(verifyBundle(pack(change), { keys })).rejects.toEqual(
        refused(code, "proofs/3.tlog-proof"),
      );
    const nothing = pack((all) => all.forEach((_, name) => name.includes("/") && all.delete(name)));
    await expect(verifyBundle(nothing, { keys })).rejects.toEqual(refused("malformed"));
  });

  it("is no archive with links, long names of another form, or a file twice", async () => {
    const place = mkdtempSync(join(folder, "links-"));
    execFileSync("sh", ["-c", "ln -s /etc/passwd proofs && tar --format=ustar -cf ../links.tar proofs"], {
      cwd: place,
    });
    await expect(verifyBundle(readFileSync(join(folder, "links.tar")), { keys })).rejects.toEqual(
      refused("malformed"),
    );
    const archive = pack();
    const twice = Buffer.concat([archive.subarray(0, lastContent(archive)), archive]);
    await expect(verifyBundle(twice, { keys })).rejects.toEqual(refused("malformed"));
  });
});

/** End of the last block that is not zero. */
function lastContent(archive: Uint8Array): number {
  return (Math.floor(archive.findLastIndex((byte) => byte !== 0) / 512) + 1) * 512;
}

/** The file in whose content a byte lies; empty for headers, padding and the end. */
function fileAt(archive: Uint8Array, wanted: number): string {
  for (let at = 0; at + 512 <= archive.length; ) {
    const header = Buffer.from(archive.subarray(at, at + 512));
    const size = Number.parseInt(header.toString("latin1", 124, 135), 8) || 0;
    const name = header.toString("latin1", 0, 100).split("\0")[0] ?? "";
    if (wanted >= at + 512 && wanted < at + 512 + size) return name.replace(/^\.\//, "");
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return "";
}
