/** The warnings of one journal that is open for writing: every step is tried on them first, then a leaf of the ledger, then a line. */
import { checkedStep } from "../incidents/journal/checked-step.ts";
import type { JournalBook } from "../incidents/journal/journal-book.ts";
import { applyWarningStep } from "../incidents/warnings/warning-life.ts";
import { type WarningStep, warningStepSchema } from "../incidents/warnings/warning-steps.ts";
import type { Warnings } from "../incidents/warnings/warning.ts";
import { CounterwatchError } from "../model/index.ts";

export class WarningBook {
  readonly warnings: Warnings;
  readonly #book: JournalBook;

  constructor(book: JournalBook, warnings: Warnings) {
    this.#book = book;
    this.warnings = warnings;
  }

  /** Milliseconds; never before what was recorded. */
  now(): number {
    return this.#book.now();
  }

  /** Hash of the newest line: what officers sign for. */
  get head(): string {
    return this.#book.head;
  }

  /** Lines of the journal. */
  get lines(): number {
    return this.#book.records.length;
  }

  /** Tried first: nothing that cannot be taken reaches ledger or journal. Throws `usage` with why not. */
  async take(step: WarningStep): Promise<void> {
    const checked = checkedStep(warningStepSchema, step);
    const now = this.#book.now();
    const refusal = applyWarningStep(this.warnings, checked, new Date(now).toISOString(), this.#book.head);
    if (refusal !== undefined)
      throw new CounterwatchError("usage", refusal, {
        remedy: "See what stands: counterwatch warnings list",
      });
    await this.#book.append(checked, now);
  }
}
