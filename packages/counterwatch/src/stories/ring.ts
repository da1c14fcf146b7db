import { LATE_TO_OTHERS, OWN_CASE } from "./explanation.ts";
import { caseClause, nearClause, daysOfSpan, steady } from "./fixation.ts";
import { marksIn, NO_MARKS } from "./marks.ts";
import { pacedShare } from "./pace.ts";
import {
  countChance,
  countLate,
  countOutcome,
  emptyRates,
  honestRate,
  type RateState,
} from "./rate-table.ts";
import {
  emptyReturns,
  enterState,
  gapBucket,
  leaveState,
  priorReturn,
  returnRate,
  type ReturnState,
} from "./return-table.ts";
import { addMark, addSitting, DAY, OCCASION_GAP, openRun, type Run, takeMarks } from "./run.ts";
import { counted, shortList } from "./sentences.ts";
import type { Peers, Scene, Sitting, Story } from "./story.ts";
import { inShort, type LoneWatch, type Watch, wholeWatch } from "./watch.ts";

/**
 * Several operators share the watching of one subject, each too little to stand out. The trial is the subject. What happens
 * within one shift hangs together, whoever does it: the third colleague at a broadcast is no news, so a matter of the day is
 * one occasion. Each later occasion is bet on given how many there were, by how many operators, and whether anybody gave a
 * case: honest company comes at once and somebody writes a number down; a ring takes turns over weeks and never does.
 */
export interface RingState {
  readonly subjects: Map<string, Watch | LoneWatch>;
  readonly openings: RateState;
  /** Occasions begun without a case in which somebody gives one later. */
  readonly written: RateState;
  readonly returns: ReturnState;
}

/** Of an occasion: who begins it. The operator of the latest look-up, another who looked before, a new one, anybody with a case. */
const SAME = 0;
const OTHER = 1;
const NEW = 2;
const CASED = 3;
const OUTCOMES = 4;
/**
 * A ring takes turns: whoever looked last is as likely as anybody else to be next. By how many operators there are (CROWDS):
 * it is a few people who trust each other, so that after six a new one is no longer expected. Whom everybody looks for is wanted.
 */
const TURNS = [
  [0.55, 0, 0.42, 0.03],
  [0.3, 0.34, 0.33, 0.03],
  [0.23, 0.49, 0.25, 0.03],
  [0.2, 0.62, 0.15, 0.03],
  [0.16, 0.76, 0.05, 0.03],
  [0.12, 0.84, 0.01, 0.03],
];
/** Least operators of each row. */
const CROWDS = [1, 2, 3, 4, 5, 7];
/** A ring's first look-up has no case this often. */
const OPENS_UNCASED = 0.9;
/** A ring that began without a case gives one later in the same shift. */
const WRITES = 0.02;
const FROM = 3;
const MOST = 24;
const CAP = 3;
const FLOOR = -2;
const KEPT = 60 * DAY;

export class RingStory implements Story {
  readonly name = "ring";
  readonly state: RingState;

  constructor(state?: RingState) {
    this.state = state ?? {
      subjects: new Map(),
      openings: emptyRates(1),
      written: emptyRates(1),
      returns: emptyReturns(OUTCOMES),
    };
  }

  see(sitting: Sitting, scene: Scene): void {
    const { subject, operator, unit, time, day, explanation } = sitting;
    if (subject === undefined) return;
    const cased = explanation >= OWN_CASE && explanation <= LATE_TO_OTHERS;
    const held = this.state.subjects.get(subject);
    if (held === undefined) {
      const opened = this.#open(sitting, cased);
      this.state.subjects.set(subject, inShort(opened));
      enterState(this.state.returns, "", stateOf(opened), day);
      return;
    }
    const watch = wholeWatch(held);
    const returns = time - watch.last >= OCCASION_GAP;
    if (returns) {
      sitting.nats = Math.max(sitting.nats, this.#add(watch, this.#bet(watch, cased, sitting)));
      watch.casedNow = cased;
      if (!cased) countChance(this.state.written, unit, "");
    } else if (cased && !watch.casedNow) this.#write(watch, unit);
    if (!watch.operators.includes(operator) && watch.operators.length < MOST) {
      if (watch.operators.length === 1) watch.run = this.#begin(watch, subject, scene);
      watch.operators.push(operator);
    }
    watch.cased ||= cased;
    watch.last = Math.max(watch.last, time);
    watch.latest = operator;
    if (returns) {
      watch.occasions++;
      enterState(this.state.returns, "", stateOf(watch), day);
    }
    const { run } = watch;
    const kept = inShort(watch);
    if (kept !== held) this.state.subjects.set(subject, kept);
    if (run === undefined) return;
    if (sitting.opens) addSitting(run, time, explanation);
    addMark(run, sitting.mark);
    run.score = watch.nats;
    if (sitting.opens && watch.operators.length >= FROM && !cased) scene.claim(run, sitting);
  }

  #open({ operator, unit, time }: Sitting, cased: boolean): Watch {
    const honest = honestRate(this.state.openings, unit, "", 0, 0.5);
    countOutcome(this.state.openings, unit, "", cased ? 1 : 0);
    if (!cased) countChance(this.state.written, unit, "");
    const nats = cased ? Math.log((1 - OPENS_UNCASED) / (1 - honest)) : Math.log(OPENS_UNCASED / honest);
    return {
      operators: [operator],
      occasions: 1,
      last: time,
      latest: operator,
      cased,
      casedNow: cased,
      nats: Math.max(0, Math.min(CAP, nats)),
      pace: undefined,
      run: undefined,
    };
  }

  /** Somebody gives a case after all, in an occasion that began without one. */
  #write(watch: Watch, unit: string): void {
    watch.casedNow = true;
    this.#add(watch, Math.log(WRITES / honestRate(this.state.written, unit, "", 0, 0.1)));
    countLate(this.state.written, unit, "", 0);
  }

  /** Old innocence cannot be saved up. Returns what was staked. */
  #add(watch: Watch, nats: number): number {
    const bounded = Math.min(CAP, Math.max(FLOOR, nats));
    watch.nats = Math.max(0, watch.nats + bounded);
    return bounded;
  }

  /** A second operator has come: what the first one did becomes the ring's beginning. */
  #begin({ operators, last }: Watch, subject: string, scene: Scene): Run {
    const first = operators[0] as string;
    const pursuit = scene.pursuit(first, subject);
    const run = openRun(this.name, first, pursuit?.group ?? "", [subject], pursuit?.since ?? last);
    takeMarks(run, marksIn(pursuit?.marks ?? NO_MARKS));
    return run;
  }

  #bet(watch: Watch, cased: boolean, { operator, time, day }: Sitting): number {
    const before = stateOf(watch);
    const gap = gapBucket((time - watch.last) / DAY);
    const outcome = cased
      ? CASED
      : operator === watch.latest
        ? SAME
        : watch.operators.includes(operator)
          ? OTHER
          : NEW;
    const prior = priorReturn(watch.occasions, gap, outcome === SAME, OUTCOMES);
    const honest = returnRate(this.state.returns, "", before, day, gap, outcome, prior);
    leaveState(this.state.returns, "", before, day, gap, outcome);
    const { share, pace } = pacedShare(watch.pace, gap);
    watch.pace = pace;
    const turns = TURNS[crowdOf(watch)] as readonly number[];
    const story = steady(watch.occasions) * share * (turns[outcome] as number);
    return Math.log(story / honest);
  }

  forget(now: number): void {
    for (const [subject, watch] of this.state.subjects) {
      const alerted = "run" in watch && watch.run?.alert !== undefined;
      if (!alerted && watch.last < now - KEPT) this.state.subjects.delete(subject);
    }
  }

  explain(run: Run, peers: Peers): string {
    const operators = this.#operators(run);
    return (
      `${counted(operators.length, "operator")} (${shortList(operators, 4)}) between them looked at one subject in ` +
      `${counted(run.sittings, "sitting")} on ${daysOfSpan(run)}; ` +
      `${caseClause(run)}; ${nearClause(peers)}.`
    );
  }

  foremost(run: Run): string {
    const lookups = new Map<string, number>();
    for (const { says } of marksIn(run.marks))
      lookups.set(says.operator.id, (lookups.get(says.operator.id) ?? 0) + 1);
    return [...lookups].reduce((most, one) => (one[1] > most[1] ? one : most))[0];
  }

  evidence(run: Run): Record<string, unknown> {
    return { operators: this.#operators(run) };
  }

  #operators(run: Run): readonly string[] {
    const watch = this.state.subjects.get(run.subjects[0] as string);
    return watch === undefined ? [run.operator] : wholeWatch(watch).operators;
  }
}

function stateOf(watch: Watch): string {
  const { occasions, cased } = watch;
  const n = occasions < 5 ? occasions : occasions < 8 ? 5 : occasions < 13 ? 8 : 13;
  return `${n}/${crowdOf(watch)}/${cased ? 1 : 0}`;
}

function crowdOf({ operators }: Watch): number {
  return CROWDS.findLastIndex((least) => operators.length >= least);
}
