/**
 * What is said about an export before it is delivered, so that nobody can fit a word to a leak afterwards.
 *
 *   commitment = SHA-256("counterwatch/tracing-export/v1\n" ‖ salt ‖ JCS(body))
 *
 * The body names code, export, word and the delivered file's hash. Salt: 32 random bytes, kept with the word. Opening it
 * needs both, and shows the whole word of that one export.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { canonicalJson } from "../canonical-json.ts";
import { concat, hex, utf8 } from "../encoding.ts";
import { EvidenceError } from "../errors.ts";

const DOMAIN = utf8("counterwatch/tracing-export/v1\n");
const SALT_BYTES = 32;

export interface ExportBody {
  /** Hash of the code and of what makes its decoys. */
  readonly code: string;
  /** Number of the export, from 0. */
  readonly export: number;
  /** As `wordToHex` writes it; the decoy's number where the export has a single one. */
  readonly word: string;
  /** SHA-256 of the file as delivered, hex. */
  readonly file: string;
}

/** 64 hexadecimal digits. */
export function commitExport(salt: Uint8Array, body: ExportBody): string {
  if (salt.length !== SALT_BYTES) throw new EvidenceError("usage", "a salt has 32 bytes");
  return hex(sha256(concat(DOMAIN, salt, utf8(canonicalJson(body)))));
}
