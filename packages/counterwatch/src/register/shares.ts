/**
 * The data key, split so that any two of three officers can put it together and one alone learns nothing.
 *
 * Specification: Shamir, "How to share a secret", CACM 22 (1979), over GF(2^8) byte by byte (shamir-secret-sharing). The key
 * is the text of an age identity. Check values are SHA-256 over a domain, the set, the place and the share (or the key):
 * shares are uniform bytes of full length, so a check value gives away nothing that could be tried out.
 * Limits: Shamir's shares carry no integrity of their own; whoever holds two shares holds the key.
 * Flow: `splitKey` at init; `combineKey` checks each share against its officer's check value, then the key against its own.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { combine, split } from "shamir-secret-sharing";
import { CounterwatchError } from "../model/index.ts";
import { OFFICERS } from "./cover.ts";

const NEEDED = 2;

export interface HeldShare {
  /** Whose, and which place among the officers (0, 1, 2). */
  readonly officer: string;
  readonly place: number;
  /** Of which splitting it says to be. */
  readonly set: string;
  readonly bytes: Uint8Array;
}

export interface ShareChecks {
  readonly set: string;
  readonly officers: readonly { readonly name: string; readonly share: string }[];
  readonly key: string;
}

/** Three shares, one byte longer than the key. */
export function splitKey(key: Uint8Array): Promise<Uint8Array[]> {
  return split(key, OFFICERS, NEEDED);
}

export function shareCheck(set: string, place: number, share: Uint8Array): string {
  return digest("share", set, place, share).toString("hex");
}

export function keyCheck(set: string, key: Uint8Array): string {
  return digest("key", set, NEEDED, key).toString("hex");
}

/** The data key; the caller wipes it. Throws `share`, naming the officer whose share is wrong, or `register`. */
export async function combineKey(held: readonly HeldShare[], checks: ShareChecks): Promise<Uint8Array> {
  for (const { officer, place, set, bytes } of held) {
    const expected = checks.officers[place];
    checkSplitting(officer, set, checks.set);
    if (expected?.name !== officer || !same(digest("share", set, place, bytes), expected.share))
      throw wrong(`the share of ${officer} is not the one that this register was sealed with`, SHARE_REMEDY);
  }
  if (new Set(held.map(({ place }) => place)).size < NEEDED)
    throw wrong("two officers are needed, and these are fewer", "Ask a second officer.");
  const key = await combine(held.map(({ bytes }) => Uint8Array.from(bytes)));
  if (same(digest("key", checks.set, NEEDED, key), checks.key)) return key;
  key.fill(0);
  throw new CounterwatchError("register", "the shares fit, and the key that they make does not", {
    remedy: "The register's cover was made wrongly: restore its folder from a backup.",
  });
}

/** Throws `share`, naming both splittings, where an officer's file was made for another one than the register's. */
export function checkSplitting(officer: string, held: string, needed: string): void {
  if (held === needed) return;
  const [theirs, ours] = [held, needed].map((set) => set.slice(0, 8));
  throw wrong(
    `the share of ${officer} belongs to splitting ${theirs} of the key, and this register is sealed to splitting ${ours}`,
    `The key was split anew since, or this version is an old one: use the officer's file of splitting ${ours}.`,
  );
}

const SHARE_REMEDY =
  "Use the file that was written for this officer and this register when its key was split.";

function wrong(message: string, remedy: string): CounterwatchError {
  return new CounterwatchError("share", message, { remedy });
}

function same(digest: Uint8Array, check: string): boolean {
  const expected = Buffer.from(check, "hex");
  return expected.length === digest.length && timingSafeEqual(expected, digest);
}

function digest(what: "share" | "key", set: string, place: number, bytes: Uint8Array): Buffer {
  return createHash("sha256")
    .update(`counterwatch/register-${what}/v1\n${set}\n${place}\n`)
    .update(bytes)
    .digest();
}
