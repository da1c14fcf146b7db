const Z = 1.959964;

/** Wilson 1927: score interval (95 %) of a binomial share. `trials` of at least one. */
export function wilson(successes: number, trials: number): readonly [low: number, high: number] {
  const share = successes / trials;
  const z2 = Z * Z;
  const middle = share + z2 / (2 * trials);
  const half = Z * Math.sqrt((share * (1 - share) + z2 / (4 * trials)) / trials);
  const whole = 1 + z2 / trials;
  return [Math.max(0, (middle - half) / whole), Math.min(1, (middle + half) / whole)];
}
