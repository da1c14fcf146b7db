/**
 * What a running server remembers, in one file: a line of JSON that says what it is, and the bytes.
 *
 * It is there whole or not at all: it grows under another name, is fsynced, and takes its name. Reading checks length and hash, so that
 * a file that a disk or a copy damaged is none. It is a cache: whoever has none reads what it was made from.
 */
import { hash } from "node:crypto";
import { open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { fileTrouble } from "./file-trouble.ts";
import { readBytes, syncFolder } from "./tripwire-files.ts";

const LARGEST = 2 ** 31 - 1;
const LARGEST_HEAD = 4096;
const NEWLINE = 10;
const hex = z.string().regex(/^[0-9a-f]{64}$/);

const headSchema = z.strictObject({
  snapshot: z.literal(1),
  /** What it depends on besides the look-ups. */
  print: hex,
  /** Leaves below it are in it. */
  position: z.int().min(0),
  /** What the ledger had before that leaf. */
  before: hex,
  bytes: z.int().min(0).max(LARGEST),
  hash: hex,
});
type Head = z.output<typeof headSchema>;

export interface Snapshot extends Pick<Head, "print" | "position" | "before"> {
  readonly content: Uint8Array;
}

/** Durable when it resolves. Throws `unwritable`. One at a time. */
export async function writeSnapshot(path: string, { content, ...about }: Snapshot): Promise<void> {
  const head = { snapshot: 1, ...about, bytes: content.length, hash: hash("sha256", content) };
  const growing = `${path}.partial`;
  try {
    const file = await open(growing, "w", 0o600);
    try {
      await file.writeFile(`${JSON.stringify(head)}\n`);
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(growing, path);
    syncFolder(dirname(path));
  } catch (cause) {
    throw fileTrouble(cause, path, "unwritable");
  }
}

/** `damaged`: something is there that was not written here, or not whole. */
export function readSnapshot(path: string): Snapshot | "damaged" | undefined {
  let bytes: Uint8Array | undefined;
  try {
    bytes = readBytes(path, LARGEST);
  } catch {
    return "damaged";
  }
  if (bytes === undefined) return undefined;
  const end = bytes.subarray(0, LARGEST_HEAD).indexOf(NEWLINE);
  if (end < 0) return "damaged";
  const head = headSchema.safeParse(
    parsed(Buffer.from(bytes.buffer, bytes.byteOffset, end).toString("utf8")),
  );
  const content = bytes.subarray(end + 1);
  if (!head.success || content.length !== head.data.bytes || hash("sha256", content) !== head.data.hash)
    return "damaged";
  const { print, position, before } = head.data;
  return { print, position, before, content };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
