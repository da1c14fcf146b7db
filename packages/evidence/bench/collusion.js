/**
 * How recipients may put their exports together. Each strategy is told, for one slot, how many of `all` hold its decoy (at
 * least one), and says whether the leak has it; `chance` is a number from 0 to 1.
 */
export const STRATEGIES = {
  /** Every row that anyone has. */
  union: () => true,
  /** Only rows that all have: what differs is a decoy, and they know it. */
  intersection: (holders, all) => holders === all,
  majority: (holders, all, chance) => 2 * holders > all || (2 * holders === all && chance < 0.5),
  /** Rows that few have, and those that all have, which they cannot tell from real ones. */
  minority: (holders, all, chance) =>
    holders === all || 2 * holders < all || (2 * holders === all && chance < 0.5),
  /** Each row as one of them, drawn at random, has it. */
  interleave: (holders, all, chance) => chance < holders / all,
};

/** `words` of the leakers; `kept` is the share of decoys that survive besides. Returns which slots stand in the leak. */
export function leakOf(words, strategy, random, kept = 1) {
  const decide = STRATEGIES[strategy];
  return Uint8Array.from(words[0], (_, slot) => {
    let holders = 0;
    for (const word of words) holders += word[slot];
    return holders > 0 && decide(holders, words.length, random()) && (kept === 1 || random() < kept) ? 1 : 0;
  });
}

/** xorshift128 (Marsaglia, J. Stat. Softw. 8, 2003): fast and repeatable; for simulation alone. */
export function simulationRandom(seed) {
  let [a, b, c, d] = [seed >>> 0 || 1, 362436069, 521288629, 88675123];
  const next = () => {
    const t = a ^ (a << 11);
    a = b;
    b = c;
    c = d;
    d = (d ^ (d >>> 19) ^ t ^ (t >>> 8)) >>> 0;
    return d;
  };
  for (let warm = 0; warm < 64; warm++) next();
  return {
    number: () => next() / 2 ** 32,
    bytes: (length) => {
      const words = new Uint32Array(Math.ceil(length / 4));
      for (let at = 0; at < words.length; at++) words[at] = next();
      return new Uint8Array(words.buffer, 0, length);
    },
  };
}
