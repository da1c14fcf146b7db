/**
 * Bytes and their text forms, strictly: a decoder accepts exactly what its encoder writes, so that no byte of a file can
 * be changed without being noticed. Everything here is pure and runs in browsers.
 */
import { EvidenceError } from "./errors.ts";

const LONE_SURROGATE = /\p{Surrogate}/u;
const encoder = new TextEncoder();
const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Refuses ("usage") lone surrogates, which UTF-8 cannot carry and TextEncoder silently replaces. */
export function utf8(text: string): Uint8Array {
  if (LONE_SURROGATE.test(text))
    throw new EvidenceError("usage", "a text has a lone surrogate and no UTF-8 form");
  return encoder.encode(text);
}

/** Refuses ("malformed") invalid UTF-8; keeps a byte order mark as the character that it is. */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return strictDecoder.decode(bytes);
  } catch (cause) {
    throw new EvidenceError("malformed", "a text is not valid UTF-8", { cause });
  }
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Lower case. */
export function hex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/** Lower case alone, two digits a byte; "malformed" otherwise. */
export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text))
    throw new EvidenceError("malformed", "a text is not lower-case hexadecimal");
  return Uint8Array.from({ length: text.length / 2 }, (_, at) =>
    Number.parseInt(text.slice(2 * at, 2 * at + 2), 16),
  );
}

/** RFC 4648 section 4, with padding. */
export function base64(bytes: Uint8Array): string {
  let binary = "";
  // In pieces: String.fromCharCode takes its arguments from the stack.
  for (let at = 0; at < bytes.length; at += 4096)
    binary += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return btoa(binary);
}

/** RFC 4648 section 4, canonical: padding required, unused bits zero, no white space; "malformed" otherwise. */
export function fromBase64(text: string): Uint8Array {
  let binary: string;
  try {
    binary = atob(text);
  } catch (cause) {
    throw new EvidenceError("malformed", "a text is not base64", { cause });
  }
  // atob forgives white space, missing padding and stray bits; a signature line that can be written in two ways can be
  // altered unseen.
  if (btoa(binary) !== text) throw new EvidenceError("malformed", "a text is not canonical base64");
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Takes the same time wherever the difference is, for secrets and public values alike. Lengths are not secret. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let at = 0; at < a.length; at++) difference |= (a[at] ?? 0) ^ (b[at] ?? 0);
  return difference === 0;
}

/** Big-endian, 8 bytes; whole numbers up to 2^53 - 1, "usage" otherwise. */
export function uint64(value: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new EvidenceError("usage", "a number is not a whole number from 0 to 2^53 - 1");
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

/** Of the 8 bytes at `at`; "limit" above 2^53 - 1, which no log of ours and no clock reaches. */
export function fromUint64(bytes: Uint8Array, at = 0): number {
  if (bytes.length < at + 8) throw new EvidenceError("malformed", "a number of 8 bytes is cut short");
  const value = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(at);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new EvidenceError("limit", "a number is above 2^53 - 1");
  return Number(value);
}

/** ASCII decimal without leading zeros, from 0 to 2^53 - 1; "malformed" otherwise. */
export function fromDecimal(text: string): number {
  const value = /^(0|[1-9]\d{0,15})$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value))
    throw new EvidenceError("malformed", "a number is not decimal without leading zeros, up to 2^53 - 1");
  return value;
}
