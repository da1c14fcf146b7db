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
  /** By peer group: whether the bounds hold, for whoever judges the calibration. */
  readonly groups: Map<string, GroupLevels>;
}

interface GroupLevels {
  sittings: number;
  /** Sum of the bounds at each sitting. */
  readonly promised: number[];
  readonly reached: number[];
}

/** How often sittings of a group reached a level, against the bound that was promised: shares of sittings. */
export interface TailCheck {
  readonly group: string;
  readonly nominal: number;
  readonly trials: number;
  readonly exceeded: number;
}

/** Levels as multiples of the budgeted rate of matters: from everyday to what alarms by itself. */
const LEVELS = [64, 16, 4, 1] as const;
const ALPHA = 0.1;
/** Renewing the bounds at every sitting would cost more than it tells. */
const RENEW = 256;

export function emptyLevels(): LevelState {
  return { sittings: 0, reached: LEVELS.map(() => 0), bounds: LEVELS.map(() => 1), groups: new Map() };
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
  settle(bits: number, group: string): number {
    const { state } = this;
    if (state.sittings % RENEW === 0) {
      state.bounds = state.reached.map((count) => betaBinomialUpper(count, state.sittings, ALPHA));
    }
    state.sittings++;
    const own = this.#promise(group);
    if (bits === 0) return 0;
    let e = 0;
    for (let i = 0; i < LEVELS.length; i++) {
      if ((bits & (1 << i)) === 0) continue;
      e += 1 / (state.bounds[i] as number);
      state.reached[i] = (state.reached[i] as number) + 1;
      own.reached[i] = (own.reached[i] as number) + 1;
    }
    return e / LEVELS.length;
  }

  #promise(group: string): GroupLevels {
    const { groups, bounds } = this.state;
    let own = groups.get(group);
    if (own === undefined) {
      own = { sittings: 0, promised: LEVELS.map(() => 0), reached: LEVELS.map(() => 0) };
      groups.set(group, own);
    }
    own.sittings++;
    for (let i = 0; i < LEVELS.length; i++)
      own.promised[i] = (own.promised[i] as number) + (bounds[i] as number);
    return own;
  }
}

export function tailChecks({ groups }: LevelState): TailCheck[] {
  return [...groups].flatMap(([group, { sittings, promised, reached }]) =>
    promised.map((sum, i) => ({
      group,
      nominal: sum / sittings,
      trials: sittings,
      exceeded: reached[i] as number,
    })),
  );
}
