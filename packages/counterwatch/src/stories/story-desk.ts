import { deserialize, serialize } from "node:v8";
import {
  type AccessEvent,
  type Detector,
  type ExplainedFinding,
  findingId,
  instantMs,
  PSEUDONYM_PATTERN,
  type Pseudonym,
  type Severity,
} from "../model/index.ts";
import { type Account, openAccount, settle } from "./account.ts";
import { allowance } from "./allowance.ts";
import type { Budget } from "./budget.ts";
import { type Calibration, calibrationOf } from "./calibration.ts";
import { type CaseBook, forgetCases, noteCase, standing } from "./case-book.ts";
import { explain } from "./explanation.ts";
import type { Fixation } from "./fixation.ts";
import { emptyGuarantee, type GuaranteeState, suspension, watch } from "./guarantee.ts";
import { emptyLevels, type LevelState, Levels, levelsReached } from "./levels.ts";
import { eventOf, type Mark, markOf } from "./mark.ts";
import { latestSaid, marksIn } from "./marks.ts";
import { DAY, idsOf, type Run, SITTING_GAP, traceEvidence } from "./run.ts";
import { singledSubjects } from "./singled-subjects.ts";
import type { Scene, Sitting, Story } from "./story.ts";
import { tellStories } from "./stories.ts";
import { forgetSubjects, noteLooker, type SubjectBook } from "./subject-book.ts";
import {
  asStrong,
  countReached,
  countSitting,
  daysOf,
  emptyTail,
  honestRatePerDay,
  learningDays,
  propensity,
  raise,
  strength,
  type TailState,
} from "./tail.ts";
import { toldFigures } from "./told.ts";

interface Alert {
  readonly run: Run;
  readonly operator: string;
  /** When it alerted. */
  readonly time: number;
  readonly score: number;
  readonly ratePerDay: number;
  readonly near: number;
  readonly colleagues: number;
  /** Other stories about the same matter. */
  readonly also: string[];
}

interface DeskState {
  readonly tail: TailState;
  readonly subjects: SubjectBook;
  readonly cases: CaseBook;
  readonly levels: LevelState;
  readonly accounts: Map<string, Account>;
  readonly guarantee: GuaranteeState;
  /** Matter → levels reached, as a bit set. */
  readonly heights: Map<string, number>;
  readonly alerts: Alert[];
  /** Matter → alert: the same matter alerts once, whichever story tells it. */
  readonly alerted: Map<string, number>;
  stories: Record<string, object>;
  swept: number;
}

const SUBJECTS_A_LOOKUP = 5;
/** Claims weaker than this many times the budget are not counted out. */
const WEAKEST = 12;
/** Part of the budget for single claims; the rest is deposited in the operators' accounts. */
const STRIKE_SHARE = 0.9;
/** The level at which groups and operators are compared: sixteen times the budgeted rate. */
const REFERENCE = 1 << 1;

export class StoryDesk implements Detector, Scene {
  readonly #budget: Budget;
  readonly #state: DeskState;
  readonly #stories: readonly Story[];
  readonly #fixation: Fixation;
  readonly #levels: Levels;
  /** How long nothing can alert, in milliseconds. */
  readonly #learning: number;
  /** Of the sitting being seen: levels newly reached, and the strongest claim. */
  #fresh = 0;
  #strongest = Number.POSITIVE_INFINITY;
  #foremost: Run | undefined;

  constructor(budget: Budget, snapshot?: Uint8Array) {
    this.#budget = budget;
    this.#learning = learningDays(budget.perDay) * DAY;
    this.#state = snapshot
      ? (deserialize(snapshot) as DeskState)
      : {
          tail: emptyTail(),
          subjects: new Map(),
          cases: new Map(),
          levels: emptyLevels(),
          accounts: new Map(),
          guarantee: emptyGuarantee(),
          heights: new Map(),
          alerts: [],
          alerted: new Map(),
          stories: {},
          swept: 0,
        };
    const { fixation, all } = tellStories(this.#state.stories);
    this.#fixation = fixation;
    this.#levels = new Levels(this.#state.levels);
    this.#stories = all;
    this.#state.stories = Object.fromEntries(this.#stories.map((story) => [story.name, story.state]));
  }

  get subjects(): SubjectBook {
    return this.#state.subjects;
  }
  get cases(): CaseBook {
    return this.#state.cases;
  }

  pursuit(operator: string, subject: string): Run | undefined {
    return this.#fixation.pursuit(operator, subject);
  }

  snapshot(): Uint8Array {
    return serialize(this.#state);
  }

  see(event: AccessEvent): void {
    if (event.automated === true || event.operator.withheld) return;
    const time = instantMs(event.time);
    const { tail } = this.#state;
    tail.since ??= time;
    tail.now = Math.max(tail.now, time);
    if (tail.now - this.#state.swept > 7 * DAY) this.#sweep(tail.now);
    const subjects = singledSubjects(event);
    if (subjects.length === 0 || subjects.length > SUBJECTS_A_LOOKUP)
      this.#look(event, time, undefined, undefined);
    else {
      let mark: Mark | undefined;
      for (const subject of subjects) mark = this.#look(event, time, subject, mark);
    }
  }

  /** `known`: the mark of this look-up, where it was made for another subject. Returns the mark. */
  #look(event: AccessEvent, time: number, subject: string | undefined, known: Mark | undefined): Mark {
    const operator = event.operator.id;
    const unit = event.operator.unit ?? "";
    const run = subject === undefined ? undefined : this.#fixation.pursuit(operator, subject);
    const mark = known ?? markOf(event, time, run && latestSaid(run.marks));
    const opens = run === undefined || time - run.last >= SITTING_GAP;
    const name = mark.says.case;
    const onCase =
      subject === undefined || name === undefined
        ? undefined
        : standing(this.#state.cases, name, operator, subject, time);
    const sitting: Sitting = {
      event,
      mark,
      time,
      day: Math.floor(time / DAY),
      operator,
      unit,
      subject,
      opens,
      standing: onCase,
      explanation: subject === undefined ? 0 : explain(event, onCase, subject, time, this.#state.subjects),
      pursuit: run,
      nats: 0,
    };
    if (opens) countSitting(this.#state.tail, operator, unit, subject !== undefined);
    this.#fresh = 0;
    this.#strongest = Number.POSITIVE_INFINITY;
    this.#foremost = undefined;
    for (const story of this.#stories) story.see(sitting, this);
    if (opens) this.#settle(sitting);
    if (subject !== undefined) this.#note(sitting, subject);
    return mark;
  }

  #note({ mark, standing, operator, time }: Sitting, subject: string): void {
    const name = mark.says.case;
    noteLooker(this.#state.subjects, subject, operator, time);
    if (name !== undefined && standing !== undefined)
      noteCase(this.#state.cases, name, operator, subject, time, standing);
  }

  claim(run: Run, sitting: Sitting): void {
    const rising = run.score > run.peak;
    run.peak = Math.max(run.peak, run.score);
    traceEvidence(run, sitting.time);
    const { tail, guarantee } = this.#state;
    const claim = {
      story: run.story,
      matter:
        run.subjects.length === 0
          ? `${run.operator}\n${run.story}\n${run.since}`
          : (mattersOf(run)[0] as string),
      operator: run.operator,
      group: run.group,
      score: run.score,
    };
    raise(tail, claim);
    if (!rising) return;
    const bare = strength(tail, run.story, run.score, run.operator);
    this.#climb(claim.matter, bare);
    const strengthNow = bare * propensity(tail, run) * suspension(guarantee, run.group);
    if (strengthNow < this.#strongest) {
      this.#strongest = strengthNow;
      this.#foremost = run;
    }
    if (run.alert !== undefined || strengthNow > WEAKEST * this.#budget.perDay) return;
    const allowed = STRIKE_SHARE * allowance(this.#budget.perDay, daysOf(tail), this.#state.alerts.length);
    const rate = honestRatePerDay(tail, run.operator, strengthNow, allowed);
    if (rate <= allowed) this.#alert(run, sitting.time, rate);
  }

  /** Which levels this sitting takes its matter to for the first time. */
  #climb(matter: string, strengthNow: number): void {
    const { heights } = this.#state;
    const known = heights.get(matter) ?? 0;
    const fresh = levelsReached(strengthNow, this.#budget.perDay) & ~known;
    if (fresh === 0) return;
    heights.set(matter, known | fresh);
    this.#fresh |= fresh;
  }

  /** Settles the operator's accounts and the guarantee's watch once a sitting. */
  #settle({ operator, unit, time, subject }: Sitting): void {
    const { tail, accounts, guarantee } = this.#state;
    const reached = (this.#fresh & REFERENCE) !== 0;
    const learning = time - (tail.since ?? time) < this.#learning;
    if (subject !== undefined) {
      if (reached) countReached(tail, unit);
      watch(guarantee, unit, operator, time, reached, learning);
    }
    const e = this.#levels.settle(this.#fresh, unit);
    let account = accounts.get(operator);
    if (account === undefined) accounts.set(operator, (account = openAccount(time)));
    const days = Math.max(0, time - account.last) / DAY;
    account.last = Math.max(account.last, time);
    const deposit = ((1 - STRIKE_SHARE) * this.#budget.perDay * days) / tail.operators.size;
    const alarm = settle(account, deposit, e);
    const run = this.#foremost;
    if (alarm && !learning && run !== undefined && run.alert === undefined) {
      this.#alert(run, time, strength(tail, run.story, run.score, run.operator));
    }
  }

  #alert(run: Run, time: number, rate: number): void {
    const { alerted, alerts, tail } = this.#state;
    const keys = mattersOf(run);
    const known = keys.map((key) => alerted.get(key)).find((at) => at !== undefined);
    if (known !== undefined) {
      run.alert = known;
      const alert = alerts[known] as Alert;
      if (alert.run.story !== run.story && !alert.also.includes(run.story)) alert.also.push(run.story);
      return;
    }
    run.alert = alerts.length;
    for (const key of keys) alerted.set(key, run.alert);
    const limit = 2 * strength(tail, run.story, run.score, run.operator);
    const story = this.#stories.find(({ name }) => name === run.story);
    alerts.push({
      run,
      operator: story?.foremost?.(run) ?? run.operator,
      time,
      score: run.score,
      ratePerDay: rate,
      near: new Set(asStrong(tail, limit, run.operator, 1)).size,
      colleagues: tail.operators.size - 1,
      also: [],
    });
  }

  #sweep(now: number): void {
    this.#state.swept = now;
    for (const story of this.#stories) story.forget(now);
    forgetSubjects(this.#state.subjects, now - 60 * DAY);
    forgetCases(this.#state.cases, now - 200 * DAY);
  }

  *findings(): Generator<ExplainedFinding> {
    for (const alert of this.#state.alerts) yield this.#finding(alert);
  }

  #finding(alert: Alert): ExplainedFinding {
    const { run, operator } = alert;
    const story = this.#stories.find(({ name }) => name === run.story) as Story;
    const ids = idsOf(run);
    const detector = `story/${run.story}`;
    const subjects = run.subjects.filter((subject): subject is Pseudonym => PSEUDONYM_PATTERN.test(subject));
    return {
      finding: {
        id: findingId({ detector, operator, subjects: subjects.slice(0, 1), firstEvent: ids[0] as string }),
        time: new Date(alert.time).toISOString(),
        since: new Date(run.since).toISOString(),
        detector,
        severity: severityOf(alert, this.#budget),
        operator,
        subjects,
        lookups: run.lookups,
        explanation: story.explain(run, alert),
        evidence: {
          nats: round(run.score),
          alertNats: round(alert.score),
          ratePerDay: round(alert.ratePerDay),
          // How rare the height that it has reached by now is among others' matters: all alert at about the same rarity.
          strength: round(
            -Math.log(Math.max(strength(this.#state.tail, run.story, run.peak, run.operator), 1e-12)),
          ),
          ...toldFigures(run, alert),
          also: alert.also,
          account: accountOf(run),
          ...story.evidence?.(run),
        },
      },
      events: () => ids,
      rows: marksIn(run.marks).map(eventOf),
    };
  }

  /** What the report and the summary say of how the budget was kept. */
  calibration(): Calibration {
    return calibrationOf(
      this.#budget,
      this.#state,
      this.#state.alerts.map(({ run }) => run),
    );
  }
}

function accountOf({ trace = [] }: Run): { time: string; nats: number }[] {
  const points = [];
  for (let i = 0; i + 1 < trace.length; i += 2) {
    points.push({ time: new Date(trace[i] as number).toISOString(), nats: round(trace[i + 1] as number) });
  }
  return points;
}

function severityOf(alert: Alert, budget: Budget): Severity {
  return alert.also.length >= 2 || alert.ratePerDay < budget.perDay / 30 ? "critical" : "high";
}

/** What a run is about: its operator with each of its subjects, or with the story where it is about none. */
function mattersOf({ operator, subjects, story }: Run): string[] {
  return subjects.length === 0
    ? [`${operator}\n${story}`]
    : subjects.map((subject) => `${operator}\n${subject}`);
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
