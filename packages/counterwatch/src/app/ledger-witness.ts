/** Witnesses: asking those of a policy to cosign a ledger's checkpoint, and being a small one for the ledgers of others. */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  EvidenceError,
  formatVerifierKey,
  parseCheckpoint,
  parseNote,
  parsePolicy,
  parseVerifierKey,
  readCheckpoint,
} from "@counterwatch/evidence";
import {
  askWitness,
  FolderReader,
  keepCosigned,
  type Listener,
  listen,
  logHandler,
  makeKey,
  openWitness,
  readKeyFile,
  writeKeyFile,
} from "@counterwatch/evidence/node";
import { CounterwatchError } from "../model/index.ts";
import { fileTrouble } from "../store/file-trouble.ts";
import { onLedger } from "../store/ledger-trouble.ts";
import { readTextFile } from "../store/text-file.ts";
import { ledgerReader } from "./ledger-verification.ts";

const LARGEST_POLICY = 64 * 1024;
const KEY = "witness.key";
const ED25519_COSIGNATURE = 4;

export interface AskedWitness {
  readonly name: string;
  /** Why it did not cosign; undefined: it did. */
  readonly refusal: string | undefined;
  /** It has seen what this ledger does not show: evidence, not trouble. */
  readonly inconsistent: boolean;
}

/**
 * Offers the newest checkpoint to each witness of the policy that has an address, and keeps what they cosign beside the ledger. A witness
 * that refuses does not hinder the others. Throws `usage` where the policy names no address.
 */
export async function askWitnesses(
  ledger: string,
  policyFile: string,
): Promise<{ readonly leaves: number; readonly asked: readonly AskedWitness[] }> {
  return await onLedger(ledger, async () => {
    const { witnesses } = parsePolicy(readTextFile(policyFile, LARGEST_POLICY));
    const reader = new FolderReader(ledger);
    let note = await readCheckpoint(reader);
    const { size } = parseCheckpoint(parseNote(note).text);
    const asked: AskedWitness[] = [];
    for (const { name, key, url } of witnesses) {
      if (url === undefined) continue;
      try {
        note = await askWitness(reader, note, { url, key });
        asked.push({ name, refusal: undefined, inconsistent: false });
      } catch (cause) {
        if (!(cause instanceof EvidenceError)) throw cause;
        asked.push({ name, refusal: cause.message, inconsistent: cause.code === "inconsistent" });
      }
    }
    if (asked.length === 0)
      throw new CounterwatchError("usage", "the policy names no witness with an address", {
        place: { file: policyFile },
        remedy: "Write lines such as: witness NAME VKEY https://witness.example",
      });
    if (asked.some(({ refusal }) => refusal === undefined)) await keepCosigned(ledger, note);
    return { leaves: size, asked };
  });
}

/** Makes a witness's folder with a new key; its verifier key, for policies. Throws `unwritable`, `usage`. */
export async function beginWitness(folder: string, name: string): Promise<string> {
  return await onLedger(folder, async () => {
    const { text, key } = makeKey(name, ED25519_COSIGNATURE);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch (cause) {
      throw fileTrouble(cause, folder, "unwritable");
    }
    await writeKeyFile(join(folder, KEY), text);
    return formatVerifierKey(key);
  });
}

export interface Service {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** A witness of the logs with these verifier keys. Port 0 takes a free one. Throws `not-found` where the folder is no witness's. */
export async function serveWitness(
  folder: string,
  logs: readonly string[],
  at: { readonly host: string; readonly port: number },
): Promise<Service> {
  if (!existsSync(join(folder, KEY)))
    throw new CounterwatchError("not-found", "there is no witness here", {
      place: { file: folder },
      remedy: "Make one with: counterwatch ledger witness init FOLDER --name NAME",
    });
  return await onLedger(folder, async () => {
    const witness = await openWitness(join(folder, "state"), {
      signers: [readKeyFile(join(folder, KEY))],
      logs: logs.map(parseVerifierKey),
      clock: Date.now,
    });
    let listener: Listener;
    try {
      listener = await listen(witness.handle, at);
    } catch (cause) {
      await witness.close();
      throw cause;
    }
    return {
      url: listener.url,
      close: async () => {
        await listener.close();
        await witness.close();
      },
    };
  });
}

/** The ledger's public part over HTTP, as tlog-tiles has it; nothing of `private/` is ever opened. */
export async function serveLedger(
  folder: string,
  at: { readonly host: string; readonly port: number },
): Promise<Service> {
  return await onLedger(folder, async () => {
    const reader = ledgerReader(folder);
    await readCheckpoint(reader);
    return await listen(logHandler(reader), at);
  });
}

/** The newest signed note of a ledger, as text, unverified. */
export async function newestCheckpoint(ledger: string): Promise<string> {
  return await onLedger(ledger, async () => {
    return Buffer.from(await readCheckpoint(ledgerReader(ledger))).toString("utf8");
  });
}
