/**
 * The folder of a running server: one folder that holds everything.
 *
 *   ledger/            the ledger of all look-ups, with salts and bodies
 *   desk.duckdb        findings, incidents, accounts: a projection that the ledger can make again, and what people did
 *   site.key           makes pseudonyms; made once
 *   sources.json       SHA-256 of each source's token
 *   inputs/            how far each file that is followed is in the ledger (tail-state.ts)
 *   demo               stands there where all of it is a demo's
 *   detectors.bin      what the detectors know, so that a start need not show them everything again (snapshot-file.ts)
 *   erasures.json      what the ledger says was erased by retention (erasure-list.ts)
 *   dead-letters.jsonl rows that could not be read, with their reasons (dead-letter-file.ts)
 */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { CounterwatchError } from "../model/errors.ts";
import { readKeyFile } from "./key-file.ts";
import { SourceTokens } from "./source-tokens.ts";
import { makePrivateFolder, writeDurably } from "./tripwire-files.ts";

/** For what only reads a server's folder: a misspelt name must not become a new one. Throws `not-found`. */
export function expectServeFolder(path: string): void {
  if (existsSync(path)) return;
  throw new CounterwatchError("not-found", "there is no such folder", {
    place: { file: path },
    remedy: "Name the folder that the server has with --data.",
  });
}

export class ServeFolder {
  readonly path: string;
  readonly ledger: string;
  readonly database: string;
  readonly letters: string;
  /** Of the sources. */
  readonly sources: SourceTokens;
  readonly memory: string;
  readonly erasures: string;

  constructor(path: string) {
    this.path = path;
    this.ledger = join(path, "ledger");
    this.database = join(path, "desk.duckdb");
    this.letters = join(path, "dead-letters.jsonl");
    this.memory = join(path, "detectors.bin");
    this.erasures = join(path, "erasures.json");
    this.sources = new SourceTokens(join(path, "sources.json"));
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

  /** Made at the first start: `fresh` then, or by chance. */
  siteKey(fresh: Uint8Array = randomBytes(32)): Uint8Array {
    const path = join(this.path, "site.key");
    if (!existsSync(path)) writeDurably(path, `${Buffer.from(fresh).toString("hex")}\n`);
    return readKeyFile(path);
  }

  makeToken(source: string): string {
    return this.sources.make(source);
  }

  tokens(): Readonly<Record<string, string>> {
    return this.sources.all();
  }
}
