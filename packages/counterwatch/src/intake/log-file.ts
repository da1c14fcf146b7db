/** A log as the intake sees it: bytes with a name. `store/` opens real ones, tests make them from text. */
export interface LogFile {
  /** The path as the user gave it, for places in dead letters and errors; `-` is stdin. */
  readonly name: string;
  /** Raw size in bytes; undefined where it cannot be known beforehand. */
  readonly size: number | undefined;
  /** False for stdin: `bytes` or `whole` may be called once. */
  readonly rereadable: boolean;
  /** Unpacked content from the beginning. Breaking off the loop closes the file. Throws `unreadable`, `format-damaged`. */
  bytes(): AsyncIterable<Uint8Array>;
  /** The whole unpacked content, for formats whose index stands at the end. Throws `format-damaged` where it is too large. */
  whole(): Promise<Uint8Array>;
  /** Random access to the unpacked content, where the file allows it. */
  readonly slice?: (from: number, to: number) => Promise<Uint8Array>;
  /** Raw bytes read so far in the last pass, for a progress bar. */
  readonly consumed: () => number;
}
