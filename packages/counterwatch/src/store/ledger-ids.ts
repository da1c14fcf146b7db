/**
 * Which events a ledger has already: a hash table on disk, so that memory does not grow with the ledger.
 *
 *   ids.bin   head (32): "cwids1\n\0" ‖ covered leaves (8) ‖ slots (8) ‖ zeros; then slots of 16 bytes: the first 10 of the tag ‖
 *             leaf + 1 (6). Open addressing, at most half full.
 *
 * It is a cache of salts.bin (ledger-bodies.ts): a hit counts only where that file has the whole tag at that leaf, and what the
 * head does not cover is read from there at opening. Order of writes: slots, fsync, then the head, fsync. A file that is damaged
 * or covers more than there is is made anew.
 */
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fileTrouble } from "./file-trouble.ts";
import type { LedgerBodies } from "./ledger-bodies.ts";

const NAME = "ids.bin";
const MAGIC = Buffer.from("cwids1\n\0");
const HEAD_BYTES = 32;
const SLOT_BYTES = 16;
const PREFIX_BYTES = 10;
const FEWEST_SLOTS = 65_536;
const GROWTH = 4;
/** Slots read at once; most look-ups end within. */
const WINDOW = 16;
/** A table up to this size (64 MB, two million events) stands in memory and is written whole; a larger one is asked on the disk. */
const MOST_SLOTS_IN_MEMORY = 4_194_304;

export class LedgerIds {
  readonly #path: string;
  readonly #bodies: LedgerBodies;
  readonly #file: number;
  readonly #mostInMemory: number;
  readonly #window = Buffer.alloc(WINDOW * SLOT_BYTES);
  readonly #slot = Buffer.alloc(SLOT_BYTES);
  #slots = 0;
  #used = 0;
  /** The slots, without the head. */
  #table: Buffer | undefined;

  /** `mostInMemory`: slots of the largest table that stands in memory. */
  constructor(folder: string, bodies: LedgerBodies, mostInMemory = MOST_SLOTS_IN_MEMORY) {
    this.#mostInMemory = mostInMemory;
    this.#path = join(folder, NAME);
    this.#bodies = bodies;
    try {
      this.#file = openSync(this.#path, "a+", 0o600);
      closeSync(this.#file);
      this.#file = openSync(this.#path, "r+");
      const covered = this.#readHead();
      if (covered === undefined || covered > bodies.count) this.#rebuild(FEWEST_SLOTS);
      else {
        this.#table = this.#load();
        // Every record might have a slot: an estimate that errs towards growing early.
        this.#used = covered;
        this.#addFrom(covered);
      }
    } catch (cause) {
      throw fileTrouble(cause, this.#path, "unwritable");
    }
  }

  /** The leaf of the event with this tag. */
  find(tag: Uint8Array): number | undefined {
    const prefix = Buffer.from(tag.buffer, tag.byteOffset, PREFIX_BYTES);
    for (let at = this.#homeOf(tag); ; ) {
      const length = this.#readWindow(at);
      for (let slot = 0; slot < length; slot++) {
        const start = slot * SLOT_BYTES;
        const leaf = this.#window.readUIntBE(start + PREFIX_BYTES, 6) - 1;
        if (leaf < 0) return undefined;
        if (prefix.compare(this.#window, start, start + PREFIX_BYTES) !== 0) continue;
        if (this.#bodies.tagOf(leaf)?.equals(tag) === true) return leaf;
      }
      at = (at + length) % this.#slots;
    }
  }

  /** Of leaves that are in the log, whose record is in salts.bin. */
  add(tag: Uint8Array, leaf: number): void {
    if ((this.#used + 1) * 2 > this.#slots) this.#rebuild(this.#slots * GROWTH);
    else this.#put(tag, leaf);
  }

  /** Durable up to the records that there are. */
  flush(): void {
    try {
      if (this.#table !== undefined)
        for (let done = 0; done < this.#table.length; )
          done += writeSync(this.#file, this.#table, done, this.#table.length - done, HEAD_BYTES + done);
      fsyncSync(this.#file);
      this.#writeHead(this.#bodies.count);
      fsyncSync(this.#file);
    } catch (cause) {
      throw fileTrouble(cause, this.#path, "unwritable");
    }
  }

  close(): void {
    closeSync(this.#file);
  }

  #put(tag: Uint8Array, leaf: number): void {
    for (let at = this.#homeOf(tag); ; ) {
      const length = this.#readWindow(at);
      for (let slot = 0; slot < length; slot++) {
        if (this.#window.readUIntBE(slot * SLOT_BYTES + PREFIX_BYTES, 6) !== 0) continue;
        this.#slot.set(tag.subarray(0, PREFIX_BYTES));
        this.#slot.writeUIntBE(leaf + 1, PREFIX_BYTES, 6);
        const place = (at + slot) * SLOT_BYTES;
        if (this.#table !== undefined) this.#slot.copy(this.#table, place);
        else writeSync(this.#file, this.#slot, 0, SLOT_BYTES, HEAD_BYTES + place);
        this.#used++;
        return;
      }
      at = (at + length) % this.#slots;
    }
  }

  #addFrom(leaf: number): void {
    for (const { leaf: at, tag } of this.#bodies.tags(leaf)) {
      if (this.find(tag) === at) continue;
      if ((this.#used + 1) * 2 > this.#slots) return this.#rebuild(this.#slots * GROWTH);
      this.#put(tag, at);
    }
  }

  /** From the records alone. */
  #rebuild(least: number): void {
    let slots = least;
    while (slots < this.#bodies.count * 2) slots *= GROWTH;
    ftruncateSync(this.#file, 0);
    this.#slots = slots;
    this.#used = 0;
    ftruncateSync(this.#file, HEAD_BYTES + slots * SLOT_BYTES);
    this.#table = slots <= this.#mostInMemory ? Buffer.alloc(slots * SLOT_BYTES) : undefined;
    for (const { leaf, tag } of this.#bodies.tags(0)) this.#put(tag, leaf);
  }

  #homeOf(tag: Uint8Array): number {
    // The tag is a keyed hash: a hostile log cannot aim at one place. Slots are a power of two.
    return Buffer.from(tag.buffer, tag.byteOffset, 6).readUIntBE(0, 6) % this.#slots;
  }

  #readWindow(at: number): number {
    const wanted = Math.min(WINDOW, this.#slots - at);
    if (this.#table !== undefined) {
      this.#table.copy(this.#window, 0, at * SLOT_BYTES, (at + wanted) * SLOT_BYTES);
      return wanted;
    }
    const read = readSync(this.#file, this.#window, 0, wanted * SLOT_BYTES, HEAD_BYTES + at * SLOT_BYTES);
    // Cut short behind our back: as if it were empty there.
    this.#window.fill(0, read, wanted * SLOT_BYTES);
    return wanted;
  }

  #load(): Buffer | undefined {
    if (this.#slots > this.#mostInMemory) return undefined;
    const table = Buffer.alloc(this.#slots * SLOT_BYTES);
    let done = 0;
    while (done < table.length) {
      const read = readSync(this.#file, table, done, table.length - done, HEAD_BYTES + done);
      if (read === 0) break;
      done += read;
    }
    return table;
  }

  #readHead(): number | undefined {
    const head = Buffer.alloc(HEAD_BYTES);
    if (readSync(this.#file, head, 0, HEAD_BYTES, 0) < HEAD_BYTES) return undefined;
    if (!head.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
    const [covered, slots] = [Number(head.readBigUInt64BE(8)), Number(head.readBigUInt64BE(16))];
    const whole = fstatSync(this.#file).size === HEAD_BYTES + slots * SLOT_BYTES;
    if (!whole || slots < FEWEST_SLOTS || covered * 2 > slots) return undefined;
    this.#slots = slots;
    return covered;
  }

  #writeHead(covered: number): void {
    const head = Buffer.alloc(HEAD_BYTES);
    MAGIC.copy(head);
    head.writeBigUInt64BE(BigInt(covered), 8);
    head.writeBigUInt64BE(BigInt(this.#slots), 16);
    writeSync(this.#file, head, 0, HEAD_BYTES, 0);
  }
}
