/** The signed states of a log that a verification starts from: the current one, the newest cosigned one, and older ones. */
import { EvidenceError } from "../errors.ts";
import { type Checkpoint, parseCheckpoint } from "../note/checkpoint.ts";
import { LARGEST_NOTE } from "../note/note.ts";
import { type Policy, quorumMet } from "../note/policy.ts";
import { type OpenedNote, openNote } from "../note/signature.ts";
import type { VerifierKey } from "../note/verifier-key.ts";
import { COSIGNED_CHECKPOINT, type LogReader, readCheckpoint } from "./log-reader.ts";
import { requireLogSignature, requireQuorum, type WitnessedBy, witnessesOf } from "./trust.ts";

export interface KnownState {
  readonly checkpoint: Checkpoint;
  readonly note: OpenedNote;
  /** "checkpoint" or "cosigned checkpoint", for messages. */
  readonly what: string;
}

export interface KnownStates {
  readonly current: KnownState;
  /** By size, ascending; each has at most the current size. */
  readonly older: readonly KnownState[];
  readonly witnessed: { readonly size: number; readonly by: readonly WitnessedBy[] } | undefined;
}

/** "signature", "malformed", "witness"; "inconsistent" where a state is larger than the current one or of another log. */
export async function openStates(
  reader: LogReader,
  trusted: {
    readonly keys: readonly VerifierKey[];
    readonly policy?: Policy | undefined;
    readonly older?: readonly Uint8Array[];
  },
): Promise<KnownStates> {
  const { keys, policy } = trusted;
  const all = [...keys, ...(policy?.witnesses ?? []).map(({ key }) => key)];
  const open = async (bytes: Uint8Array, what: string): Promise<KnownState> => {
    const note = await openNote(bytes, all);
    return { note, checkpoint: parseCheckpoint(note.text), what };
  };

  const current = await open(await readCheckpoint(reader), "checkpoint");
  requireLogSignature(current.note, current.checkpoint, keys);
  const cosignedBytes = await reader.read(COSIGNED_CHECKPOINT, LARGEST_NOTE);
  const cosigned = cosignedBytes === undefined ? undefined : await open(cosignedBytes, "cosigned checkpoint");
  if (cosigned !== undefined) requireLogSignature(cosigned.note, cosigned.checkpoint, keys);

  const handed: KnownState[] = [];
  for (const bytes of trusted.older ?? []) handed.push(await open(bytes, "older checkpoint"));
  const older = [...(cosigned === undefined ? [] : [cosigned]), ...handed];
  for (const { checkpoint, what } of older) requireGrowth(current.checkpoint, checkpoint, what);
  older.sort((a, b) => a.checkpoint.size - b.checkpoint.size);
  return { current, older, witnessed: largestWitnessed([...older, current], policy) };
}

function requireGrowth(current: Checkpoint, older: Checkpoint, what: string): void {
  if (older.origin !== current.origin)
    throw new EvidenceError("inconsistent", `the ${what} is of another log`);
  if (older.size > current.size)
    throw new EvidenceError(
      "inconsistent",
      `the log was rolled back: the ${what} has ${older.size} leaves, the log ${current.size}`,
      { remedy: "Keep the larger checkpoint: it proves that leaves were removed." },
    );
}

function largestWitnessed(
  states: readonly KnownState[],
  policy: Policy | undefined,
): KnownStates["witnessed"] {
  if (policy?.quorum === undefined) return undefined;
  const met = states.filter(({ note }) =>
    quorumMet(policy, new Set(witnessesOf(note, policy).map(({ key }) => key))),
  );
  const largest = met.at(-1) ?? (states.at(-1) as KnownState);
  // Throws where none met the quorum.
  return { size: largest.checkpoint.size, by: requireQuorum(largest.note, policy) };
}
