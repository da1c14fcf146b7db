/** Fractions of integers, in lowest terms, and their decimal forms. Nothing here rounds but `roundedUp`, which says so. */

export interface Rational {
  readonly n: bigint;
  /** Above 0. */
  readonly d: bigint;
}

/** Throws RangeError where d is 0. */
export function rational(n: bigint, d = 1n): Rational {
  if (d === 0n) throw new RangeError("nothing divides by zero");
  const common = greatestCommon(n, d);
  const sign = d < 0n ? -1n : 1n;
  return { n: (sign * n) / common, d: (sign * d) / common };
}

function greatestCommon(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

export function sum(terms: readonly Rational[]): Rational {
  return terms.reduce((a, b) => rational(a.n * b.d + b.n * a.d, a.d * b.d), rational(0n));
}

export function times(a: Rational, b: Rational): Rational {
  return rational(a.n * b.n, a.d * b.d);
}

export function over(a: Rational, b: Rational): Rational {
  return rational(a.n * b.d, a.d * b.n);
}

export function isAbove(a: Rational, b: Rational): boolean {
  return a.n * b.d > b.n * a.d;
}

/** "0.25" is 1/4. Undefined where the text is no plain decimal number of at most 15 places. */
export function readDecimal(text: string): Rational | undefined {
  const [, whole, places = ""] = /^(\d{1,9})(?:\.(\d{1,15}))?$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  return rational(BigInt(whole + places), 10n ** BigInt(places.length));
}

/** The smallest decimal number of so many places that is not below; trailing zeros are left out. */
export function roundedUp(value: Rational, places: bigint): string {
  const unit = 10n ** places;
  const scaled = (value.n * unit + value.d - 1n) / value.d;
  const rest = `${scaled % unit}`.padStart(Number(places), "0").replace(/0+$/, "");
  return rest === "" ? `${scaled / unit}` : `${scaled / unit}.${rest}`;
}

/** "7/3", or "7". */
export function printed({ n, d }: Rational): string {
  return d === 1n ? `${n}` : `${n}/${d}`;
}
