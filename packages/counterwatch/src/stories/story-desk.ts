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
import type { Budget } from "./budget.ts";
import { type CaseBook, forgetCases, noteCase, standing } from "./case-book.ts";
import { explain } from "./explanation.ts";
import type { Fixation } from "./fixation.ts";
import { DAY, eventOf, idsOf, markOf, type Run, SITTING_GAP } from "./run.ts";
import type { Scene, Sitting, Story } from "./story.ts";
import { tellStories } from "./stories.ts";
import { forgetSubjects, noteLooker, type SubjectBook } from "./subject-book.ts";
import { asStrong, countSitting, emptyTail, honestRatePerDay, raise, strength, type TailState } from "./tail.ts";

interface Alert {
  readonly run: Run;
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
  readonly alerts: Alert[];
  /** operator → subject → alert: the same matter alerts once, whichever story tells it. */
  readonly alerted: Map<string, number>;
  stories: Record<string, object>;
  swept: number;
}

const SUBJECTS_A_LOOKUP = 5;
/** Claims weaker than this many times the budget are not counted out. */
const WEAKEST = 12;

export class StoryDesk implements Detector, Scene {
  readonly #budget: Budget;
  readonly #state: DeskState;
  readonly #stories: readonly Story[];
  readonly #fixation: Fixation;

  constructor(budget: Budget, snapshot?: Uint8Array) {
    this.#budget = budget;
    this.#state = snapshot
      ? (deserialize(snapshot) as DeskState)
      : {
          tail: emptyTail(),
          subjects: new Map(),
          cases: new Map(),
          alerts: [],
          alerted: new Map(),
          stories: {},
          swept: 0,
        };
    const { fixation, all } = tellStories(this.#state.stories);
    this.#fixation = fixation;
    this.#stories = all;
    this.#state.stories = Object.fromEntries(this.#stories.map((story) => [story.name, story.state]));
  }

  get debugTail(): TailState {
    return this.#state.tail;
  }
  get subjects(): SubjectBook {
    return this.#state.subjects;
  }
  get cases(): CaseBook {
    return this.#state.cases;
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
    const mark = markOf(event, time);
    const subjects = singled(event);
    if (subjects.length === 0 || subjects.length > SUBJECTS_A_LOOKUP) this.#look(event, mark, time, undefined);
    else for (const subject of subjects) this.#look(event, mark, time, subject);
  }

  #look(event: AccessEvent, mark: ReturnType<typeof markOf>, time: number, subject: string | undefined): void {
    const operator = event.operator.id;
    const unit = event.operator.unit ?? "";
    const run = subject === undefined ? undefined : this.#fixation.pursuit(operator, subject);
    const opens = run === undefined || time - run.last >= SITTING_GAP;
    const sitting: Sitting = {
      event,
      mark,
      time,
      day: Math.floor(time / DAY),
      operator,
      unit,
      subject,
      opens,
      explanation: subject === undefined ? 0 : explain(event, mark.case, subject, time, this.#state),
      pursuit: undefined,
      nats: 0,
    };
    if (opens && subject !== undefined) countSitting(this.#state.tail, operator, unit);
    for (const story of this.#stories) story.see(sitting, this);
    if (subject !== undefined) this.#note(sitting, subject);
  }

  #note({ mark, operator, unit, time }: Sitting, subject: string): void {
    const name = mark.case;
    noteLooker(this.#state.subjects, subject, operator, unit, time, name !== undefined);
    if (name !== undefined) {
      const { cases } = this.#state;
      noteCase(cases, name, operator, subject, time, standing(cases, name, operator, subject));
    }
  }

  claim(run: Run, sitting: Sitting): void {
    const rising = run.score > run.peak;
    run.peak = Math.max(run.peak, run.score);
    const { tail, alerted, alerts } = this.#state;
    const claim = {
      story: run.story,
      matter: `${run.operator}\n${run.subjects[0] ?? run.story}`,
      operator: run.operator,
      group: run.group,
      score: run.score,
    };
    raise(tail, claim, this.#budget.perDay);
    if (run.alert !== undefined || !rising) return;
    if (strength(tail, run.story, run.score, run.operator) > WEAKEST * this.#budget.perDay) return;
    const rate = honestRatePerDay(tail, claim);
    if (rate > this.#budget.perDay) return;
    const known = run.subjects.map((subject) => alerted.get(`${run.operator}\n${subject}`)).find((at) => at !== undefined);
    if (known !== undefined) {
      run.alert = known;
      const alert = alerts[known] as Alert;
      if (alert.run.story !== run.story && !alert.also.includes(run.story)) alert.also.push(run.story);
      return;
    }
    run.alert = alerts.length;
    for (const subject of run.subjects) alerted.set(`${run.operator}\n${subject}`, run.alert);
    alerts.push({
      run,
      time: sitting.time,
      score: run.score,
      ratePerDay: rate,
      near: new Set(asStrong(tail, 2 * strength(tail, run.story, run.score, run.operator), run.operator, 1)).size,
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
    const { run } = alert;
    const story = this.#stories.find(({ name }) => name === run.story) as Story;
    const ids = idsOf(run);
    const detector = `story/${run.story}`;
    const subjects = run.subjects.filter((subject): subject is Pseudonym => PSEUDONYM_PATTERN.test(subject));
    return {
      finding: {
        id: findingId({ detector, operator: run.operator, subjects, firstEvent: ids[0] as string }),
        time: new Date(alert.time).toISOString(),
        since: new Date(run.since).toISOString(),
        detector,
        severity: severityOf(alert, this.#budget),
        operator: run.operator,
        subjects,
        lookups: run.lookups,
        explanation: story.explain(run, alert),
        evidence: { nats: round(alert.score), ratePerDay: round(alert.ratePerDay), also: alert.also },
      },
      events: () => ids,
      rows: run.marks.map(eventOf),
    };
  }
}

function severityOf(alert: Alert, budget: Budget): Severity {
  return alert.also.length >= 2 || alert.ratePerDay < budget.perDay / 30 ? "critical" : "high";
}

/** Subjects that the look-up singles out. */
function singled(event: AccessEvent): string[] {
  const ids: string[] = [];
  for (const { id, partial } of event.subjects ?? []) if (id !== undefined && !partial && !ids.includes(id)) ids.push(id);
  return ids;
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
