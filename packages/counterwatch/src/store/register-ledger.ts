/**
 * A ledger for an office that speaks seldom: register, exports, warnings. It is the ledger of ledger-folder.ts, opened with a full
 * verification, so that a changed or missing leaf is found before anything rests on it. That costs a pass over all leaves:
 * nothing for thousands, minutes for a city's events, which belong in another ledger.
 */
import { verifyLog } from "@counterwatch/evidence";
import { FolderReader, nodeSha256 } from "@counterwatch/evidence/node";
import type { JournalLedger } from "../incidents/journal/journal-book.ts";
import type { JsonValue, LedgerEntry, LedgerReceipt } from "../ledger/appender.ts";
import type { CoverPoint } from "../register/cover.ts";
import { type RegisterMemory, registerSource } from "../register/register.ts";
import { type LedgerFolder, openLedger } from "./ledger-folder.ts";
import { ledgerSigners } from "./ledger-keys.ts";
import { onLedger } from "./ledger-trouble.ts";

/**
 * Begins one where there is none and `begin` is true. Throws `not-found`, `evidence` where the log does not verify,
 * `rollback`, `unavailable` where another process has it, `unwritable`.
 */
export async function openLedgerFolder(folder: string, begin = false): Promise<RegisterLedger> {
  const log = await openLedger(folder, begin ? {} : undefined);
  try {
    const ledger = new RegisterLedger(log);
    await readLeaves(folder, (leaf) => ledger.remember(leaf));
    return ledger;
  } catch (cause) {
    await log.close();
    throw cause;
  }
}

/** What a source said, in order, from a log that verifies; for readers, beside a writer. Throws `not-found`, `evidence`. */
export async function readStatements(folder: string, source: string): Promise<JsonValue[]> {
  const statements: JsonValue[] = [];
  await readLeaves(folder, (leaf) => {
    if (leaf.source === source && leaf.statement !== undefined) statements.push(leaf.statement);
  });
  return statements;
}

interface HeardLeaf {
  readonly index: number;
  readonly kind: string;
  readonly source: string;
  readonly statement: JsonValue | undefined;
}

/** Visits every leaf in order. What was visited counts only where this resolves: the whole log verifies then. */
export async function readLeaves(folder: string, visit: (leaf: HeardLeaf) => void): Promise<void> {
  await onLedger(folder, async () => {
    const keys = ledgerSigners(folder).map(({ key }) => key);
    await verifyLog(new FolderReader(folder), {
      keys,
      sha256: nodeSha256,
      visit: ({ kind, source, statement }, index) =>
        visit({ index, kind, source, statement: statement as JsonValue | undefined }),
    });
  });
}

class RegisterLedger implements JournalLedger, RegisterMemory {
  readonly #ledger: LedgerFolder;
  readonly #newest = new Map<string, CoverPoint>();
  /** Of the journals alone: a ledger may hold millions of other leaves. */
  readonly #journals = new Map<string, (JsonValue | undefined)[]>();

  constructor(ledger: LedgerFolder) {
    this.#ledger = ledger;
  }

  remember({ kind, source, statement }: Omit<HeardLeaf, "index">): void {
    if (kind === "warning" || kind === "posture") {
      const heard = this.#journals.get(source);
      if (heard === undefined) this.#journals.set(source, [statement]);
      else heard.push(statement);
      return;
    }
    const { version, cover } = (statement ?? {}) as { version?: unknown; cover?: unknown };
    if (typeof version === "number" && typeof cover === "string")
      this.#newest.set(source, { version, cover });
  }

  async append(entry: LedgerEntry): Promise<LedgerReceipt> {
    const receipt = await this.#ledger.append(entry);
    this.remember({ kind: entry.kind, source: entry.source, statement: entry.statement });
    return receipt;
  }

  newest(register: string): Promise<CoverPoint | undefined> {
    return Promise.resolve(this.#newest.get(registerSource(register)));
  }

  heard(source: string): Promise<readonly (JsonValue | undefined)[]> {
    return Promise.resolve([...(this.#journals.get(source) ?? [])]);
  }

  /** Lets other processes have it. */
  close(): Promise<void> {
    return this.#ledger.close();
  }
}
