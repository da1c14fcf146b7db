import { TEAM_CASE } from "./explanation.ts";
import { caseClause, nearClause, spanDays } from "./fixation.ts";
import { countOutcome, emptyRates, honestRate, type RateState } from "./rate-table.ts";
import { addMark, addSitting, DAY, openRun, type Run } from "./run.ts";
import { counted, shortList } from "./sentences.ts";
import type { Peers, Scene, Sitting, Story } from "./story.ts";

/**
 * One operator pursues one subject through several record systems. Each further sitting either stays in the systems
 * used so far or goes to a new one; evidence, on top of the fixation's, is ln(g / p) with p the peers' rate of going
 * to a new one with that many systems used and that much explained.
 */
export interface PursuitState {
  /** operator → subject → run, from the second system on; before, only the system's name. */
  readonly pursuits: Map<string, Map<string, Pursuit>>;
  readonly rates: RateState;
}

interface Pursuit {
  readonly systems: string[];
  readonly first: Sitting["mark"];
  run: Run | undefined;
  breadth: number;
  last: number;
}

const STORY = 0.6;
const PRIOR = 0.25;
const KEPT = 60 * DAY;

export class PursuitOverSystems implements Story {
  readonly name = "pursuit";
  readonly state: PursuitState;

  constructor(state?: PursuitState) {
    this.state = state ?? { pursuits: new Map(), rates: emptyRates(1) };
  }

  see(sitting: Sitting, scene: Scene): void {
    const { subject, operator, unit, time, event } = sitting;
    if (subject === undefined) return;
    let mine = this.state.pursuits.get(operator);
    if (mine === undefined) this.state.pursuits.set(operator, (mine = new Map()));
    const pursuit = mine.get(subject);
    if (pursuit === undefined) {
      mine.set(subject, {
        systems: [event.system],
        first: sitting.mark,
        run: undefined,
        breadth: 0,
        last: time,
      });
      return;
    }
    pursuit.last = time;
    const fresh = !pursuit.systems.includes(event.system);
    if (!fresh && !sitting.opens) {
      if (pursuit.run !== undefined) addMark(pursuit.run, sitting.mark);
      return;
    }
    const cell = `${Math.min(pursuit.systems.length, 4)}/${sitting.explanation >= TEAM_CASE ? 1 : 0}`;
    const honest = honestRate(this.state.rates, unit, cell, 0, PRIOR);
    pursuit.breadth += fresh ? Math.log(STORY / honest) : Math.log((1 - STORY) / (1 - honest));
    countOutcome(this.state.rates, unit, cell, fresh ? 0 : 1);
    if (fresh) pursuit.systems.push(event.system);
    if (pursuit.systems.length < 2) return;
    if (pursuit.run === undefined) {
      pursuit.run = openRun(this.name, operator, unit, [subject], pursuit.first.time);
      addMark(pursuit.run, pursuit.first);
      addSitting(pursuit.run, pursuit.first.time, sitting.explanation);
    }
    const { run } = pursuit;
    if (sitting.opens) addSitting(run, time, sitting.explanation);
    addMark(run, sitting.mark);
    run.score = Math.max(0, pursuit.breadth) + (sitting.pursuit?.score ?? 0);
    if (fresh) sitting.nats = Math.max(sitting.nats, 0.1);
    scene.claim(run, sitting);
  }

  forget(now: number): void {
    for (const [operator, mine] of this.state.pursuits) {
      for (const [subject, { run, last }] of mine) {
        if (run?.alert === undefined && last < now - KEPT) mine.delete(subject);
      }
      if (mine.size === 0) this.state.pursuits.delete(operator);
    }
  }

  explain(run: Run, peers: Peers): string {
    const systems = [...new Set(run.marks.map(({ system }) => system))];
    return (
      `${run.operator} pursued one subject through ${counted(systems.length, "record system")} ` +
      `(${shortList(systems, 6)}) in ${counted(run.sittings, "sitting")} over ${counted(spanDays(run), "day")}; ` +
      `${caseClause(run)}; ${nearClause(peers)}.`
    );
  }
}
