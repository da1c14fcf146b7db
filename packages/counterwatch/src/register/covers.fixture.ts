/** Covers of a register, signed by officers whose keys are known, for tests. */
import {
  type Cover,
  coverHash,
  coverLine,
  firstPrevious,
  publicKeyOf,
  signCover,
  type UnsignedCover,
} from "./cover.ts";

export const SEEDS = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte));
export const NAMES = ["alice", "bruno", "carla"];

/** One version, signed by the officers at `signers`. */
export function cover(
  version: number,
  previous: string,
  signers = [0, 1],
  change: Partial<UnsignedCover> = {},
): Cover {
  const unsigned = {
    format: "counterwatch-register/v1" as const,
    register: "ab".repeat(16),
    version,
    previous,
    time: "2026-01-01T00:00:00.000Z",
    ledger: true,
    officers: NAMES.map((name, at) => ({
      name,
      key: publicKeyOf(SEEDS[at] as Uint8Array),
      share: `${at}`.repeat(64),
    })),
    set: "cd".repeat(16),
    key: "ef".repeat(32),
    recipient: `age1${"q".repeat(58)}`,
    sealed: "12".repeat(32),
    bytes: 100,
    edits: [],
    ...change,
  };
  const signatures = signers.map((at) => ({
    officer: NAMES[at] as string,
    signature: signCover(unsigned, SEEDS[at] as Uint8Array),
  }));
  return { ...unsigned, signatures };
}

/** The covers of a register that was sealed so many times. */
export function chainOf(count: number): string {
  let text = "";
  let previous = firstPrevious();
  for (let version = 0; version < count; version++) {
    const line = coverLine(cover(version, previous));
    text += `${line}\n`;
    previous = coverHash(line);
  }
  return text;
}
