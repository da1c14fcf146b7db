import { OWN_CASE, vouchedFor } from "./explanation.ts";
import { caseClause, nearClause, spanDays } from "./fixation.ts";
import { firstSaid, isFirst, marksIn, saidIn } from "./marks.ts";
import { countOutcome, emptyRates, honestRate, type RateState } from "./rate-table.ts";
import { addMark, addSitting, DAY, openRun, type Run, takeMarks } from "./run.ts";
import { counted, shortList } from "./sentences.ts";
import type { Peers, Scene, Sitting, Story } from "./story.ts";

/**
 * One operator pursues one subject through several record systems. Each further sitting either stays in the systems
 * used so far or goes to a new one; evidence, on top of the fixation's, is ln(g / p) with p the peers' rate of going
 * to a new one with that many systems used and that much explained.
 */
export interface PursuitState {
  /** operator → subject → pursuit, from the second system on. */
  readonly pursuits: Map<string, Map<string, Pursuit>>;
  readonly rates: RateState;
}

interface Pursuit {
  readonly systems: string[];
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
    const known = sitting.pursuit;
    if (subject === undefined || known === undefined) return;
    const first = firstSaid(known.marks);
    if (first === undefined || isFirst(known.marks, sitting.mark.id)) return;
    let mine = this.state.pursuits.get(operator);
    let pursuit = mine?.get(subject);
    if (pursuit === undefined) {
      // Nearly every pursuit stays in one system: only the others are kept.
      if (event.system === first.system) {
        if (sitting.opens) this.#count(unit, 1, sitting, false);
        return;
      }
      if (mine === undefined) this.state.pursuits.set(operator, (mine = new Map()));
      const stayed = Math.max(0, known.sittings - (sitting.opens ? 2 : 1));
      const breadth = stayed * Math.log((1 - STORY) / (1 - this.#honest(unit, 1, sitting)));
      pursuit = { systems: [first.system], run: undefined, breadth, last: time };
      mine.set(subject, pursuit);
    }
    pursuit.last = time;
    const fresh = !pursuit.systems.includes(event.system);
    if (!fresh && !sitting.opens) {
      if (pursuit.run !== undefined) addMark(pursuit.run, sitting.mark);
      return;
    }
    const honest = this.#count(unit, pursuit.systems.length, sitting, fresh);
    pursuit.breadth += fresh ? Math.log(STORY / honest) : Math.log((1 - STORY) / (1 - honest));
    if (fresh) pursuit.systems.push(event.system);
    if (pursuit.systems.length < 2) return;
    if (pursuit.run === undefined) {
      const before = marksIn(known.marks);
      pursuit.run = openRun(this.name, operator, unit, [subject], before[0]?.time ?? time);
      takeMarks(
        pursuit.run,
        before.filter(({ id }) => id !== sitting.mark.id),
      );
    }
    const { run } = pursuit;
    if (sitting.opens) addSitting(run, time, sitting.explanation);
    addMark(run, sitting.mark);
    run.score = Math.max(0, pursuit.breadth) + known.score;
    scene.claim(run, sitting);
  }

  /** Counts a further sitting with so many systems used; returns the honest rate of a new one as it was before. */
  #count(unit: string, systems: number, sitting: Sitting, fresh: boolean): number {
    const honest = this.#honest(unit, systems, sitting);
    countOutcome(this.state.rates, unit, cellOf(systems, sitting), fresh ? 0 : 1);
    return honest;
  }

  #honest(unit: string, systems: number, sitting: Sitting): number {
    return honestRate(this.state.rates, unit, cellOf(systems, sitting), 0, PRIOR);
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
    const systems = systemsOf(run);
    return (
      `${run.operator} pursued one subject through ${counted(systems.length, "record system")} ` +
      `(${shortList(systems, 6)}) in ${counted(run.sittings, "sitting")} over ${counted(spanDays(run), "day")}; ` +
      `${caseClause(run)}; ${nearClause(peers)}.`
    );
  }

  evidence(run: Run): Record<string, unknown> {
    return { systems: systemsOf(run) };
  }
}

function systemsOf({ marks }: Run): readonly string[] {
  return [...new Set(saidIn(marks).map(({ system }) => system))];
}

function cellOf(systems: number, { explanation }: Sitting): number {
  return Math.min(systems, 4) * 3 + (vouchedFor(explanation) ? 2 : explanation >= OWN_CASE ? 1 : 0);
}
