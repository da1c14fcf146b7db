/** Every way in which this package refuses. Tests assert codes, people read messages. */
export type EvidenceErrorCode =
  /** The caller broke a contract: a length, a range, an order of calls. */
  | "usage"
  /** Bytes are not of the format that they claim. */
  | "malformed"
  /** Input is larger than this package reads. */
  | "limit"
  /** A key or a key file is not usable. */
  | "key"
  /** No trusted signature, or one that does not verify. */
  | "signature"
  /** A Merkle or DLEQ proof does not prove what it claims. */
  | "proof"
  /** A tile, a bundle or a root differs from what the signed tree demands. */
  | "tree"
  /** A source's sequence has a gap or repeats. */
  | "sequence"
  /** The witnesses that the policy demands have not cosigned. */
  | "witness"
  /** Two signed states of one log exclude each other: history was rewritten or rolled back. */
  | "inconsistent"
  /** What was committed to and what was handed over differ. */
  | "commitment"
  /** A file or resource that must exist is absent. */
  | "missing"
  /** Another process holds the log. */
  | "locked"
  | "disk-full"
  | "read-only"
  /** The disk refused for another reason; nothing was acknowledged, a retry may succeed. */
  | "disk"
  /** It is no longer known what is on disk: everything is refused until the log is opened again. */
  | "fatal"
  | "closed"
  /** A peer could not be reached or answered nonsense. */
  | "network"
  /** A peer is at another size or epoch than the request says. */
  | "stale"
  /** A peer understood and refused. */
  | "refused"
  /** A step of a protocol came out of its order or with other parameters than agreed. */
  | "protocol"
  /** The agreed number is used up or not met. */
  | "quota";

/** Where something is wrong. `leaf` counts from 0 over the log, `line` from 1 in a file. */
export interface EvidencePlace {
  readonly file?: string;
  /** Path of a tile or entry bundle inside the log, as tlog-tiles writes it. */
  readonly tile?: string;
  readonly leaf?: number;
  readonly line?: number;
}

/** Messages never carry what was committed to, nor a key. */
export class EvidenceError extends Error {
  override readonly name = "EvidenceError";
  readonly code: EvidenceErrorCode;
  readonly place: EvidencePlace;
  /** What the reader can do about it: one sentence. */
  readonly remedy: string | undefined;

  constructor(
    code: EvidenceErrorCode,
    message: string,
    detail: {
      readonly place?: EvidencePlace | undefined;
      readonly remedy?: string | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.code = code;
    this.place = detail.place ?? {};
    this.remedy = detail.remedy;
  }
}
