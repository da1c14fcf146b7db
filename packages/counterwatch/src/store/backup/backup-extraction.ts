/**
 * Reading a backup into a new folder, and holding every file against the manifest at its end.
 *
 * A backup may come from anywhere: only plain files are taken, under names that stay in the folder and that come once; nothing is
 * written over. What the manifest does not name, or names otherwise, makes the whole no backup.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { createTarDecoder, type ParsedTarEntry } from "modern-tar";
import { CounterwatchError } from "../../model/index.ts";
import { fileTrouble } from "../file-trouble.ts";
import { type BackupManifest, LARGEST_MANIFEST, MANIFEST, manifestSchema } from "./backup-manifest.ts";

/** One segment of a path: no separators, nothing that begins with a dot but the writer's own folder. */
const SEGMENT = /^(?!\.{1,2}$)[^/\\\0:]{1,255}$/;
const DEEPEST = 24;

/** `folder`: there, and empty. Throws `evidence` where it is no whole backup, `not-found`, `unreadable`, `unwritable`. */
export async function extractBackup(file: string, folder: string): Promise<BackupManifest> {
  try {
    return await extracted(file, folder);
  } catch (cause) {
    if (cause instanceof CounterwatchError) throw cause;
    throw noBackup(file, "it is not a tar, or it was cut short", cause);
  }
}

async function extracted(file: string, folder: string): Promise<BackupManifest> {
  const found = new Map<string, { readonly size: number; readonly sha256: string }>();
  let manifest: BackupManifest | undefined;
  for await (const { header, body } of entriesOf(file)) {
    if (manifest !== undefined) throw noBackup(file, "something comes after its end");
    if (header.name === MANIFEST) manifest = await readManifest(file, body);
    else {
      if (header.type !== "file" || !isInside(header.name) || found.has(header.name))
        throw noBackup(file, "it has an entry that no backup has");
      found.set(header.name, await write(join(folder, header.name), body));
    }
  }
  if (manifest === undefined) throw noBackup(file, "it was cut short");
  for (const { path, size, sha256 } of manifest.files) {
    const is = found.get(path);
    if (is?.size !== size || is.sha256 !== sha256) throw noBackup(file, `${path} is not what was backed up`);
    found.delete(path);
  }
  if (found.size > 0) throw noBackup(file, "it has files that its end does not name");
  return manifest;
}

async function* entriesOf(file: string): AsyncGenerator<ParsedTarEntry> {
  const bytes = createReadStream(file);
  const opened = new Promise<void>((resolve, reject) => {
    bytes.once("open", () => resolve()).once("error", reject);
  });
  try {
    await opened;
  } catch (cause) {
    throw fileTrouble(cause, file, "unreadable");
  }
  try {
    const decoder = createTarDecoder({ strict: true });
    yield* (Readable.toWeb(bytes) as ReadableStream<Uint8Array>).pipeThrough(decoder);
  } finally {
    bytes.destroy();
  }
}

function isInside(name: string): boolean {
  const segments = name.split("/");
  return segments.length <= DEEPEST && segments.every((segment) => SEGMENT.test(segment));
}

async function write(path: string, body: ReadableStream<Uint8Array>) {
  const hash = createHash("sha256");
  let size = 0;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(path, "wx", 0o600);
    try {
      for await (const chunk of body) {
        hash.update(chunk);
        size += chunk.length;
        await file.writeFile(chunk);
      }
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === undefined) throw cause;
    throw fileTrouble(cause, path, "unwritable");
  }
  return { size, sha256: hash.digest("hex") };
}

async function readManifest(file: string, body: ReadableStream<Uint8Array>): Promise<BackupManifest> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > LARGEST_MANIFEST) throw noBackup(file, "its end is larger than any that was written");
    chunks.push(chunk);
  }
  try {
    return manifestSchema.parse(JSON.parse(Buffer.concat(chunks).toString("utf8")));
  } catch (cause) {
    throw noBackup(file, "its end cannot be read, or a newer Counterwatch wrote it", cause);
  }
}

function noBackup(file: string, why: string, cause?: unknown): CounterwatchError {
  return new CounterwatchError("evidence", `this is no whole backup: ${why}`, {
    place: { file },
    remedy: "Use another copy of it, or another backup.",
    cause,
  });
}
