/**
 * Tokens of sources, as SHA-256, in `sources.json`. Made and ended at the machine while the server runs: it looks whether the file is
 * another one at every request, so that a new token holds at once and one that was ended does not.
 */
import { createHash, randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { OWN_SOURCE } from "../ledger/own-action.ts";
import { CounterwatchError } from "../model/index.ts";
import { lockFolder, readRecord, writeRecord } from "./tripwire-files.ts";

const LONGEST_NAME = 256;
const tokens = z.record(z.string().min(1).max(LONGEST_NAME), z.string().regex(/^[0-9a-f]{64}$/));
type Prints = Readonly<Record<string, string>>;
const LARGEST = 4 * 1024 * 1024;

/** Throws `usage`. */
function refuseName(source: string): void {
  const why =
    source === OWN_SOURCE
      ? "is what the server calls itself: nobody else speaks under it"
      : source.includes("/")
        ? "has a slash: NAME/other is what NAME's log says of another source"
        : source === "" || source.length > LONGEST_NAME
          ? `is empty or has more than ${LONGEST_NAME} letters`
          : undefined;
  if (why !== undefined)
    throw new CounterwatchError("usage", `the name of a source ${why}`, { remedy: "Choose another." });
}

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
    refuseName(source);
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
