/**
 * A bundle: the look-ups of an incident with all that shows them to somebody who does not trust whoever hands it over.
 *
 * Specification: a tar archive. For leaf N `leaves/N.json` (the entry as the log has it), `proofs/N.tlog-proof` (C2SP tlog-proof),
 * `salts/N` (32 bytes), `events/N.json` (canonical JSON, RFC 8785); besides `findings.jsonl`, `checkpoint` and
 * `checkpoint.cosigned` (signed notes).
 * Limits: it shows that these look-ups are in the log as they stand here. What findings say of them, what the README says, and that
 * nothing was left out of the incident, are words of whoever made it; `missing` counts look-ups that findings name and the
 * bundle does not show.
 * Flow: `verifyBundle`, bytes in, what they show out; the first fault is thrown with the file's name.
 */
import { canonicalJson } from "../canonical-json.ts";
import { fromUtf8 } from "../encoding.ts";
import { EvidenceError } from "../errors.ts";
import { parseCheckpoint } from "../note/checkpoint.ts";
import type { Policy } from "../note/policy.ts";
import { openNote } from "../note/signature.ts";
import type { VerifierKey } from "../note/verifier-key.ts";
import { checkCommitment, decodeLeaf } from "./leaf.ts";
import { CHECKPOINT, COSIGNED_CHECKPOINT } from "./log-reader.ts";
import { verifyProofFile } from "./proof-file.ts";
import { readTar } from "./tar.ts";
import { requireLogSignature } from "./trust.ts";

export interface VerifiedBundle {
  readonly origin: string;
  /** Look-ups that are shown. */
  readonly events: number;
  /** Ids that the findings name and the bundle does not show. */
  readonly missing: number;
  /** Witnesses of the policy that cosigned every one. */
  readonly witnessed: readonly string[];
}

interface Trusted {
  /** Of the log: every one must have signed. */
  readonly keys: readonly VerifierKey[];
  readonly policy?: Policy | undefined;
}

/** "malformed", "missing", "signature", "witness", "proof", "commitment", with the file in the place. */
export async function verifyBundle(archive: Uint8Array, trusted: Trusted): Promise<VerifiedBundle> {
  const files = readTar(archive);
  const leaves = [...files.keys()].flatMap(
    (name) => /^(?:proofs|leaves|salts|events)\/(\d{1,16})(?:\.json|\.tlog-proof)?$/.exec(name)?.[1] ?? [],
  );
  if (leaves.length === 0) throw new EvidenceError("malformed", "the bundle shows no look-up");
  for (const name of [CHECKPOINT, COSIGNED_CHECKPOINT])
    if (files.has(name)) await within(name, () => checkNote(files, name, trusted.keys));
  const shown: ShownLeaf[] = [];
  for (const leaf of new Set(leaves))
    shown.push(await within(`proofs/${leaf}.tlog-proof`, () => checkLeaf(files, leaf, trusted)));
  const ids = new Set(shown.map(({ id }) => id));
  const named = await within("findings.jsonl", () => namedIn(files.get("findings.jsonl")));
  return {
    origin: shown[0]?.origin ?? "",
    events: shown.length,
    missing: [...named].filter((id) => !ids.has(id)).length,
    witnessed: (shown[0]?.witnessed ?? []).filter((name) =>
      shown.every(({ witnessed }) => witnessed.includes(name)),
    ),
  };
}

interface ShownLeaf {
  readonly id: string;
  readonly origin: string;
  readonly witnessed: readonly string[];
}

async function checkLeaf(
  files: ReadonlyMap<string, Uint8Array>,
  leaf: string,
  { keys, policy }: Trusted,
): Promise<ShownLeaf> {
  const entry = fileOf(files, `leaves/${leaf}.json`);
  const salt = fileOf(files, `salts/${leaf}`);
  const event = fromUtf8(fileOf(files, `events/${leaf}.json`));
  const { index, checkpoint, witnessed } = await verifyProofFile(fileOf(files, `proofs/${leaf}.tlog-proof`), {
    entry,
    keys,
    ...(policy !== undefined && { policy }),
  });
  if (String(index) !== leaf)
    throw new EvidenceError("proof", "a proof is of another leaf than its name says");
  const body = parse(event, "a look-up is not JSON") as { id?: unknown };
  // The commitment is to these bytes, which have one spelling.
  if (canonicalJson(body) !== event) throw new EvidenceError("commitment", "a look-up is not canonical JSON");
  checkCommitment(decodeLeaf(entry), salt, body);
  return { id: String(body.id), origin: checkpoint.origin, witnessed: witnessed.map(({ name }) => name) };
}

async function checkNote(
  files: ReadonlyMap<string, Uint8Array>,
  name: string,
  keys: readonly VerifierKey[],
): Promise<void> {
  const note = await openNote(fileOf(files, name), keys);
  requireLogSignature(note, parseCheckpoint(note.text), keys);
}

function namedIn(findings: Uint8Array | undefined): Set<string> {
  const named = new Set<string>();
  for (const line of fromUtf8(findings ?? new Uint8Array(0)).split("\n")) {
    if (line === "") continue;
    const { events } = parse(line, "a finding is not JSON") as { events?: unknown };
    if (!Array.isArray(events)) throw new EvidenceError("malformed", "a finding names no look-ups");
    for (const id of events) named.add(String(id));
  }
  return named;
}

function fileOf(files: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const bytes = files.get(name);
  if (bytes === undefined) throw new EvidenceError("missing", `the bundle lacks ${name}`);
  return bytes;
}

function parse(text: string, trouble: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value === "object" && value !== null) return value;
  throw new EvidenceError("malformed", trouble);
}

async function within<T>(file: string, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    if (!(cause instanceof EvidenceError)) throw cause;
    const leaf = /\/(\d+)\./.exec(file)?.[1];
    throw new EvidenceError(cause.code, cause.message, {
      place: { file, ...(leaf !== undefined && { leaf: Number(leaf) }) },
      remedy: cause.remedy,
      cause,
    });
  }
}
