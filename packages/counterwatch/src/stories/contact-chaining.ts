import { vouchedFor } from "./explanation.ts";
import { caseClause, nearClause, spanDays } from "./fixation.ts";
import { countOutcome, emptyRates, honestRate, type RateState } from "./rate-table.ts";
import { firstSaid, type Marks, marksIn, NO_MARKS, withMark } from "./marks.ts";
import { addMark, addSitting, addSubject, DAY, openRun, type Run } from "./run.ts";
import { counted } from "./sentences.ts";
import type { Peers, Scene, Sitting, Story } from "./story.ts";

/**
 * An operator takes the contacts that an earlier look-up returned and looks up those. The trial is the root subject;
 * at every later sitting of the operator's, evidence is ln(g / p) with p the peers' rate of looking next at somebody
 * from a root's results, by how often they did already and on what grounds. Subjects that many
 * roots return (hubs: a taxi rank, a bank) link nothing and are left out.
 */
export interface ChainingState {
  /** operator → roots, newest last. */
  readonly roots: Map<string, Root[]>;
  /** How many roots returned a subject. */
  readonly returned: Map<string, number>;
  readonly rates: RateState;
}

interface Root {
  readonly subject: string;
  /** The one look-up that it began with. */
  readonly marks: Marks;
  readonly time: number;
  readonly contacts: Set<string>;
  /** Evidence so far; below nothing while the operator looks at others. */
  nats: number;
  run: Run | undefined;
}

/** Share of an operator's further sittings that a chain takes, before its first link and after. */
const STORY = [0.1, 0.3];
const CAP = 5;
const PRIOR = 0.15;
const ROOTS = 6;
const CONTACTS = 200;
const HUB = 6;
const HUBS_KEPT = 300_000;
const KEPT = 21 * DAY;
/** On what grounds somebody else is looked up, as seen from the root. */
const SAME_CASE = 0;
const VOUCHED = 1;
const NO_CASE = 2;
const SOME_CASE = 3;
const GROUNDS = 4;

export class ContactChaining implements Story {
  readonly name = "contact-chaining";
  readonly state: ChainingState;

  constructor(state?: ChainingState) {
    this.state = state ?? { roots: new Map(), returned: new Map(), rates: emptyRates(1) };
  }

  see(sitting: Sitting, scene: Scene): void {
    const { subject, operator, time } = sitting;
    if (subject === undefined) return;
    let roots = this.state.roots.get(operator) ?? [];
    if (sitting.opens) {
      roots = roots.filter((root) => root.run?.alert !== undefined || time - root.time < KEPT);
      for (const root of roots) this.#bet(root, subject, sitting, scene);
    }
    this.#remember(roots, subject, sitting);
    if (roots.length > 0) this.state.roots.set(operator, roots);
    else this.state.roots.delete(operator);
  }

  #bet(root: Root, subject: string, sitting: Sitting, scene: Scene): void {
    if (root.subject === subject) return;
    const { unit, time, explanation } = sitting;
    // Coming back to a contact is the fixation's evidence.
    if (root.run?.subjects.includes(subject) === true) return addMark(root.run, sitting.mark);
    const linked = root.contacts.has(subject) && (this.state.returned.get(subject) ?? 0) < HUB;
    const links = (root.run?.sittings ?? 1) - 1;
    const cell = Math.min(links, 4) * GROUNDS + this.#grounds(root, sitting);
    const honest = honestRate(this.state.rates, unit, cell, 0, PRIOR);
    countOutcome(this.state.rates, unit, cell, linked ? 0 : 1);
    const story = STORY[Math.min(links, 1)] as number;
    if (!linked) {
      root.nats += Math.log((1 - story) / (1 - honest));
      if (root.run !== undefined) root.run.score = Math.max(0, root.nats);
      return;
    }
    if (root.run === undefined) {
      root.run = openRun(this.name, sitting.operator, unit, [root.subject], root.time);
      addSitting(root.run, root.time, explanation);
      for (const mark of marksIn(root.marks)) addMark(root.run, mark);
    }
    const { run } = root;
    const nats = Math.min(CAP, Math.log(story / honest));
    addSitting(run, time, explanation);
    addMark(run, sitting.mark);
    root.nats += nats;
    run.score = Math.max(0, root.nats);
    addSubject(run, subject, CONTACTS);
    sitting.nats = Math.max(sitting.nats, nats);
    scene.claim(run, sitting);
  }

  /** A case often has several people who know each other: what is looked up under the root's own case is no chain. */
  #grounds(root: Root, { mark, explanation }: Sitting): number {
    const name = mark.says.case;
    if (name !== undefined && name === firstSaid(root.marks)?.case) return SAME_CASE;
    return vouchedFor(explanation) ? VOUCHED : name === undefined ? NO_CASE : SOME_CASE;
  }

  #remember(roots: Root[], subject: string, { event, mark, time }: Sitting): void {
    const returned = event.result?.subjects;
    if (returned === undefined || returned.length === 0 || returned.length > CONTACTS) return;
    let root = roots.find((known) => known.subject === subject);
    if (root === undefined) {
      const marks = withMark(NO_MARKS, mark);
      roots.push((root = { subject, marks, time, contacts: new Set(), nats: 0, run: undefined }));
      if (roots.length > ROOTS)
        roots.splice(
          roots.findIndex(({ run }) => run?.alert === undefined),
          1,
        );
    }
    for (const { id } of returned) {
      if (id === undefined || id === subject || root.contacts.has(id)) continue;
      root.contacts.add(id);
      const times = this.state.returned.get(id) ?? 0;
      if (times < HUB) this.state.returned.set(id, times + 1);
    }
    while (this.state.returned.size > HUBS_KEPT) {
      this.state.returned.delete(this.state.returned.keys().next().value as string);
    }
  }

  forget(now: number): void {
    for (const [operator, roots] of this.state.roots) {
      const kept = roots.filter((root) => root.run?.alert !== undefined || now - root.time < KEPT);
      if (kept.length === 0) this.state.roots.delete(operator);
      else if (kept.length < roots.length) this.state.roots.set(operator, kept);
    }
  }

  explain(run: Run, peers: Peers): string {
    return (
      `${run.operator} looked up ${counted(run.subjects.length - 1, "contact")} that an earlier look-up of one ` +
      `subject had returned, in ${counted(run.sittings - 1, "sitting")} over ${counted(spanDays(run), "day")}; ` +
      `${caseClause(run)}; ${nearClause(peers)}.`
    );
  }
}
