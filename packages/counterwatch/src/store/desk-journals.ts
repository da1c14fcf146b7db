/**
 * The journals of a running server, over the ledger that it has open: warnings and open items. What the ledger heard of them is
 * read once, at the start.
 */
import type { JournalLedger } from "../incidents/journal/journal-book.ts";
import type { JsonValue, LedgerEntry, LedgerReceipt } from "../ledger/appender.ts";
import type { LedgerFolder } from "./ledger-folder.ts";

type Ledger = Pick<LedgerFolder, "append" | "spoken" | "size">;

export class DeskJournals implements JournalLedger {
  readonly #ledger: Ledger;
  readonly #appended: () => void;
  readonly #heard = new Map<string, (JsonValue | undefined)[]>();

  private constructor(ledger: Ledger, appended: () => void) {
    this.#ledger = ledger;
    this.#appended = appended;
  }

  /** `appended`: called after each leaf, which is no look-up and still has its place in the line. Throws `evidence`. */
  static async open(ledger: Ledger, appended: () => void): Promise<DeskJournals> {
    const journals = new DeskJournals(ledger, appended);
    for await (const { kind, source, statement } of ledger.spoken(ledger.size))
      journals.#remember({ kind, source, statement: statement as JsonValue | undefined });
    return journals;
  }

  /** Sources of journals that begin so: there must be a folder for each of them. */
  sources(start: string): string[] {
    return [...this.#heard.keys()].filter((source) => source.startsWith(start));
  }

  heard(source: string): Promise<readonly (JsonValue | undefined)[]> {
    return Promise.resolve([...(this.#heard.get(source) ?? [])]);
  }

  async append(entry: LedgerEntry): Promise<LedgerReceipt> {
    const receipt = await this.#ledger.append(entry);
    this.#remember(entry);
    this.#appended();
    return receipt;
  }

  #remember({ kind, source, statement }: Pick<LedgerEntry, "source" | "statement"> & { kind: string }): void {
    if (kind !== "warning" && kind !== "posture") return;
    const heard = this.#heard.get(source);
    if (heard === undefined) this.#heard.set(source, [statement]);
    else heard.push(statement);
  }
}
