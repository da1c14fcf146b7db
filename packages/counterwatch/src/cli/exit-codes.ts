import type { ErrorCode } from "../model/index.ts";

export const EXIT = {
  clean: 0,
  findings: 1,
  usage: 2,
  badInput: 3,
  evidence: 4,
  unavailable: 5,
  internal: 70,
} as const;

export function exitCodeOf(code: ErrorCode): number {
  switch (code) {
    case "usage":
    case "config":
    // On a command line, roles that one person may not have together.
    case "refused":
      return EXIT.usage;
    case "evidence":
    case "register":
    case "rollback":
      return EXIT.evidence;
    case "unwritable":
    case "unavailable":
      return EXIT.unavailable;
    case "internal":
      return EXIT.internal;
    default:
      return EXIT.badInput;
  }
}
