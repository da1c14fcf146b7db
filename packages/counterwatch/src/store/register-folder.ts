/**
 * A register's folder: `covers.jsonl` (the chain, its last line the version that counts), one sealed file a version
 * (`register.000001.age`), and `pending/` with proposed edits, sealed too. Whoever can write here can destroy the register or
 * put an older one in its place, which the ledger and the officers' marks tell; they cannot read it or change it unseen.
 *
 * Order of writes of a new version: sealed file, then the staged covers, both on disk; then the ledger leaf; then the staged
 * covers take their name. A crash before the leaf leaves a staged version that never was; one after it leaves a version
 * that the ledger knows, and the next opening lets it take its name.
 */
import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { CounterwatchError } from "../model/index.ts";
import { type CoverChain, type CoverPoint, checkCovers } from "../register/cover.ts";
import { fileTrouble } from "./file-trouble.ts";
import { lockFile } from "./folder-lock.ts";
import { makeFolder } from "./make-folder.ts";
import { readCovers, replaceFile, syncFolder, writeSealed } from "./register-files.ts";

const COVERS = "covers.jsonl";
const STAGED = "covers.staged.jsonl";
const PENDING = "pending";
const LOCK = "lock";
const PENDING_NAME = /^[0-9]{8}T[0-9]{9}Z-[0-9a-f]{8}\.age$/;
const MOST_PENDING = 10_000;

export class RegisterFolder {
  readonly path: string;
  #locked = false;

  constructor(path: string) {
    this.path = resolve(path);
  }

  get covers(): string {
    return join(this.path, COVERS);
  }

  sealed(version: number): string {
    return join(this.path, `register.${String(version).padStart(6, "0")}.age`);
  }

  /** Throws `not-found` where no register is here, `register` where its covers are damaged. */
  chain(): CoverChain {
    if (!existsSync(this.covers))
      throw new CounterwatchError("not-found", "there is no register here", {
        place: { file: this.path },
        remedy: "Make one with: counterwatch register init",
      });
    return checkCovers(readCovers(this.covers), this.covers);
  }

  /** Pending edits, oldest first. */
  pending(): string[] {
    const folder = join(this.path, PENDING);
    if (!existsSync(folder)) return [];
    const names = readdirSync(folder).filter((name) => PENDING_NAME.test(name));
    if (names.length > MOST_PENDING)
      throw new CounterwatchError("register", "there are more pending edits than anybody proposed", {
        place: { file: folder },
      });
    return names.toSorted().map((name) => join(folder, name));
  }

  /** Where a proposal made at `time` goes; `salt` keeps two of one millisecond apart. */
  newPending(time: string, salt: string): string {
    const folder = join(this.path, PENDING);
    makeFolder(folder, 0o700);
    return join(folder, `${time.replaceAll(/[-:.]/g, "")}-${salt}.age`);
  }

  /** For a new register: an empty folder of one's own. Throws `usage` where something is there. */
  claim(): void {
    try {
      makeFolder(this.path, 0o700);
      if (readdirSync(this.path).length === 0) return;
    } catch (cause) {
      throw fileTrouble(cause, this.path, "unwritable");
    }
    throw new CounterwatchError("usage", "this folder is not empty", {
      place: { file: this.path },
      remedy: "Name a new folder for the register.",
    });
  }

  /** Takes back what `found` had begun. */
  abandon(): void {
    for (const file of [this.covers, join(this.path, STAGED), this.sealed(0)]) rmSync(file, { force: true });
    rmdirSync(this.path);
  }

  /** Everything but the name: the version does not count yet. */
  stage(line: string): void {
    const staged = join(this.path, STAGED);
    rmSync(staged, { force: true });
    const before = existsSync(this.covers) ? readFileSync(this.covers) : Buffer.alloc(0);
    writeSealed(staged, Buffer.concat([before, Buffer.from(`${line}\n`)]));
  }

  /** The staged version counts from here on; sealed files of older ones and the edits that it holds go. */
  adopt(applied: readonly string[]): void {
    replaceFile(join(this.path, STAGED), this.covers);
    const { newest } = this.chain();
    this.drop(applied);
    for (const name of readdirSync(this.path))
      if (/^register\.\d{6,}\.age$/.test(name) && join(this.path, name) !== this.sealed(newest.version))
        rmSync(join(this.path, name), { force: true });
    syncFolder(this.path);
  }

  /** Takes pending edits away. */
  drop(pending: readonly string[]): void {
    for (const path of pending) rmSync(path, { force: true });
  }

  /**
   * What a crash left: a staged version that `known` names is adopted, any other never was. Of a version that another process
   * is sealing nothing is touched; whoever is sealing here holds the lock already.
   */
  recover(known: CoverPoint | undefined): void {
    if (!this.#unfinished()) return;
    const release = this.#locked ? () => {} : this.#lockUnlessBusy();
    if (release === undefined) return;
    try {
      this.#settle(known);
    } finally {
      release();
    }
  }

  /** A version that has no name yet; it may have got as far as its sealed file. */
  #unfinished(): boolean {
    return existsSync(join(this.path, STAGED)) || existsSync(this.sealed(this.#version() + 1));
  }

  #version(): number {
    return existsSync(this.covers) ? this.chain().head.version : -1;
  }

  #lockUnlessBusy(): (() => void) | undefined {
    try {
      return this.lock();
    } catch (cause) {
      if (cause instanceof CounterwatchError && cause.code === "unavailable") return undefined;
      throw cause;
    }
  }

  #settle(known: CoverPoint | undefined): void {
    const staged = join(this.path, STAGED);
    let head: CoverPoint | undefined;
    try {
      head = existsSync(staged) ? checkCovers(readCovers(staged), staged).head : undefined;
    } catch (cause) {
      if (!(cause instanceof CounterwatchError) || cause.code !== "register") throw cause;
    }
    if (head !== undefined && head.version === known?.version && head.cover === known.cover) {
      this.adopt([]);
      return;
    }
    // What the ledger knows is not thrown away, however damaged it is: freshness refuses instead.
    if (known !== undefined && known.version > this.#version()) return;
    rmSync(staged, { force: true });
    rmSync(this.sealed(this.#version() + 1), { force: true });
  }

  /** One seal at a time. Throws `unavailable`. */
  lock(): () => void {
    const release = lockFile(join(this.path, LOCK), "sealing this register");
    this.#locked = true;
    return () => {
      this.#locked = false;
      release();
    };
  }
}
