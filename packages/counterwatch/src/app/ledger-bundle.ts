/**
 * `ledger bundle`: the look-ups of an incident with all that shows them to a court or an auditor, in one tar. And checking it.
 *
 * For leaf N: `leaves/N.json` the entry as the log has it, `proofs/N.tlog-proof`, `salts/N` (32 bytes), `events/N.json` (canonical
 * JSON). Beside them the findings, the checkpoints with the lines of witnesses, the verifier keys, and a README that needs nothing of ours.
 */
import { open, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import {
  COSIGNED_CHECKPOINT,
  EvidenceError,
  type Policy,
  type VerifiedBundle,
  type VerifierKey,
  verifyBundle,
} from "@counterwatch/evidence";
import { packTar } from "modern-tar";
import { CounterwatchError, type Finding } from "../model/index.ts";
import { fileTrouble } from "../store/file-trouble.ts";
import { onLedger } from "../store/ledger-trouble.ts";
import { BUNDLE_README } from "./ledger-bundle-readme.ts";
import { findKept, type KeptEvent, LedgerProver, verifierKeyLines } from "./ledger-events.ts";
import { readFindings } from "./findings-list.ts";

const MOST_EVENTS = 20_000;
const LARGEST_BUNDLE = 512 * 1024 * 1024;

export interface BundleRequest {
  readonly ledger: string;
  /** A findings.jsonl. */
  readonly findings: string;
  /** Of one finding; undefined: all of them. */
  readonly finding: string | undefined;
  /** tlog-policy that goes with it, so that the reader knows the witnesses. */
  readonly policy: string | undefined;
  /** POSIX milliseconds, for the files of the tar. */
  readonly now: number;
}

export interface Bundle {
  readonly tar: Uint8Array;
  readonly findings: number;
  readonly events: number;
  /** Ids that findings name and the ledger does not keep: never appended, or erased. */
  readonly missing: readonly string[];
}

/** Throws `not-found` where there is no such finding, `usage` where there are too many look-ups, `evidence`. */
export async function makeBundle(request: BundleRequest): Promise<Bundle> {
  return await bundleOf({ ...request, findings: await readIncident(request.findings, request.finding) });
}

export interface BundleContents extends Pick<BundleRequest, "ledger" | "policy" | "now"> {
  readonly findings: readonly Finding[];
  /** The look-ups that the findings name, where they were found already. */
  readonly kept?: readonly KeptEvent[];
}

/** Throws `usage` where there are too many look-ups, `evidence`. */
export async function bundleOf({ ledger, policy, now, findings, kept }: BundleContents): Promise<Bundle> {
  return await onLedger(ledger, async () => {
    const found = keptOf(findings, (ids) => kept ?? findKept(ledger, ids));
    const prover = await LedgerProver.open(
      ledger,
      found.map(({ leaf }) => leaf),
    );
    const files = new Map<string, Uint8Array | string>([
      ["README.md", BUNDLE_README],
      ["ledger.vkey", verifierKeyLines(ledger)],
      ["checkpoint", prover.newest],
      ["findings.jsonl", findings.map((finding) => `${JSON.stringify(finding)}\n`).join("")],
    ]);
    if (prover.note !== prover.newest) files.set(COSIGNED_CHECKPOINT, prover.note);
    if (policy !== undefined) files.set("witness-policy", await readFile(policy, "utf8"));
    for (const { leaf, salt, body } of found) {
      const { entry, proof } = await prover.prove(leaf);
      files.set(`leaves/${leaf}.json`, entry);
      files.set(`proofs/${leaf}.tlog-proof`, proof);
      files.set(`salts/${leaf}`, salt);
      files.set(`events/${leaf}.json`, body);
    }
    const known = new Set(found.map(({ id }) => id));
    const missing = [...new Set(findings.flatMap(({ events }) => events))].filter((id) => !known.has(id));
    files.set("missing.json", `${JSON.stringify(missing, undefined, 1)}\n`);
    const mtime = new Date(now);
    const tar = await packTar(
      [...files].map(([name, content]) => {
        const body = typeof content === "string" ? Buffer.from(content) : content;
        return { header: { name, size: body.length, mode: 0o644, mtime }, body: Uint8Array.from(body) };
      }),
    );
    return { tar, findings: findings.length, events: found.length, missing };
  });
}

async function readIncident(path: string, id: string | undefined): Promise<Finding[]> {
  const found: Finding[] = [];
  for await (const finding of readFindings(path, {}))
    if (id === undefined || finding.id === id) found.push(finding);
  if (found.length === 0)
    throw new CounterwatchError("not-found", "there is no such finding in this file", {
      place: { file: path },
      remedy: "List what there is with: counterwatch findings",
    });
  return found;
}

/**
 * An id may be another source's or another month's, too: then only look-ups within the finding's time are its own. Where it is one
 * look-up's alone its time does not matter, for a finding goes on growing after the look-up that completed it.
 */
function keptOf(
  findings: readonly Finding[],
  find: (ids: ReadonlySet<string>) => Iterable<KeptEvent>,
): KeptEvent[] {
  const spans = new Map<string, { since: string; time: string }[]>();
  for (const { events, since, time } of findings)
    for (const id of events) spans.set(id, [...(spans.get(id) ?? []), { since, time }]);
  if (spans.size > MOST_EVENTS)
    throw new CounterwatchError(
      "usage",
      `these findings name ${spans.size} look-ups, a bundle has at most ${MOST_EVENTS}`,
      {
        remedy: "Name one finding by its id.",
      },
    );
  const byId = new Map<string, KeptEvent[]>();
  for (const kept of find(new Set(spans.keys()))) byId.set(kept.id, [...(byId.get(kept.id) ?? []), kept]);
  const within = ({ id, time: at }: KeptEvent) =>
    spans.get(id)?.some(({ since, time }) => since <= at && at <= time) === true;
  return [...byId.values()]
    .flatMap((all) => (all.length === 1 || !all.some(within) ? all : all.filter(within)))
    .toSorted((a, b) => a.leaf - b.leaf);
}

/** Writes a new file, durably; throws `unwritable` where one is there. */
export async function writeBundle(path: string, tar: Uint8Array): Promise<void> {
  try {
    const file = await open(path, "wx", 0o600);
    try {
      await file.writeFile(tar);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw fileTrouble(cause, path, "unwritable");
  }
}

/** Throws `evidence` naming the first file that does not hold. */
export async function checkBundle(
  path: string,
  trusted: { readonly keys: readonly VerifierKey[]; readonly policy: Policy | undefined },
): Promise<VerifiedBundle> {
  let archive: Uint8Array;
  try {
    if ((await stat(path)).size > LARGEST_BUNDLE) throw new EvidenceError("limit", "the bundle is too large");
    archive = await readFile(path);
  } catch (cause) {
    if (cause instanceof EvidenceError) throw cause;
    throw fileTrouble(cause, path, "unreadable");
  }
  try {
    return await verifyBundle(archive, trusted);
  } catch (cause) {
    if (!(cause instanceof EvidenceError)) throw cause;
    const { file, ...place } = cause.place;
    throw new EvidenceError(
      cause.code,
      file === undefined ? "this is neither a ledger, a proof nor a bundle that is whole" : cause.message,
      {
        place: { ...place, file: file === undefined ? path : join(path, file) },
        remedy: cause.remedy,
        cause,
      },
    );
  }
}
