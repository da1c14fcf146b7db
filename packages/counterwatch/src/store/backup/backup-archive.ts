/**
 * Writing a backup: a tar whose last entry says what must be in it (backup-manifest.ts). Files are read once and hashed on the way;
 * what is handed on waits for whoever takes it.
 */
import { createHash } from "node:crypto";
import { createTarPacker } from "modern-tar";
import { CounterwatchError } from "../../model/index.ts";
import { type BackupManifest, MANIFEST } from "./backup-manifest.ts";

export type Sink = (bytes: Uint8Array) => Promise<void>;

export class BackupArchive {
  readonly #packer = createTarPacker();
  readonly #pumping: Promise<void>;
  readonly #files: BackupManifest["files"][number][] = [];
  readonly #made: string;

  /** `made`: RFC 3339. */
  constructor(sink: Sink, made: string) {
    this.#made = made;
    this.#pumping = pump(this.#packer.readable, sink);
    // Told where it is awaited.
    this.#pumping.catch(() => {});
  }

  /** `size` bytes, no more and no fewer. Throws what reading and the sink throw. */
  async add(
    path: string,
    size: number,
    chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<void> {
    const hash = createHash("sha256");
    let written = 0;
    await this.#entry(path, size, async (write) => {
      for await (const chunk of chunks) {
        written += chunk.length;
        hash.update(chunk);
        await write(chunk);
      }
      if (written !== size)
        throw new CounterwatchError("unreadable", "a file became shorter while it was read", {
          place: { file: path },
          remedy: "Make the backup again.",
        });
    });
    this.#files.push({ path, size, sha256: hash.digest("hex") });
  }

  /** When everything is in it. */
  async end(about: Pick<BackupManifest, "version" | "ledger" | "database">): Promise<BackupManifest> {
    const manifest: BackupManifest = { backup: 1, made: this.#made, ...about, files: this.#files };
    const text = Buffer.from(`${JSON.stringify(manifest)}\n`);
    await this.#entry(MANIFEST, text.length, (write) => write(text));
    this.#packer.controller.finalize();
    await this.#pumping;
    return manifest;
  }

  /** Nobody gets more of it: what was written is no backup. */
  abort(cause: unknown): void {
    this.#packer.controller.error(cause);
  }

  async #entry(name: string, size: number, fill: (write: Sink) => Promise<void>): Promise<void> {
    const header = { name, size, mode: 0o600, mtime: new Date(this.#made), type: "file" } as const;
    const writer = this.#packer.controller.add(header).getWriter();
    // Where the sink fails nothing of it is read any more, and whoever writes would wait for ever.
    await Promise.race([this.#pumping.then(stopped), fill((bytes) => writer.write(bytes))]);
    await Promise.race([this.#pumping.then(stopped), writer.close()]);
  }
}

function stopped(): never {
  throw new CounterwatchError("internal", "the archive was ended while something was written to it");
}

async function pump(readable: ReadableStream<Uint8Array>, sink: Sink): Promise<void> {
  for await (const chunk of readable) await sink(chunk);
}
