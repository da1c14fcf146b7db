/**
 * What an agency asks of the custodian's ledger before it enrols: that the announced key stands there, at the place that was
 * announced, under a checkpoint that the ledger's key has signed.
 *
 * Limits: it shows that this ledger, as this agency sees it, holds the key. Whether others see the same ledger, witnesses say.
 */
import {
  encodeLeaf,
  httpReader,
  type LogReader,
  makeProofFile,
  openNote,
  parseCheckpoint,
  parseVerifierKey,
  proveInclusion,
  readCheckpoint,
  verifyProofFile,
} from "@counterwatch/evidence";
import { FolderReader } from "@counterwatch/evidence/node";
import { CounterwatchError } from "../model/index.ts";
import { type Announcement, openingEntry } from "../tripwire/terms.ts";

/** `ledger`: an address or a folder. The check throws `evidence` where the key is not there, or cannot be looked up. */
export function lookUpIn(ledger: string, verifierKey: string): (announcement: Announcement) => Promise<void> {
  return async (announcement) => {
    const reader: LogReader = /^https?:\/\//.test(ledger) ? httpReader(ledger) : new FolderReader(ledger);
    try {
      await check(reader, verifierKey, announcement);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : "it cannot be read";
      throw new CounterwatchError(
        "evidence",
        `the custodian's ledger does not show the key of epoch ${announcement.epoch}: ${why}`,
        {
          place: { file: ledger },
          remedy: "Do not enrol. Ask the custodian, and whoever watches its ledger, which key stands there.",
          cause,
        },
      );
    }
  };
}

async function check(reader: LogReader, verifierKey: string, announcement: Announcement): Promise<void> {
  const { index, sequence } = announcement.leaf;
  const { kind, source, time, statement } = openingEntry(announcement);
  // Every byte of the leaf follows from the announcement: another key, epoch or quota is another leaf.
  const entry = encodeLeaf({ kind, source, sequence, time, statement });
  const key = parseVerifierKey(verifierKey);
  const checkpoint = await readCheckpoint(reader);
  const signed = parseCheckpoint((await openNote(checkpoint, [key])).text);
  const hashes = await proveInclusion(reader, { index, entry, checkpoint: signed });
  await verifyProofFile(makeProofFile({ index, hashes, checkpoint }), { entry, keys: [key] });
}
