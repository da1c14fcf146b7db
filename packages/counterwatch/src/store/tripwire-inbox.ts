/**
 * The agency's side of the batches: stored before they are acknowledged, tested in order, and gone when what they showed is written.
 *
 * Invariant: `findings.jsonl` up to the length in `tested.json` is what the batches up to `tested` showed. What stands behind
 * was written by a process that died before it could say so; it is cut off, and the batch is tested again: none is applied twice.
 */
import { existsSync, readdirSync, rmSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { CounterwatchError } from "../model/index.ts";
import { hex32 } from "../tripwire/terms.ts";
import {
  appendDurably,
  makePrivateFolder,
  readBytes,
  readRecord,
  writeDurably,
  writeRecord,
} from "./tripwire-files.ts";

const testedSchema = z.strictObject({
  /** The last batch that was tested. */
  tested: z.int().min(0),
  /** Bytes of findings.jsonl. */
  findings: z.int().min(0),
  /** Roots of the newest batches that were received, up to number `received`, to tell a repetition from another batch. */
  received: z.int().min(0),
  roots: z.array(hex32).max(1024),
});

const LARGEST = 288 * 1024 * 1024;
const REMEMBERED = 1024;
/** Batches that wait for their keys: a custodian that goes on sending must not fill the disk. */
const MOST_WAITING = 1000;

export type Receipt = "stored" | "known" | "other" | "gap" | "full";

export class TripwireInbox {
  readonly #folder: string;
  readonly #statePath: string;
  readonly #remembered: number;
  readonly findingsPath: string;
  #tested: number;
  #received: number;
  #findings: number;
  #roots: string[];

  /** `remembered`: of how many batches the roots are kept. */
  constructor(folder: string, remembered = REMEMBERED) {
    this.#remembered = remembered;
    this.#folder = join(folder, "inbox");
    this.#statePath = join(folder, "tested.json");
    this.findingsPath = join(folder, "findings.jsonl");
    makePrivateFolder(this.#folder);
    const state = readRecord(this.#statePath, testedSchema);
    this.#tested = state?.tested ?? 0;
    this.#findings = state?.findings ?? 0;
    this.#received = state?.received ?? 0;
    this.#roots = state?.roots ?? [];
    const names = readdirSync(this.#folder).filter((name) => /^\d{12}-[0-9a-f]{64}$/.test(name));
    for (const name of names.toSorted()) {
      const number = Number(name.slice(0, 12));
      if (number <= this.#tested) rmSync(join(this.#folder, name));
      else if (number === this.#received + 1) this.#remember(number, name.slice(13));
      else if (number > this.#received) throw this.#damaged();
    }
    const length = existsSync(this.findingsPath) ? statSync(this.findingsPath).size : 0;
    if (length < this.#findings) throw this.#damaged();
    if (length > this.#findings) truncateSync(this.findingsPath, this.#findings);
  }

  get tested(): number {
    return this.#tested;
  }

  get received(): number {
    return this.#received;
  }

  /** The same batch may come any number of times; another one under a number that is taken may not. */
  store(number: number, root: string, bytes: Uint8Array): Receipt {
    if (number <= this.#received) {
      const known = this.#roots[this.#roots.length - 1 - (this.#received - number)];
      return known === root ? "known" : "other";
    }
    if (number > this.#received + 1) return "gap";
    if (this.#received - this.#tested >= MOST_WAITING) return "full";
    writeDurably(this.#path(number, root), bytes);
    this.#remember(number, root);
    return "stored";
  }

  /** The next batch to test. */
  next(): { readonly number: number; readonly bytes: Uint8Array } | undefined {
    if (this.#tested >= this.#received) return undefined;
    const number = this.#tested + 1;
    const root = this.#roots[this.#roots.length - 1 - (this.#received - number)] ?? this.#rootOf(number);
    const bytes = readBytes(this.#path(number, root), LARGEST);
    if (bytes === undefined) throw this.#damaged();
    return { number, bytes };
  }

  /** Findings first, then the word that the batch is done, then the batch goes. */
  finish(number: number, lines: string): void {
    if (lines !== "") this.#findings = appendDurably(this.findingsPath, lines);
    const root = this.#roots[this.#roots.length - 1 - (this.#received - number)] ?? this.#rootOf(number);
    this.#tested = number;
    writeRecord(this.#statePath, {
      tested: number,
      findings: this.#findings,
      received: this.#tested,
      roots: this.#roots.slice(0, Math.max(0, this.#roots.length - (this.#received - number))),
    });
    rmSync(this.#path(number, root), { force: true });
  }

  #remember(number: number, root: string): void {
    this.#received = number;
    this.#roots = [...this.#roots, root].slice(-this.#remembered);
  }

  #rootOf(number: number): string {
    const prefix = `${String(number).padStart(12, "0")}-`;
    return (
      readdirSync(this.#folder)
        .find((name) => name.startsWith(prefix))
        ?.slice(13) ?? ""
    );
  }

  #damaged(): CounterwatchError {
    return new CounterwatchError("unreadable", "what was received here is not complete", {
      place: { file: this.#folder },
      remedy: "Restore the folder from a backup.",
    });
  }

  #path(number: number, root: string): string {
    return join(this.#folder, `${String(number).padStart(12, "0")}-${root}`);
  }
}
