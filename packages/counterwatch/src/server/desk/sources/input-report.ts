/** How the ways in besides HTTP go. */
export interface InputState {
  readonly source: string;
  readonly kind: "tail" | "syslog-tcp" | "syslog-tls" | "syslog-udp";
  /** The file or folder that is followed, or the address that is listened at. */
  readonly place: string;
  /** What is wrong, and what to do; undefined: it works. */
  readonly trouble: string | undefined;
  /** RFC 3339: since when it fails; undefined: it works, or a part of it does. */
  readonly since: string | undefined;
  /** Since the server began: look-ups that are in the ledger, rows among the dead letters, messages that were dropped. */
  readonly taken: number;
  readonly rejected: number;
  readonly dropped: number;
}

/** Dead letters whose rows were read again. */
export interface Replayed {
  /** In the ledger now. */
  readonly replayed: number;
  /** They still cannot be read. */
  readonly rejected: number;
  /** Their files are gone, or not followed any more. */
  readonly gone: number;
  /** For the next time. */
  readonly left: number;
}

export interface InputOffice {
  states(): readonly InputState[];
  /** `source`: undefined for all. */
  replay(source: string | undefined): Promise<Replayed>;
}
