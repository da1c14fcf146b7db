/**
 * A witness: it cosigns a log's checkpoint when it is consistent with the one before (C2SP tlog-witness, add-checkpoint and
 * the monitor's checkpoint; sign-subtree is optional and left out).
 *
 * Limits: logs and their keys are configured; a body has at most 256 KiB + 8 kB. There is no authentication beyond the log's
 * signature, as the specification has it.
 * Flow: parse (400), origin known (404), log's signature (403), old size not above the new one (400), old size is ours (409 with
 * ours), tree consistent (422); sign; make durable; answer.
 */
import { equalBytes, fromBase64, fromDecimal, fromUtf8, utf8 } from "../encoding.ts";
import { EvidenceError } from "../errors.ts";
import { checkConsistency } from "../merkle/proofs.ts";
import { emptyRoot } from "../merkle/tree-hash.ts";
import { type Checkpoint, parseCheckpoint } from "../note/checkpoint.ts";
import { formatNote, formatSignatureLines, LARGEST_NOTE, parseNote } from "../note/note.ts";
import { type OpenedNote, openNote, type Signer, signText } from "../note/signature.ts";
import { ED25519, type VerifierKey } from "../note/verifier-key.ts";
import { readBody } from "./bodies.ts";
import type { Disk } from "./disk.ts";
import { FolderDisk } from "./folder-disk.ts";
import { originHash, type Witnessed, WitnessState } from "./witness-state.ts";

const MOST_PROOF_LINES = 63;
const LARGEST_REQUEST = LARGEST_NOTE + 8192;

export interface WitnessOptions {
  /** Keys of cosignature types (4, 6); the answer has a line of each. */
  readonly signers: readonly Signer[];
  /** Keys of the logs that are witnessed; a key's name is its log's origin. */
  readonly logs: readonly VerifierKey[];
  /** POSIX milliseconds. */
  readonly clock: () => number;
  /** Path before `/add-checkpoint`, e.g. "/witness"; default none. */
  readonly prefix?: string;
  readonly disk?: Disk;
}

export interface Witness {
  readonly handle: (request: Request) => Promise<Response>;
  readonly close: () => Promise<void>;
}

/** A witness whose state is in a folder, for this process alone ("locked"). */
export async function openWitness(folder: string, options: WitnessOptions): Promise<Witness> {
  if (options.signers.length === 0 || options.signers.some(({ key }) => key.type === ED25519))
    throw new EvidenceError("key", "a witness signs with keys of type 4 or 6, at least one");
  const disk = options.disk ?? new FolderDisk(folder);
  await disk.makeFolder("");
  const release = await disk.lock("");
  const state = new WitnessState(
    disk,
    options.signers.map(({ key }) => key),
  );
  return { handle: (request) => handle(request, options, state), close: release };
}

async function handle(request: Request, options: WitnessOptions, state: WitnessState): Promise<Response> {
  const { pathname } = new URL(request.url);
  const prefix = options.prefix ?? "";
  const path = pathname.startsWith(`${prefix}/`) ? pathname.slice(prefix.length) : "";
  try {
    if (path === "/add-checkpoint")
      return request.method === "POST"
        ? await addCheckpoint(request, options, state)
        : refuse(405, "use POST");
    const monitored = /^\/([0-9a-f]{64})\/checkpoint$/.exec(path)?.[1];
    if (monitored !== undefined && options.logs.some(({ name }) => originHash(name) === monitored))
      return request.method === "GET" ? await newest(monitored, state) : refuse(405, "use GET");
    return refuse(404, "there is nothing at this address");
  } catch (cause) {
    if (cause instanceof Refusal) return cause.response;
    // What is not the asker's fault is not described to the asker.
    return refuse(500, "the witness cannot keep its state");
  }
}

async function newest(hash: string, state: WitnessState): Promise<Response> {
  const found = await state.readByHash(hash);
  if (found === undefined) return refuse(404, "no checkpoint of this log was cosigned yet");
  return new Response(found.note.slice(), {
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-cache" },
  });
}

async function addCheckpoint(
  request: Request,
  options: WitnessOptions,
  state: WitnessState,
): Promise<Response> {
  const body = await readBody(request.body, LARGEST_REQUEST);
  if (body === undefined) throw new Refusal(413, "the request is too long");
  const { old, proof, note } = parseRequest(body);
  const opened = await openAsked(note, options.logs);
  const asked = parseCheckpoint(opened.text);
  if (old > asked.size) throw new Refusal(400, "the old size is above the checkpoint's");
  let lines = "";
  await state.advance(asked.origin, async (before) => {
    requireConsistent(before, { old, proof, asked });
    const cosignatures = cosign(opened.text, options);
    lines = formatSignatureLines(cosignatures);
    const ofLog = opened.signatures.filter(({ name, keyId }) =>
      opened.signed.some(({ key }) => key.name === name && key.keyId === keyId),
    );
    return formatNote({ text: opened.text, signatures: [...ofLog, ...cosignatures] });
  });
  return new Response(lines, { headers: { "content-type": "text/plain; charset=utf-8" } });
}

function cosign(text: string, { signers, clock }: WitnessOptions) {
  const seconds = Math.floor(clock() / 1000);
  if (!(seconds > 0)) throw new EvidenceError("usage", "a cosignature needs a time after 1970");
  return signers.map((signer) => signText(text, signer, seconds));
}

function parseRequest(body: Uint8Array): { old: number; proof: readonly Uint8Array[]; note: Uint8Array } {
  try {
    const text = fromUtf8(body);
    const split = text.indexOf("\n\n");
    const [first = "", ...lines] = text.slice(0, split).split("\n");
    if (split < 0 || !first.startsWith("old ") || lines.length > MOST_PROOF_LINES)
      throw new EvidenceError("malformed", "a request is not old size, proof and checkpoint");
    const note = utf8(text.slice(split + 2));
    parseCheckpoint(parseNote(note).text);
    return { old: fromDecimal(first.slice(4)), proof: lines.map(requireHash), note };
  } catch (cause) {
    if (cause instanceof EvidenceError) throw new Refusal(400, cause.message);
    throw cause;
  }
}

function requireHash(line: string): Uint8Array {
  const hash = fromBase64(line);
  if (hash.length !== 32) throw new EvidenceError("malformed", "a proof has a hash that is not 32 bytes");
  return hash;
}

async function openAsked(note: Uint8Array, logs: readonly VerifierKey[]): Promise<OpenedNote> {
  const { origin } = parseCheckpoint(parseNote(note).text);
  const keys = logs.filter(({ name }) => name === origin);
  if (keys.length === 0) throw new Refusal(404, "this log is not witnessed here");
  try {
    return await openNote(note, keys);
  } catch (cause) {
    if (cause instanceof EvidenceError)
      throw new Refusal(403, "the checkpoint has no good signature of its log");
    throw cause;
  }
}

function requireConsistent(
  before: Witnessed | undefined,
  { old, proof, asked }: { old: number; proof: readonly Uint8Array[]; asked: Checkpoint },
): void {
  const size = before?.checkpoint.size ?? 0;
  if (old !== size) throw new Refusal(409, `${size}\n`, "text/x.tlog.size");
  const bad = () =>
    new Refusal(422, "the checkpoint is not consistent with the one that was cosigned before");
  if (asked.size === 0 && !equalBytes(asked.root, emptyRoot())) throw bad();
  if (old === 0) {
    if (proof.length > 0) throw bad();
    return;
  }
  const oldRoot = before?.checkpoint.root ?? emptyRoot();
  try {
    checkConsistency({ oldSize: old, oldRoot, newSize: asked.size, newRoot: asked.root, proof });
  } catch (cause) {
    if (cause instanceof EvidenceError) throw bad();
    throw cause;
  }
}

/** An answer that ends a request. */
class Refusal extends Error {
  readonly response: Response;

  constructor(status: number, text: string, type?: string) {
    super(text);
    this.response = refuse(status, text, type);
  }
}

function refuse(status: number, text: string, type = "text/plain; charset=utf-8"): Response {
  const headers = { "content-type": type, "x-content-type-options": "nosniff" };
  return new Response(text.endsWith("\n") ? text : `${text}\n`, { status, headers });
}
