import type { AccessEvent } from "../model/index.ts";
import type { CaseBook, Standing } from "./case-book.ts";
import type { Mark } from "./mark.ts";
import type { Run } from "./run.ts";
import type { SubjectBook } from "./subject-book.ts";

/** One look-up, or the part of it that concerns one subject, with what the books say about it. */
export interface Sitting {
  readonly event: AccessEvent;
  readonly mark: Mark;
  readonly time: number;
  /** Whole days since 1970, UTC. */
  readonly day: number;
  readonly operator: string;
  /** Peer group: the operator's unit; "" where the log has none. */
  readonly unit: string;
  /** Pseudonym; undefined for look-ups of places and lists, and for masked or partial subjects. */
  readonly subject: string | undefined;
  /** True for the look-up that begins a sitting: the only one that may be bet on. */
  readonly opens: boolean;
  /** To the case given; undefined where none is. */
  readonly standing: Standing | undefined;
  /** Class by `explanation.ts`; the fixation lets a case given earlier stand. */
  explanation: number;
  /** The operator's run on this subject, where there is one: set by the desk, and by the fixation after it has seen the sitting. */
  pursuit: Run | undefined;
  /** Evidence in nats that this sitting added to the pursuit. */
  nats: number;
}

/** What stories share. They read it; only the desk writes. */
export interface Scene {
  readonly subjects: SubjectBook;
  readonly cases: CaseBook;
  /** An operator's run on a subject so far, as the fixation keeps it. */
  pursuit(operator: string, subject: string): Run | undefined;
  /** Says that `run` gained evidence at this sitting: it is weighed against the budget. */
  claim(run: Run, sitting: Sitting): void;
}

/**
 * A statistical hypothesis of misuse. `state` is plain data, so that snapshot and resume are a copy. A new story is
 * one file with this shape and one test.
 */
export interface Story {
  readonly name: string;
  readonly state: object;
  see(sitting: Sitting, scene: Scene): void;
  /** Forgets what lies before; called about once a week of event time. */
  forget(now: number): void;
  /** One plain sentence with its numbers. */
  explain(run: Run, peers: Peers): string;
  evidence?(run: Run): Record<string, unknown>;
  /** Whom to ask about the run, where it is not about the operator who began it. */
  foremost?(run: Run): string;
}

/** How the run compares, for its sentence. */
export interface Peers {
  /** Other operators seen so far, and those with a run that comes near this one's score. */
  readonly colleagues: number;
  readonly near: number;
}
