/**
 * exp(−x) and ln(x) of rationals as integers in units of 2^−256, for what is said about the noise: intervals, and the conversion of
 * zero-concentrated privacy. The noise itself is drawn without them.
 *
 * Limits: `expMinus` is off by less than 2^−200, `lnAbove` is at most 2^−200 too large and never too small (fixed-point.test.ts
 * compares both with known digits). Flow: halve the argument until its series is short, then square (exp); take out powers of two and
 * sum 2·artanh((m − 1)/(m + 1)) (ln).
 */
import { type Rational, rational } from "./rational.ts";

const BITS = 256n;
export const ONE = 1n << BITS;
/** exp(−200) is below 2^−288. */
const NOTHING_LEFT = 200n;
const HALVINGS = 16n;
/** What all roundings of `lnAbove` together stay below, in units. */
const SLACK = 1n << 40n;

export function product(a: bigint, b: bigint): bigint {
  return (a * b) >> BITS;
}

/** exp(−x) · 2^256, x ≥ 0. */
export function expMinus({ n, d }: Rational): bigint {
  if (n < 0n) throw new RangeError("the exponent is 0 or more");
  if (n > NOTHING_LEFT * d) return 0n;
  const x = (n << BITS) / (d << HALVINGS);
  let term = ONE;
  let total = ONE;
  for (let k = 1n; term !== 0n; k += 1n) {
    term = -(((term * x) / k) >> BITS);
    total += term;
  }
  for (let k = 0n; k < HALVINGS; k += 1n) total = product(total, total);
  return total;
}

/** At least ln(x), x ≥ 1. */
export function lnAbove({ n, d }: Rational): Rational {
  if (n < d) throw new RangeError("the number is 1 or more");
  let twos = 0n;
  while (n >= d << (twos + 1n)) twos += 1n;
  const whole = d << twos;
  const units = twos * twiceArtanh(rational(1n, 3n)) + twiceArtanh(rational(n - whole, n + whole));
  return rational(units + SLACK, ONE);
}

function twiceArtanh({ n, d }: Rational): bigint {
  let power = (n << BITS) / d;
  let total = 0n;
  for (let k = 1n; power !== 0n; k += 2n) {
    total += power / k;
    power = (power * n * n) / (d * d);
  }
  return 2n * total;
}
