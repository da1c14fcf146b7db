/** Every way in which Counterwatch refuses. Tests assert codes, people read messages. */
export type ErrorCode =
  | "usage"
  | "config"
  | "format-unknown"
  | "format-damaged"
  | "encoding"
  | "mapping"
  | "rule"
  | "key-file"
  | "not-found"
  | "unreadable"
  | "unwritable"
  | "evidence"
  /** An officer's share of the register is wrong, mixed up, or its passphrase is. */
  | "share"
  /** The sealed register or its covers are not as two officers signed them. */
  | "register"
  /** An older state stands where a newer one was seen. */
  | "rollback"
  /** A person asks for what their role, or the rule of two, does not allow. */
  | "refused"
  /** Somebody else was quicker. */
  | "conflict"
  | "unavailable"
  | "internal";

/** Where in a user's file something is wrong; line and column count from 1. */
export interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

export class CounterwatchError extends Error {
  override readonly name = "CounterwatchError";
  readonly code: ErrorCode;
  readonly place: Place;
  /** What the reader can do about it: one sentence. */
  readonly remedy: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    detail: { place?: Place; remedy?: string; cause?: unknown } = {},
  ) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.code = code;
    this.place = detail.place ?? {};
    this.remedy = detail.remedy;
  }
}

/** `file:12:3`, as compilers print it, so that editors can jump to it. */
export function printPlace({ file, line, column }: Place): string {
  return [file, line, column].filter((part) => part !== undefined).join(":");
}
