/**
 * What a running server does for the people whom the register protects, in the folders `warnings/`, `assessments/`, `rehearsals/` and
 * `posture/` of the server's own. The register itself is elsewhere.
 */
import { createHmac } from "node:crypto";
import { join } from "node:path";
import type { DeskStore } from "../../../incidents/desk/desk-store.ts";
import { ownName } from "../../../ledger/own-action.ts";
import { assessmentSchema, rehearsalSchema } from "../../../model/index.ts";
import type { Protection } from "../../../server/desk/protection/warning-service.ts";
import { DeskJournals } from "../../../store/desk-journals.ts";
import type { LedgerFolder } from "../../../store/ledger-folder.ts";
import type { ServeFolder } from "../../../store/serve-folder.ts";
import { UploadShelf } from "../../../store/upload-shelf.ts";
import type { Settings } from "../../settings.ts";
import type { Ingestion } from "../inputs/ingestion.ts";
import type { EscalatedWarning } from "./warning-escalation.ts";
import { LookUpsFiles } from "./look-ups-file.ts";
import { PostureOffice } from "./posture-office.ts";
import { WarningBooks } from "./warning-books.ts";
import { WarningOffice } from "./warning-office.ts";

export interface ProtectionParts {
  readonly folder: ServeFolder;
  readonly ledger: LedgerFolder;
  readonly store: DeskStore;
  readonly ingestion: Pick<Ingestion, "heard">;
  readonly settings: Pick<Settings, "authority" | "warnings" | "sources">;
  /** Milliseconds. */
  readonly clock: () => number;
  /** After each leaf of a journal: it is no look-up, and has its place in the line all the same. */
  readonly appended: () => void;
  readonly onEscalated: (warnings: readonly EscalatedWarning[]) => void;
  readonly log: (sentence: string) => void;
}

export interface OpenProtection extends Protection {
  close(): Promise<void>;
}

/** Throws `evidence` where the ledger does not read, `unavailable` where another process has a journal. */
export async function openProtection(parts: ProtectionParts): Promise<OpenProtection> {
  const { folder, ledger, store, ingestion, settings, appended, onEscalated, log } = parts;
  const clock = () => new Date(parts.clock());
  const place = (name: string) => join(folder.path, name);
  const journals = await DeskJournals.open(ledger, appended);
  const books = await WarningBooks.open({
    folder: place("warnings"),
    journals,
    clock,
    accounts: settings.warnings?.release !== "signatures",
    log,
  });
  const warnings = new WarningOffice({
    books,
    shelf: new UploadShelf(assessmentSchema, {
      folder: place("assessments"),
      ledger: journals,
      source: "desk:assessments",
    }),
    lookUps: new LookUpsFiles(place("assessments"), store),
    settings,
    clock,
    onEscalated,
    log,
  });
  const posture = new PostureOffice({
    folder: place("posture"),
    ledger: ledger.path,
    journals,
    shelf: new UploadShelf(rehearsalSchema, {
      folder: place("rehearsals"),
      ledger: journals,
      source: "desk:rehearsals",
    }),
    settings,
    tokens: () => Object.keys(folder.tokens()),
    heard: () => ingestion.heard,
    clock,
  });
  return { warnings, posture, close: () => warnings.close() };
}

/**
 * What a look-up of a warning is called in the ledger. The id itself is a hash of register, incident and person, which whoever reads
 * look-ups could try out.
 */
export function hiddenName(siteKey: Uint8Array, id: string): string {
  return ownName(createHmac("sha256", siteKey).update(`counterwatch own look-up v1\n${id}`).digest("hex"));
}
