/**
 * Verification of a whole log from what a reader returns: C2SP tlog-tiles under a tlog-checkpoint, with tlog-cosignature and
 * tlog-policy for witnesses.
 *
 * Limits: `limits.ts` says what this cannot show; the result always carries those sentences.
 * Flow: 1. signatures of the checkpoint; 2. checkpoints seen before, which must be of the same log and not larger; 3. every
 * entry is hashed, compared with its level-0 tile, read as a leaf and put into the tree; every higher tile is compared byte
 * for byte as the tree completes it; 4. the tree's root must be the signed one, and at each older size the older one;
 * 5. files that should not be there. Memory is that of the tree's edge, whatever the size.
 * An error names the first bad tile or leaf.
 */
import { equalBytes } from "../encoding.ts";
import { EvidenceError, type EvidencePlace } from "../errors.ts";
import { checkInclusion, inclusionProof } from "../merkle/proofs.ts";
import { type HashTile, RightEdge } from "../merkle/right-edge.ts";
import { hashIn, TILE_WIDTH, tilePath } from "../merkle/tiles.ts";
import { leafHash, type Sha256, sha256 } from "../merkle/tree-hash.ts";
import type { Checkpoint } from "../note/checkpoint.ts";
import type { Policy } from "../note/policy.ts";
import type { Signed } from "../note/signature.ts";
import type { VerifierKey } from "../note/verifier-key.ts";
import { decodeLeaf, type Leaf } from "./leaf.ts";
import { type Limit, limitsOf } from "./limits.ts";
import { type LogReader, readBundle, readHashTile, tilesAt } from "./log-reader.ts";
import { type KnownState, openStates } from "./known-states.ts";
import { SourceSequences } from "./source-sequences.ts";
import { countBeyond } from "./strays.ts";
import { tileTree } from "./tile-tree.ts";
import type { WitnessedBy } from "./trust.ts";

export interface VerificationOptions {
  /** Of the log: each must have signed. */
  readonly keys: readonly VerifierKey[];
  /** Which witnesses must have seen the log, now or at an older size. */
  readonly policy?: Policy | undefined;
  /** Checkpoint notes of this log that were kept from earlier; each must be signed by the log or a witness of the policy. */
  readonly older?: readonly Uint8Array[];
  /** "any": entries are not ours and are not read. */
  readonly entries?: "leaves" | "any";
  readonly sha256?: Sha256;
  /** Called as bundles are checked. */
  readonly progress?: (leaves: number, of: number) => void;
  /** Called with every leaf, before the root is known to be the signed one. */
  readonly visit?: (leaf: Leaf, index: number) => void;
}

export interface Verification {
  readonly checkpoint: Checkpoint;
  readonly signed: readonly Signed[];
  /** Signature lines by keys that were not given. */
  readonly unknownSignatures: number;
  /** Leaves by source. */
  readonly sources: ReadonlyMap<string, number>;
  /** Sizes of older checkpoints with which the log agrees, ascending. */
  readonly agrees: readonly number[];
  /** The largest size that the policy's witnesses cosigned. */
  readonly witnessed: { readonly size: number; readonly by: readonly WitnessedBy[] } | undefined;
  readonly limits: readonly Limit[];
}

/**
 * Throws `EvidenceError` with the place of the first fault: "signature", "witness", "tree" (a tile, a bundle or the root),
 * "missing", "malformed" (a leaf), "sequence", "inconsistent" (history was rewritten or rolled back), "limit"; and what the
 * reader throws ("disk", "network").
 */
export async function verifyLog(reader: LogReader, options: VerificationOptions): Promise<Verification> {
  const states = await openStates(reader, options);
  const { checkpoint, note } = states.current;
  const scan = new Scan(reader, checkpoint, options, states.older);
  await scan.run();
  const beyond = await countBeyond(reader, checkpoint.size);
  const agrees = states.older.map(({ checkpoint: { size } }) => size);
  return {
    checkpoint,
    signed: note.signed,
    unknownSignatures: note.unknown,
    sources: scan.sources.counts(),
    agrees,
    witnessed: states.witnessed,
    limits: limitsOf({
      size: checkpoint.size,
      agreedTo: agrees.at(-1) ?? 0,
      witnessedTo: options.policy?.quorum === undefined ? undefined : (states.witnessed?.size ?? 0),
      leavesRead: options.entries !== "any",
      beyond,
    }),
  };
}

class Scan {
  readonly sources = new SourceSequences();
  readonly #reader: LogReader;
  readonly #checkpoint: Checkpoint;
  readonly #options: VerificationOptions;
  readonly #older: KnownState[];
  readonly #hash: Sha256;
  readonly #edge: RightEdge;
  /** The first fault of a kind that must wait for the root: if the tree is not the signed one, that is the graver news. */
  #first: EvidenceError | undefined;

  constructor(
    reader: LogReader,
    checkpoint: Checkpoint,
    options: VerificationOptions,
    older: readonly KnownState[],
  ) {
    this.#reader = reader;
    this.#checkpoint = checkpoint;
    this.#options = options;
    this.#older = [...older];
    this.#hash = options.sha256 ?? sha256;
    this.#edge = new RightEdge(this.#hash);
  }

  async run(): Promise<void> {
    const { size, root } = this.#checkpoint;
    this.#compareOlder();
    for (let bundle = 0; bundle < tilesAt(0, size); bundle++) await this.#bundle(bundle);
    for (const tile of this.#edge.partials()) if (tile.level > 0) await this.#higherTile(tile);
    if (this.#higher !== undefined && !equalBytes(this.#edge.root(), root)) throw this.#higher.below;
    if (!equalBytes(this.#edge.root(), root))
      throw new EvidenceError(
        "tree",
        "entries and tiles agree, but their tree is not the one that was signed",
        {
          remedy: "The checkpoint, or all tiles together, were replaced.",
        },
      );
    if (this.#higher !== undefined) throw this.#higher.itself;
    if (this.#first !== undefined) throw this.#first;
  }

  async #bundle(index: number): Promise<void> {
    const { size } = this.#checkpoint;
    const bundle = await readBundle(this.#reader, index, size);
    const tile = await readHashTile(this.#reader, 0, index, size);
    const leaves = bundle.entries.map((entry) => leafHash(entry, this.#hash));
    const differs = leaves.findIndex((leaf, at) => !equalBytes(leaf, hashIn(tile.hashes, at)));
    if (differs >= 0)
      throw await this.#blame({
        leaf: index * TILE_WIDTH + differs,
        entry: leaves[differs] as Uint8Array,
        bundle: bundle.path,
        hash: hashIn(tile.hashes, differs),
        tile: tile.path,
      });
    const completed: HashTile[] = [];
    for (const [at, leaf] of leaves.entries()) {
      this.#read(bundle.entries[at] as Uint8Array, { leaf: index * TILE_WIDTH + at, tile: bundle.path });
      this.#edge.append(leaf, (full) => completed.push(full));
      this.#compareOlder();
    }
    for (const full of completed) if (full.level > 0) await this.#higherTile(full);
    this.#options.progress?.(this.#edge.size, size);
  }

  #read(entry: Uint8Array, place: EvidencePlace & { readonly leaf: number }): void {
    if (this.#options.entries === "any" || this.#first !== undefined) return;
    try {
      const leaf = decodeLeaf(entry);
      this.sources.take(leaf, place.leaf);
      this.#options.visit?.(leaf, place.leaf);
    } catch (cause) {
      if (!(cause instanceof EvidenceError)) throw cause;
      this.#first = new EvidenceError(cause.code, cause.message, { place, cause });
    }
  }

  #compareOlder(): void {
    const { size } = this.#edge;
    for (let next = this.#older[0]; next?.checkpoint.size === size; next = this.#older[0]) {
      this.#older.shift();
      if (!equalBytes(this.#edge.root(), next.checkpoint.root))
        this.#first ??= new EvidenceError(
          "inconsistent",
          `history was rewritten: the first ${size} leaves are not those of the ${next.what} of that size`,
          {
            remedy:
              "Keep both checkpoints: together they prove that the log's operator signed two histories.",
          },
        );
    }
  }

  #higher: { readonly itself: EvidenceError; readonly below: EvidenceError } | undefined;

  /** Compares a tile above level 0 with the tree of the entries; which of the two is wrong, the root tells at the end. */
  async #higherTile({ level, index, hashes }: HashTile): Promise<void> {
    const tile = await readHashTile(this.#reader, level, index, this.#checkpoint.size);
    if (this.#higher !== undefined || equalBytes(tile.hashes, hashes)) return;
    const count = hashes.length / 32;
    let at = 0;
    while (at < count && equalBytes(hashIn(hashes, at), hashIn(tile.hashes, at))) at += 1;
    const below = tilePath({ level: level - 1, index: index * TILE_WIDTH + at, width: TILE_WIDTH });
    const leaf = (index * TILE_WIDTH + at) * TILE_WIDTH ** level;
    this.#higher = {
      itself: new EvidenceError("tree", `a tile differs from the signed tree in its hash ${at}`, {
        place: { tile: tile.path, leaf },
      }),
      below: new EvidenceError("tree", "entries and hashes of a tile were replaced together", {
        place: { tile: below, leaf },
      }),
    };
  }

  /** Entry and tile say different things of one leaf: the signed root tells which is true. */
  async #blame(fault: {
    readonly leaf: number;
    readonly entry: Uint8Array;
    readonly bundle: string;
    readonly hash: Uint8Array;
    readonly tile: string;
  }): Promise<EvidenceError> {
    const { leaf } = fault;
    if (await this.#isSigned(leaf, fault.hash))
      return new EvidenceError("tree", `entry ${leaf} is not what was signed`, {
        place: { tile: fault.bundle, leaf },
      });
    if (await this.#isSigned(leaf, fault.entry))
      return new EvidenceError("tree", `the hash of entry ${leaf} is not what was signed`, {
        place: { tile: fault.tile, leaf },
      });
    return new EvidenceError(
      "tree",
      `entry ${leaf} and its hash differ, and neither leads to the signed root`,
      {
        place: { tile: fault.tile, leaf },
      },
    );
  }

  async #isSigned(index: number, leaf: Uint8Array): Promise<boolean> {
    const { size, root } = this.#checkpoint;
    try {
      const proof = await inclusionProof(index, size, tileTree(this.#reader, size, this.#hash));
      checkInclusion({ index, size, leaf, root, proof }, this.#hash);
      return true;
    } catch (cause) {
      // A missing or damaged tile on the way shows nothing either way; a disk or network that fails is no verdict.
      if (cause instanceof EvidenceError && ["proof", "tree", "missing"].includes(cause.code)) return false;
      throw cause;
    }
  }
}
