/** What the evidence package refuses, in the words and with the exit codes of the command line. */
import { EvidenceError } from "@counterwatch/evidence";
import { CounterwatchError, type ErrorCode } from "../model/index.ts";

const CODES: Partial<Record<EvidenceError["code"], ErrorCode>> = {
  usage: "usage",
  malformed: "evidence",
  proof: "evidence",
  quota: "config",
};

/** Anything else passes as it is. */
export function inOurWords(error: unknown): unknown {
  if (!(error instanceof EvidenceError)) return error;
  const code = CODES[error.code];
  if (code === undefined) return error;
  return new CounterwatchError(code, error.message, {
    ...(error.remedy !== undefined && { remedy: error.remedy }),
    cause: error,
  });
}
