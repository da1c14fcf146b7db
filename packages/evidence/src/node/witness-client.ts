/**
 * Asking witnesses for cosignatures (C2SP tlog-witness, add-checkpoint), and for the newest checkpoint that they have seen.
 *
 * Limits: an answer is believed only as far as its signature verifies; 16 KiB and 10 seconds each.
 * Flow: offer the checkpoint with the size that the witness had last; a 409 says which size it really has; prove consistency
 * from there. A witness that has seen more leaves than the log has is not an error of the network: it is evidence.
 */
import { base64, fromDecimal, fromUtf8, utf8 } from "../encoding.ts";
import { EvidenceError } from "../errors.ts";
import { COSIGNED_CHECKPOINT, type LogReader } from "../log/log-reader.ts";
import { tileTree } from "../log/tile-tree.ts";
import { consistencyProof } from "../merkle/proofs.ts";
import { parseCheckpoint } from "../note/checkpoint.ts";
import {
  formatNote,
  LARGEST_NOTE,
  type NoteSignature,
  parseNote,
  parseSignatureLines,
} from "../note/note.ts";
import { openNote } from "../note/signature.ts";
import type { VerifierKey } from "../note/verifier-key.ts";
import { readBody } from "./bodies.ts";
import { FolderDisk } from "./folder-disk.ts";
import { WRITER_FOLDER } from "./layout.ts";
import { nodeSha256 } from "./sha256.ts";
import { originHash } from "./witness-state.ts";

const LONGEST_WAIT = 10_000;
const LARGEST_ANSWER = 16 * 1024;
const MOST_TRIES = 3;

export interface AskedWitness {
  /** Its submission prefix, e.g. "https://witness.example". */
  readonly url: string;
  readonly key: VerifierKey;
}

/**
 * The checkpoint note with a witness's line added. "network", "refused" (the witness does not know the log or its key),
 * "inconsistent" (it has seen what this log has not), "signature" (its answer does not verify).
 */
export async function askWitness(
  reader: LogReader,
  note: Uint8Array,
  witness: AskedWitness,
): Promise<Uint8Array> {
  const { text, signatures } = parseNote(note);
  const { size } = parseCheckpoint(text);
  let old = 0;
  for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
    const proof = await consistencyProof(old, size, tileTree(reader, size, nodeSha256));
    const { status, body } = await send(witness, `add-checkpoint`, {
      method: "POST",
      body: [`old ${old}`, ...proof.map(base64), "", fromUtf8(note)].join("\n"),
    });
    if (status === 200) {
      const line = await requireCosignature(text, body, witness.key);
      const others = signatures.filter(({ name, keyId }) => name !== line.name || keyId !== line.keyId);
      return formatNote({ text, signatures: [...others, line] });
    }
    if (status !== 409) throw refusal(status);
    old = fromDecimal(fromUtf8(body).replace(/\n$/, ""));
    if (old > size)
      throw new EvidenceError("inconsistent", `the witness has seen ${old} leaves, the log has ${size}`, {
        remedy:
          "Leaves were removed, or this is an old copy. Ask the witness for its checkpoint and keep it as evidence.",
      });
  }
  throw new EvidenceError("stale", "the witness named another size at every try", {
    remedy: "Another process may be asking it about the same log; try again.",
  });
}

/** The newest checkpoint of a log that a witness has cosigned, undefined where it has none. Verify it before use. */
export async function newestWitnessed(
  monitoringPrefix: string,
  origin: string,
): Promise<Uint8Array | undefined> {
  const path = `${originHash(origin)}/checkpoint`;
  const { status, body } = await send({ url: monitoringPrefix }, path, { method: "GET" }, LARGEST_NOTE);
  if (status === 404) return undefined;
  if (status !== 200) throw refusal(status);
  return body;
}

/** Keeps a cosigned checkpoint beside the log's own, durably, where verification finds it. */
export async function keepCosigned(folder: string, note: Uint8Array): Promise<void> {
  parseCheckpoint(parseNote(note).text);
  const disk = new FolderDisk(folder);
  const next = `${WRITER_FOLDER}/cosigned`;
  await disk.makeFolder(WRITER_FOLDER);
  await disk.write(next, note);
  await disk.sync(next);
  await disk.rename(next, COSIGNED_CHECKPOINT);
  await disk.sync("");
}

/** Only the line of the key that was asked is kept, and only if it verifies. */
async function requireCosignature(text: string, body: Uint8Array, key: VerifierKey): Promise<NoteSignature> {
  const lines = parseSignatureLines(fromUtf8(body));
  const line = lines.find(({ name, keyId }) => name === key.name && keyId === key.keyId);
  if (line === undefined)
    throw new EvidenceError("signature", "the witness answered without a line of its key");
  const { signed } = await openNote(formatNote({ text, signatures: [line] }), [key]);
  if (!signed[0]?.seconds) throw new EvidenceError("signature", "the witness signed without a time");
  return line;
}

async function send(
  { url }: Pick<AskedWitness, "url">,
  path: string,
  request: { readonly method: string; readonly body?: string },
  most: number = LARGEST_ANSWER,
): Promise<{ readonly status: number; readonly body: Uint8Array }> {
  try {
    const signal = AbortSignal.timeout(LONGEST_WAIT);
    const body = request.body === undefined ? null : utf8(request.body).slice();
    const answer = await fetch(`${url.replace(/\/$/, "")}/${path}`, {
      ...request,
      body,
      signal,
      redirect: "error",
    });
    const bytes = await readBody(answer.body, most);
    if (bytes === undefined)
      throw new EvidenceError("limit", `a witness's answer has more than ${most} bytes`);
    return { status: answer.status, body: bytes };
  } catch (cause) {
    if (cause instanceof EvidenceError) throw cause;
    throw new EvidenceError("network", "a witness cannot be reached", {
      cause,
      remedy: "Check its address and that it runs; the log goes on without it meanwhile.",
    });
  }
}

const REASONS: Readonly<Record<number, string>> = {
  400: "it does not understand the request",
  403: "it does not accept the log's signature",
  404: "it does not know the log",
  422: "it finds the log inconsistent with what it has seen",
};

function refusal(status: number): EvidenceError {
  const code = status === 422 ? "inconsistent" : status >= 500 ? "network" : "refused";
  return new EvidenceError(code, `a witness refused: ${REASONS[status] ?? `status ${status}`}`);
}
