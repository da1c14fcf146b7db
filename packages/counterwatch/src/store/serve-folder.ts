/**
 * The folder of a running server: one folder that holds everything.
 *
 *   ledger/            the ledger of all look-ups, with salts and bodies
 *   desk.duckdb        findings, incidents, accounts: a projection that the ledger can make again, and what people did
 *   site.key           makes pseudonyms; made once
 *   sources.json       SHA-256 of each source's token
 *   demo               stands there where all of it is a demo's
 *   detectors.bin      what the detectors know, so that a start need not show them everything again (snapshot-file.ts)
 *   dead-letters.jsonl rows that could not be read, with their reasons (dead-letter-file.ts)
 */
import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readKeyFile } from "./key-file.ts";
import { makePrivateFolder, readRecord, writeDurably, writeRecord } from "./tripwire-files.ts";

const tokens = z.record(z.string().min(1).max(256), z.string().regex(/^[0-9a-f]{64}$/));
const LARGEST = 4 * 1024 * 1024;

export class ServeFolder {
  readonly path: string;
  readonly ledger: string;
  readonly database: string;
  readonly letters: string;
  readonly memory: string;

  constructor(path: string) {
    this.path = path;
    this.ledger = join(path, "ledger");
    this.database = join(path, "desk.duckdb");
    this.letters = join(path, "dead-letters.jsonl");
    this.memory = join(path, "detectors.bin");
    makePrivateFolder(path);
  }

  /** No server that is not a demo takes the folder from now on. */
  markDemo(): void {
    writeDurably(this.#demo, "Nothing in this folder is real: it was made by counterwatch serve --demo.\n");
  }

  get isDemo(): boolean {
    return existsSync(this.#demo);
  }

  get #demo(): string {
    return join(this.path, "demo");
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
}
