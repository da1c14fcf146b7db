import { vouchedFor } from "./explanation.ts";
import { nearClause } from "./fixation.ts";
import {
  addEvidence,
  addMark,
  addSitting,
  addSubject,
  DAY,
  HOUR,
  OCCASION_GAP,
  openRun,
  type Run,
} from "./run.ts";
import { counted } from "./sentences.ts";
import type { Peers, Scene, Sitting, Story } from "./story.ts";

/**
 * Look-ups at hours when neither this operator nor the unit works. p is the operator's own histogram of hours of the
 * week (weekday and weekend apart), smoothed by the unit's and by neighbouring hours; g is uniform. The trial is a
 * rolling week, and a shift counts once, so that one odd night is not a pattern.
 */
export interface HoursState {
  readonly habits: Map<string, number[]>;
  readonly unitHabits: Map<string, number[]>;
  readonly weeks: Map<string, Run>;
  /** operator → latest sitting: one shift is one piece of evidence. */
  readonly latest: Map<string, number>;
}

const SLOTS = 48;
const OWN_WEIGHT = 30;
const LEARNT = 40;
const CAP = 2;
const STORY = 0.7;

export class OffHours implements Story {
  readonly name = "off-hours";
  readonly state: HoursState;

  constructor(state?: HoursState) {
    this.state = state ?? { habits: new Map(), unitHabits: new Map(), weeks: new Map(), latest: new Map() };
  }

  see(sitting: Sitting, scene: Scene): void {
    if (!sitting.opens || vouchedFor(sitting.explanation)) return;
    const { operator, unit, time, subject } = sitting;
    const own = histogramOf(this.state.habits, operator);
    const peers = histogramOf(this.state.unitHabits, unit);
    const slot = slotOf(time);
    const shift = time - (this.state.latest.get(operator) ?? 0) >= OCCASION_GAP;
    this.state.latest.set(operator, time);
    if ((own[SLOTS] as number) >= LEARNT && subject !== undefined) {
      const unitShare = (smoothed(peers, slot) + 1) / ((peers[SLOTS] as number) + SLOTS);
      const share = (smoothed(own, slot) + OWN_WEIGHT * unitShare) / ((own[SLOTS] as number) + OWN_WEIGHT);
      let run = this.state.weeks.get(operator);
      if (run === undefined || time - run.last > 7 * DAY) {
        run = openRun(this.name, operator, unit, [], time);
        this.state.weeks.set(operator, run);
      }
      const nats = Math.max(-CAP, Math.min(CAP, Math.log(STORY / SLOTS / share + (1 - STORY))));
      if (shift) addEvidence(run, nats);
      if (nats > 0) {
        addSitting(run, time, sitting.explanation);
        addMark(run, sitting.mark);
        if (!run.subjects.includes(subject)) addSubject(run, subject, 40);
        if (shift) scene.claim(run, sitting);
      } else if (run.score === 0 && run.alert === undefined) this.state.weeks.delete(operator);
    }
    count(own, slot);
    count(peers, slot);
  }

  forget(now: number): void {
    for (const [operator, run] of this.state.weeks) {
      if (run.alert === undefined && run.last < now - 14 * DAY) this.state.weeks.delete(operator);
    }
  }

  explain(run: Run, peers: Peers): string {
    return (
      `${run.operator} made ${counted(run.lookups, "look-up")} of ${counted(run.subjects.length, "subject")} at hours ` +
      `when neither this operator nor the unit usually works; none under a team's case; ${nearClause(peers)}.`
    );
  }
}

function histogramOf(habits: Map<string, number[]>, name: string): number[] {
  let histogram = habits.get(name);
  // A typed array of this size takes 300 bytes more, and there is one for each operator.
  if (histogram === undefined) habits.set(name, (histogram = Array.from({ length: SLOTS + 1 }, () => 0)));
  return histogram;
}

/** Hour of the day, weekdays and weekends (UTC) apart. */
function slotOf(time: number): number {
  const weekday = (Math.floor(time / DAY) + 4) % 7;
  return Math.floor((time % DAY) / HOUR) + (weekday === 0 || weekday === 6 ? 24 : 0);
}

/** Half from the hour itself, a quarter from each neighbour. */
function smoothed(histogram: readonly number[], slot: number): number {
  const base = slot < 24 ? 0 : 24;
  const hour = slot - base;
  const before = histogram[base + ((hour + 23) % 24)] ?? 0;
  const after = histogram[base + ((hour + 1) % 24)] ?? 0;
  return (histogram[slot] ?? 0) / 2 + (before + after) / 4;
}

function count(histogram: number[], slot: number): void {
  histogram[slot] = (histogram[slot] ?? 0) + 1;
  histogram[SLOTS] = (histogram[SLOTS] ?? 0) + 1;
}
