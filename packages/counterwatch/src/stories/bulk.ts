import { vouchedFor } from "./explanation.ts";
import { nearClause } from "./fixation.ts";
import { addMark, addSitting, addSubject, DAY, growInto, openRun, type Run } from "./run.ts";
import { counted } from "./sentences.ts";
import { logGamma } from "./special-functions.ts";
import type { Peers, Scene, Sitting, Story } from "./story.ts";

/**
 * Far more different subjects within a day than this operator's work explains. The honest prediction of a count is
 * gamma-Poisson (negative binomial), its mean the operator's own earlier rate drawn towards the unit's, its spread as
 * the unit's counts show; evidence is the likelihood ratio against a rate FACTOR times as high (source: M. Greenwood, G. Yule, J. R. Stat. Soc. 83 (1920)).
 */
export interface BulkState {
  readonly operators: Map<string, Pace>;
  readonly units: Map<string, Spread>;
}

interface Pace {
  /** Active days and subjects before today. */
  activeDays: number;
  subjects: number;
  day: number;
  dayCount: number;
  run: Run | undefined;
  /** The run of an earlier day that alerted. */
  alerted: Run | undefined;
}

/** Moments of daily counts on active days, over the unit. */
interface Spread {
  days: number;
  sum: number;
  squares: number;
}

const FACTOR = 4;
const OWN_WEIGHT = 10;
const MOST = 40;
/** Most that a day counts for while little is known of the unit. */
const FEW_DAYS = 12;
const GOES_ON = 14 * DAY;

export class Bulk implements Story {
  readonly name = "bulk";
  readonly state: BulkState;

  constructor(state?: BulkState) {
    this.state = state ?? { operators: new Map(), units: new Map() };
  }

  see(sitting: Sitting, scene: Scene): void {
    const { subject, operator, unit, time, day, pursuit } = sitting;
    if (subject === undefined || !sitting.opens || vouchedFor(sitting.explanation)) return;
    if (pursuit !== undefined && pursuit.sittings > 1) return;
    const pace = this.#pace(operator, day);
    if (pace.day !== day) this.#closeDay(pace, unit, day);
    pace.dayCount++;
    if (pace.run === undefined || pace.dayCount === 1) {
      if (pace.run?.alert !== undefined && pace.run.alert !== pace.alerted?.alert) pace.alerted = pace.run;
      pace.run = openRun(this.name, operator, unit, [], time);
    }
    const { run } = pace;
    addSitting(run, time, sitting.explanation);
    addMark(run, sitting.mark);
    addSubject(run, subject, MOST);
    const { mean, shape } = this.#honest(pace, unit);
    run.score = Math.max(0, ratio(pace.dayCount, mean, shape));
    if (pace.dayCount < 5) return;
    sitting.nats = Math.max(sitting.nats, 0.1);
    if (run.score > 0) this.#goOn(pace, run, sitting);
    scene.claim(run, sitting);
  }

  /** A further day of what has alerted before makes that finding grow. */
  #goOn({ alerted }: Pace, run: Run, { mark }: Sitting): void {
    if (alerted === undefined || alerted === run || run.since - alerted.last > GOES_ON) return;
    if (run.alert !== undefined && run.alert !== alerted.alert) return;
    growInto(alerted, run, mark);
  }

  /** Mean of the operator's daily count and the shape of its gamma, from own and unit's past. */
  #honest(pace: Pace, unit: string): { mean: number; shape: number } {
    const spread = this.state.units.get(unit) ?? { days: 0, sum: 0, squares: 0 };
    const unitMean = (spread.sum + 10) / (spread.days + 5);
    const mean = (pace.subjects + OWN_WEIGHT * unitMean) / (pace.activeDays + OWN_WEIGHT);
    const variance =
      spread.days > 20 ? spread.squares / spread.days - (spread.sum / spread.days) ** 2 : 4 * unitMean ** 2;
    const shape = Math.min(50, Math.max(0.5, unitMean ** 2 / Math.max(variance - unitMean, 0.05 * unitMean)));
    return { mean, shape };
  }

  #closeDay(pace: Pace, unit: string, day: number): void {
    if (pace.dayCount > 0) {
      pace.activeDays++;
      pace.subjects += pace.dayCount;
      let spread = this.state.units.get(unit);
      if (spread === undefined) this.state.units.set(unit, (spread = { days: 0, sum: 0, squares: 0 }));
      const count = Math.min(pace.dayCount, mostCounted(spread));
      spread.days++;
      spread.sum += count;
      spread.squares += count ** 2;
    }
    pace.day = day;
    pace.dayCount = 0;
  }

  #pace(operator: string, day: number): Pace {
    let pace = this.state.operators.get(operator);
    if (pace === undefined) {
      pace = {
        activeDays: 0,
        subjects: 0,
        day,
        dayCount: 0,
        run: undefined,
        alerted: undefined,
      };
      this.state.operators.set(operator, pace);
    }
    return pace;
  }

  forget(): void {}

  explain(run: Run, peers: Peers): string {
    const hours = Math.max(1, Math.round((run.last - run.since) / (DAY / 24)));
    const time = hours > 24 ? `on ${counted(run.days, "day")}` : `within ${counted(hours, "hour")}`;
    return (
      `${run.operator} looked up ${counted(run.sittings, "different subject")} ${time}, ` +
      `far above this operator's and the unit's days; none under a team's case; ${nearClause(peers)}.`
    );
  }
}

/** A day beyond this counts as this: one scraper's night must not become the unit's spread (winsorised moments). */
function mostCounted({ days, sum, squares }: Spread): number {
  if (days < 20) return FEW_DAYS;
  const mean = sum / days;
  return Math.max(FEW_DAYS, mean + 4 * Math.sqrt(Math.max(0, squares / days - mean ** 2)));
}

/** ln of negative-binomial likelihoods at mean FACTOR·m against m, for a count so far of n: never below what n says. */
function ratio(n: number, mean: number, shape: number): number {
  return logNegativeBinomial(n, Math.max(n, FACTOR * mean), shape) - logNegativeBinomial(n, mean, shape);
}

function logNegativeBinomial(n: number, mean: number, shape: number): number {
  const p = shape / (shape + mean);
  return logGamma(n + shape) - logGamma(shape) - logGamma(n + 1) + shape * Math.log(p) + n * Math.log1p(-p);
}
