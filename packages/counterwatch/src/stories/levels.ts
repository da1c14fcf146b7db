import { betaBinomialUpper } from "./confidence.ts";

/**
 * The e-value of one sitting: e = (1/J) Σ 1{this sitting takes its matter to level i for the first time} / Uᵢ, with Uᵢ
 * a time-uniform upper bound of the honest rate of such sittings. E[e] ≤ 1 as long as the rates are within the bounds;
 * discrete scores and ties are safe, because only "reached or not" counts.
 */
export interface LevelState {
  sittings: number;
  readonly reached: number[];
  /** The Uᵢ as last renewed: state, or a resumed run would renew them out of turn and find other things. */
  bounds: readonly number[];
}

/** Levels as multiples of the budgeted rate of matters: from everyday to what alarms by itself. */
const LEVELS = [64, 16, 4, 1] as const;
const ALPHA = 0.1;
/** Renewing the bounds at every sitting would cost more than it tells. */
const RENEW = 256;

export function emptyLevels(): LevelState {
  return { sittings: 0, reached: LEVELS.map(() => 0), bounds: LEVELS.map(() => 1) };
}

/** The levels that a strength (rate per day, the lower the stronger) reaches, as a bit set. */
export function levelsReached(strength: number, perDay: number): number {
  let bits = 0;
  for (let i = 0; i < LEVELS.length; i++) if (strength <= (LEVELS[i] as number) * perDay) bits |= 1 << i;
  return bits;
}

export class Levels {
  readonly state: LevelState;

  constructor(state: LevelState) {
    this.state = state;
  }

  /** The e-value of a sitting that newly reached these levels; then counts it. */
  settle(bits: number): number {
    const { state } = this;
    if (state.sittings % RENEW === 0) {
      state.bounds = state.reached.map((count) => betaBinomialUpper(count, state.sittings, ALPHA));
    }
    state.sittings++;
    if (bits === 0) return 0;
    let e = 0;
    for (let i = 0; i < LEVELS.length; i++) {
      if ((bits & (1 << i)) === 0) continue;
      e += 1 / (state.bounds[i] as number);
      state.reached[i] = (state.reached[i] as number) + 1;
    }
    return e / LEVELS.length;
  }
}
