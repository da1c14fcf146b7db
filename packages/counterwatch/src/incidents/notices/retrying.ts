/** When to try again: exponential back-off with jitter, 28 to 56 hours in all. */
const FIRST = 5000;
const FACTOR = 4;
const LONGEST = 12 * 3_600_000;
/** Tries of one notice. */
export const MOST_TRIES = 12;

/**
 * Milliseconds until the try after `tries` that failed: 5 s · 4^(tries − 1), at most twelve hours, of which a random half is taken off, so that
 * what failed together does not come back together. `random`: 0 ≤ x < 1. `asked`: what the other side asked for, in milliseconds; it is
 * given at least that, within the same bound.
 */
export function waitAfter(tries: number, random: number, asked = 0): number {
  const whole = Math.min(LONGEST, FIRST * FACTOR ** (tries - 1));
  return Math.round(Math.min(LONGEST, Math.max(asked, whole * (1 - random / 2))));
}
