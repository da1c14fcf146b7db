export type Strategy = "union" | "intersection" | "majority" | "minority" | "interleave";
export const STRATEGIES: Readonly<
  Record<Strategy, (holders: number, all: number, chance: number) => boolean>
>;
export function leakOf(
  words: readonly Uint8Array[],
  strategy: Strategy,
  random: () => number,
  kept?: number,
): Uint8Array;
export function simulationRandom(seed: number): {
  readonly number: () => number;
  readonly bytes: (length: number) => Uint8Array;
};
