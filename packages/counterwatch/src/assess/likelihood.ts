/**
 * How much counted coincidences tell for a tie, in nats.
 *
 * Under chance the i-th coincidence has intensity pᵢ·G, with G a gamma frailty of mean 1 and shape r that the pair's whole history
 * shares, so that the count is negative binomial with mean μ and dispersion r. A tie adds λ coincidences over the U occasions that
 * there were, θ = λ/U at each. Integrating G out,
 *
 *     L(λ) = Σᵢ ln(1 + θ/pᵢ) − (r + n)·ln((r + μ + λ)/(r + μ)),
 *
 * which for equal pᵢ = μ/U is the ratio of two negative binomials. Ties are of many strengths, so the ratio is averaged over a few
 * λ and one share of ties that leave no trace; hence no number of absent coincidences says that there is no tie.
 * Chance μ comes from the degrees of both sides (configuration model: M. E. J. Newman, Networks, 2010, 13.2; Karrer and Newman,
 * Phys. Rev. E 83, 016107, 2011), pᵢ from how busy the place was or how common the contact is (J. Cranshaw et al., UbiComp 2010, location
 * entropy; L. Adamic and E. Adar, Social Networks 25, 2003).
 */

interface Coincidences {
  /** Coincidences by class, from position `at`. */
  readonly counts: ArrayLike<number>;
  readonly at: number;
  /** Chance of one, by class: as many as there are classes, all positive. */
  readonly chances: ArrayLike<number>;
  /** Expected number by chance. */
  readonly expected: number;
  /** Occasions on which there could have been one. */
  readonly occasions: number;
}

export interface Strengths {
  /** Coincidences that a tie adds. */
  readonly added: readonly number[];
  /** Share of ties without a trace. */
  readonly silent: number;
  /** r: the smaller, the more chance repeats itself. */
  readonly dispersion: number;
}

/** Nats for a tie; never below ln(silent). Sums run in the order of classes and strengths, so all machines agree to the last bit. */
export function tieNats(seen: Coincidences, { added, silent, dispersion: r }: Strengths): number {
  const { counts, at, chances, expected } = seen;
  const occasions = Math.max(1, seen.occasions);
  let n = 0;
  for (let cls = 0; cls < chances.length; cls++) n += counts[at + cls] as number;
  const share = Math.log((1 - silent) / added.length);
  let total = Math.log(silent);
  for (const lambda of added) {
    let nats = share - (r + n) * Math.log((r + expected + lambda) / (r + expected));
    for (let cls = 0; cls < chances.length; cls++) {
      const count = counts[at + cls] as number;
      if (count > 0) nats += count * Math.log(1 + lambda / occasions / (chances[cls] as number));
    }
    total = Math.max(total, nats) + Math.log1p(Math.exp(-Math.abs(total - nats)));
  }
  return total;
}

/** What a tie does, by kind of evidence. Round figures of general knowledge; none comes from a simulated city. */
export const CALLS: Strengths = { added: [1, 4, 16, 64], silent: 0.2, dispersion: 1 };
export const TRANSFERS: Strengths = { added: [1, 4], silent: 0.8, dispersion: 1 };
export const MEETINGS: Strengths = { added: [1, 4, 16], silent: 0.25, dispersion: 1 };
/** Contacts that both have. */
export const CIRCLES: Strengths = { added: [1, 3], silent: 0.5, dispersion: 1 };
/** Things that both hold: one or none, and what chance shares it shares only once. */
export const HOLDINGS: Strengths = { added: [0.5], silent: 0.5, dispersion: 64 };
/** Meeting again where one met before is this much likelier by chance than meeting there at all: people have habits. */
export const HABIT = 20;
