import { vouchedFor } from "./explanation.ts";
import { caseClause, nearClause, spanDays } from "./fixation.ts";
import { countChance, countLate, emptyRates, honestRate, type RateState } from "./rate-table.ts";
import { type Marks, marksIn, NO_MARKS, withMark } from "./marks.ts";
import { addMark, addSitting, DAY, HOUR, openRun, type Run } from "./run.ts";
import { counted } from "./sentences.ts";
import type { Peers, Scene, Sitting, Story } from "./story.ts";

/**
 * Two subjects share one operator's attention: whenever the one is looked up, so is the other. The evidence of coming
 * back to either is the fixation's; this story adds, by the chain rule, what the company adds: given that the operator
 * came back to the one, honest work comes back to the other within hours at rate p, the story at g.
 */
export interface LinkedPairState {
  /** operator → unexplained sittings of the last hours. */
  readonly recent: Map<string, Recent[]>;
  /** operator → subject → its pairs, each listed under both subjects. */
  readonly pairs: Map<string, Map<string, Pair[]>>;
  readonly rates: RateState;
}

interface Recent {
  readonly subject: string;
  readonly time: number;
  /** The one look-up that the sitting began with. */
  readonly marks: Marks;
}

interface Pair {
  readonly run: Run;
  /** Evidence of the company alone, in nats. */
  company: number;
  /** When a return to either was last counted as a chance of company, as what, how likely it was, and when company was last met. */
  chance: number;
  cell: number;
  honest: number;
  met: number;
}

const TOGETHER = 4 * HOUR;
const COMPANY = 4;
const PAIRS = 4;
const STORY = 0.85;
const PRIOR = 0.4;
const KEPT = 120 * DAY;

export class LinkedPair implements Story {
  readonly name = "linked-pair";
  readonly state: LinkedPairState;

  constructor(state?: LinkedPairState) {
    this.state = state ?? { recent: new Map(), pairs: new Map(), rates: emptyRates(1) };
  }

  see(sitting: Sitting, scene: Scene): void {
    const { subject, operator, time, pursuit } = sitting;
    if (subject === undefined || pursuit === undefined || vouchedFor(sitting.explanation)) return;
    let recent = this.state.recent.get(operator);
    if (recent === undefined) this.state.recent.set(operator, (recent = []));
    while (recent.length > 0 && time - (recent[0] as Recent).time > TOGETHER) recent.shift();
    for (const pair of this.state.pairs.get(operator)?.get(subject) ?? [])
      this.#return(pair, sitting, recent, scene);
    if (!sitting.opens) return;
    for (const other of recent) if (other.subject !== subject) this.#begin(sitting, subject, other);
    const at = recent.findIndex((entry) => entry.subject === subject);
    if (at >= 0) recent.splice(at, 1);
    recent.push({ subject, time, marks: withMark(NO_MARKS, sitting.mark) });
    if (recent.length > COMPANY) recent.shift();
  }

  #return(pair: Pair, sitting: Sitting, recent: readonly Recent[], scene: Scene): void {
    const { run } = pair;
    const { time, unit, subject } = sitting;
    if (sitting.opens) {
      const together = recent.some(
        (entry) => entry.subject !== subject && run.subjects.includes(entry.subject),
      );
      if (time - pair.chance > TOGETHER) {
        if (pair.met < pair.chance) pair.company += Math.log((1 - STORY) / (1 - pair.honest));
        pair.chance = time;
        pair.cell = Math.min(run.days, 4);
        pair.honest = honestRate(this.state.rates, unit, pair.cell, 0, PRIOR);
        countChance(this.state.rates, unit, pair.cell);
      }
      if (together && pair.met < pair.chance) {
        pair.company += Math.log(STORY / pair.honest);
        countLate(this.state.rates, unit, pair.cell, 0);
        pair.met = time;
      }
      addSitting(run, time, sitting.explanation);
    }
    addMark(run, sitting.mark);
    if (!sitting.opens || pair.met !== time) return;
    run.score = Math.max(0, pair.company) + (sitting.pursuit?.score ?? 0);
    scene.claim(run, sitting);
  }

  #begin(sitting: Sitting, subject: string, { subject: other, time: since, marks }: Recent): void {
    const { operator, unit, time } = sitting;
    let pairs = this.state.pairs.get(operator);
    if (pairs === undefined) this.state.pairs.set(operator, (pairs = new Map()));
    const mine = pairs.get(subject) ?? [];
    if (mine.some(({ run }) => run.subjects.includes(other))) return;
    const theirs = pairs.get(other) ?? [];
    if (mine.length >= PAIRS || theirs.length >= PAIRS) return;
    const run = openRun(this.name, operator, unit, [subject, other], since);
    addSitting(run, since, sitting.explanation);
    for (const mark of marksIn(marks)) addMark(run, mark);
    addSitting(run, time, sitting.explanation);
    addMark(run, sitting.mark);
    const pair = { run, company: 0, chance: time, cell: 1, honest: PRIOR, met: time };
    pairs.set(subject, [...mine, pair]);
    pairs.set(other, [...theirs, pair]);
  }

  forget(now: number): void {
    for (const [operator, entries] of this.state.recent) {
      if ((entries[entries.length - 1]?.time ?? 0) < now - TOGETHER) this.state.recent.delete(operator);
    }
    for (const [operator, pairs] of this.state.pairs) {
      for (const [subject, list] of pairs) {
        const kept = list.filter(
          ({ run }) => run.alert !== undefined || run.last > now - (run.days === 1 ? KEPT / 3 : KEPT),
        );
        if (kept.length === 0) pairs.delete(subject);
        else if (kept.length < list.length) pairs.set(subject, kept);
      }
      if (pairs.size === 0) this.state.pairs.delete(operator);
    }
  }

  explain(run: Run, peers: Peers): string {
    return (
      `${run.operator} looked at the same two subjects together, on ${counted(run.days, "day")} over ` +
      `${counted(spanDays(run), "day")} (${counted(run.lookups, "look-up")}); ${caseClause(run)}; ${nearClause(peers)}.`
    );
  }
}
