/** Open items of the posture in their journal: what rehearsals found, who owns it, how it was closed. */
import { randomBytes } from "node:crypto";
import { JournalBook, type JournalLedger } from "../incidents/journal/journal-book.ts";
import {
  applyItemStep,
  checkItemStep,
  foldItems,
  itemId,
  type OpenItem,
  type OpenItems,
} from "../incidents/journal/open-items.ts";
import { CounterwatchError } from "../model/index.ts";
import { JournalFolder } from "../store/journal-folder.ts";

export interface OpenItemMeans {
  /** `openLedgerFolder` gives one; every step is a leaf of kind `posture`. */
  readonly ledger: JournalLedger;
  readonly clock: () => Date;
}

export interface FoundVulnerability {
  /** Record system, as it was rehearsed. */
  readonly system: string;
  /** One sentence that stays the same from rehearsal to rehearsal: with the system it makes the id. */
  readonly vulnerability: string;
  /** Used where the item is new. */
  readonly owner: string;
  /** RFC 3339 UTC with milliseconds; used where the item is new. */
  readonly due: string;
}

/**
 * What can be done with the items of one register. Each call verifies the journal in `folder` against its chain and the
 * ledger, is refused where a line is missing or changed (`evidence`, `rollback`), and writes one leaf a step.
 */
export class OpenItemsDesk {
  readonly #folder: JournalFolder;
  readonly #register: string;
  readonly #means: OpenItemMeans;

  /** `register`: its id (32 hexadecimal digits), under which the journal speaks in the ledger. */
  constructor(folder: string, register: string, means: OpenItemMeans) {
    this.#folder = new JournalFolder(folder);
    this.#register = register;
    this.#means = means;
  }

  /** All items, closed ones too; none where no journal was begun. */
  list(): Promise<OpenItems> {
    return this.#withBook((_, items) => Promise.resolve(items));
  }

  /**
   * What one rehearsal found: new items are opened, known ones noted, closed ones opened again. Items that it did not find
   * stay as they are: somebody closes them, with a reason. The items that are new or open again.
   */
  report(rehearsal: string, found: readonly FoundVulnerability[]): Promise<OpenItem[]> {
    return this.#withBook(async (book, items) => {
      const changed: OpenItem[] = [];
      for (const { system, vulnerability, owner, due } of found) {
        const item = itemId(system, vulnerability);
        const before = items.get(item);
        if (before?.lastFound.rehearsal === rehearsal) continue;
        const after = await this.#take(
          book,
          items,
          before === undefined
            ? { do: "found", item, system, vulnerability, rehearsal, owner, due }
            : { do: "found-again", item, rehearsal },
        );
        if (before === undefined || before.said === "closed") changed.push(after);
      }
      return changed;
    });
  }

  /** `due`: a new one; without it the old one stays. */
  assign(item: string, owner: string, by: string, due?: string): Promise<OpenItem> {
    return this.#step({ do: "assigned", item, owner, by, ...(due === undefined ? {} : { due }) });
  }

  /** The risk is taken until a time, RFC 3339 UTC with milliseconds; then the item is open again by itself. */
  accept(item: string, by: string, reason: string, until: string): Promise<OpenItem> {
    return this.#step({ do: "accepted", item, by, reason, until });
  }

  close(item: string, by: string, reason: string): Promise<OpenItem> {
    return this.#step({ do: "closed", item, by, reason });
  }

  #step(step: object): Promise<OpenItem> {
    return this.#withBook((book, items) => this.#take(book, items, step));
  }

  /** Tried on the items first: nothing that cannot be taken reaches ledger or journal. */
  async #take(book: JournalBook, items: Map<string, OpenItem>, step: object): Promise<OpenItem> {
    const checked = checkItemStep(step);
    const now = book.now();
    const refusal = applyItemStep(items, checked, new Date(now).toISOString());
    if (refusal !== undefined)
      throw new CounterwatchError("usage", refusal, { remedy: "Look at the items: counterwatch posture" });
    if (book.records.length === 0) await book.append({ do: "founded", register: this.#register }, now);
    await book.append(checked, now);
    return items.get((checked as { item: string }).item) as OpenItem;
  }

  async #withBook<T>(act: (book: JournalBook, items: Map<string, OpenItem>) => Promise<T>): Promise<T> {
    const letGo = this.#folder.lock();
    try {
      const means = { ...this.#means, random: randomBytes };
      const book = await JournalBook.open(this.#folder, means, "posture", `posture:${this.#register}`);
      return await act(book, foldItems(book.records, this.#folder.file));
    } finally {
      letGo();
    }
  }
}
