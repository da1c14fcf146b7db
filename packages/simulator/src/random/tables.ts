import type { RandomStream } from "./stream.ts";

/** Draws an index with the given weights. */
export class WeightTable {
  readonly #cumulative: Float64Array;

  constructor(weights: readonly number[]) {
    this.#cumulative = new Float64Array(weights.length);
    let sum = 0;
    for (const [i, weight] of weights.entries()) this.#cumulative[i] = sum += weight;
    for (let i = 0; i < weights.length; i++) this.#cumulative[i]! /= sum;
  }

  /** The index that holds `draw`, a number in (0, 1). */
  index(draw: number): number {
    const cumulative = this.#cumulative;
    let low = 0;
    let high = cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (draw < cumulative[middle]!) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  draw(random: RandomStream): number {
    return this.index(random.next());
  }
}

/** Draws from measured quantiles by interpolation in the logarithm: right for durations over several magnitudes. */
export class QuantileTable {
  readonly #points: readonly (readonly [probability: number, value: number])[];

  constructor(points: readonly (readonly [probability: number, value: number])[]) {
    this.#points = points.map(([probability, value]) => [probability, Math.log(value)]);
  }

  draw(random: RandomStream): number {
    const draw = random.next();
    for (let i = 1; i < this.#points.length; i++) {
      const [high, top] = this.#points[i]!;
      if (draw > high && i < this.#points.length - 1) continue;
      const [low, bottom] = this.#points[i - 1]!;
      return Math.exp(bottom + ((top - bottom) * (draw - low)) / (high - low));
    }
    throw new RangeError("a quantile table needs at least two points");
  }
}
