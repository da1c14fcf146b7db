/**
 * The folder of a running server: one folder that holds everything.
 *
 *   ledger/            the ledger of all look-ups, with salts and bodies
 *   desk.duckdb        findings, incidents, accounts: a projection that the ledger can make again, and what people did
 *   site.key           makes pseudonyms; made once
 *   sources.json       SHA-256 of each source's token
 *   dead-letters/      rows that could not be read, by source, with their reasons
 */
import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { DeadLetter } from "../model/index.ts";
import { readKeyFile } from "./key-file.ts";
import { appendDurably, makePrivateFolder, readRecord, writeDurably, writeRecord } from "./tripwire-files.ts";

const tokens = z.record(z.string().min(1).max(256), z.string().regex(/^[0-9a-f]{64}$/));
const LARGEST = 4 * 1024 * 1024;

export class ServeFolder {
  readonly path: string;
  readonly ledger: string;
  readonly database: string;
  readonly #letters: string;
  readonly #rejected = new Map<string, number>();

  constructor(path: string) {
    this.path = path;
    this.ledger = join(path, "ledger");
    this.database = join(path, "desk.duckdb");
    this.#letters = join(path, "dead-letters");
    makePrivateFolder(path);
    makePrivateFolder(this.#letters);
  }

  /** Made at the first start. */
  siteKey(): Uint8Array {
    const path = join(this.path, "site.key");
    if (!existsSync(path)) writeDurably(path, `${randomBytes(32).toString("hex")}\n`);
    return readKeyFile(path);
  }

  /** A new token for a source; it is shown once, and only its hash is kept. An old one ends. */
  makeToken(source: string): string {
    const token = randomBytes(32).toString("base64url");
    const print = createHash("sha256").update(token).digest("hex");
    writeRecord(join(this.path, "sources.json"), { ...this.tokens(), [source]: print });
    return token;
  }

  tokens(): Readonly<Record<string, string>> {
    return readRecord(join(this.path, "sources.json"), tokens, LARGEST) ?? {};
  }

  /** Durable when it returns. */
  keepLetters(source: string, letters: readonly DeadLetter[]): void {
    if (letters.length === 0) return;
    const name = createHash("sha256").update(source).digest("hex").slice(0, 16);
    appendDurably(
      join(this.#letters, `${name}.jsonl`),
      letters.map((letter) => `${JSON.stringify({ ...letter, source })}\n`).join(""),
    );
    this.#rejected.set(source, (this.#rejected.get(source) ?? 0) + letters.length);
  }

  /** Since the server began. */
  lettersOf(source: string): number {
    return this.#rejected.get(source) ?? 0;
  }
}
