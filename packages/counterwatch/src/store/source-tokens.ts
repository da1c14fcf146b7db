/**
 * Tokens of sources, as SHA-256, in `sources.json`. Made and ended at the machine while the server runs: it looks whether the file is
 * another one at every request, so that a new token holds at once and one that was ended does not.
 */
import { createHash, randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { CounterwatchError } from "../model/index.ts";
import { lockFolder, readRecord, writeRecord } from "./tripwire-files.ts";

const tokens = z.record(z.string().min(1).max(256), z.string().regex(/^[0-9a-f]{64}$/));
type Prints = Readonly<Record<string, string>>;
const LARGEST = 4 * 1024 * 1024;

export class SourceTokens {
  readonly #path: string;
  #read: { readonly prints: Prints; readonly seen: string } | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Throws `unavailable` where the file is damaged: then nobody is let in. */
  all(): Prints {
    const { mtimeMs, ino, size } = statSync(this.#path, { throwIfNoEntry: false }) ?? {};
    const seen = `${mtimeMs} ${ino} ${size}`;
    if (this.#read?.seen !== seen) this.#read = { prints: this.#fromFile(), seen };
    return this.#read.prints;
  }

  of(source: string): string | undefined {
    const prints = this.all();
    return Object.hasOwn(prints, source) ? prints[source] : undefined;
  }

  /** It is shown once, and only its hash is kept. An old one ends. */
  make(source: string): string {
    const token = randomBytes(32).toString("base64url");
    const print = createHash("sha256").update(token).digest("hex");
    this.#change((prints) => ({ ...prints, [source]: print }));
    return token;
  }

  /** Throws `not-found` where the source has none. */
  end(source: string): void {
    this.#change((prints) => {
      if (!Object.hasOwn(prints, source))
        throw new CounterwatchError("not-found", `no source "${source}" has a token`, {
          place: { file: this.#path },
          remedy: `Sources with one: ${Object.keys(prints).join(", ") || "none"}.`,
        });
      return Object.fromEntries(Object.entries(prints).filter(([name]) => name !== source));
    });
  }

  #change(change: (prints: Prints) => Prints): void {
    const release = lockFolder(dirname(this.#path), "sources");
    try {
      writeRecord(this.#path, change(this.#fromFile()));
    } finally {
      release();
    }
  }

  #fromFile(): Prints {
    try {
      return readRecord(this.#path, tokens, LARGEST) ?? {};
    } catch (cause) {
      throw new CounterwatchError("unavailable", "the tokens of the sources cannot be read", {
        place: { file: this.#path },
        remedy: "Restore the file from a backup, or make new tokens with `serve source`.",
        cause,
      });
    }
  }
}
