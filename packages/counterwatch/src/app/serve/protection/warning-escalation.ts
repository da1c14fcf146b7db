/**
 * What runs out goes up the line of authority by itself: looked at when the next clock runs out, and at least once a minute, so that a
 * machine that slept finds out at once.
 */
import { escalationsDue, listWarnings } from "../../../incidents/warnings/warning-list.ts";
import type { WarnedTier } from "../../../incidents/warnings/authority.ts";
import { isOverdue, type Warning } from "../../../incidents/warnings/warning.ts";
import type { StepOf } from "../../../incidents/warnings/warning-steps.ts";
import type { WarningBook } from "../../warnings-book.ts";
import { Rounds } from "../rounds.ts";
import { warningOf } from "./among-books.ts";
import type { WarningBooks } from "./warning-books.ts";

/** A warning that went up the line of authority by itself. No person: this may leave the house. */
export interface EscalatedWarning {
  readonly warning: string;
  readonly incident: string;
  readonly tier: WarnedTier;
  /** Which office holds it now, and since when. */
  readonly office: string;
  readonly since: string;
  readonly overdue: boolean;
}

const LONGEST_REST = 60_000;

export interface WarningEscalationParts {
  readonly books: WarningBooks;
  readonly clock: () => Date;
  /** Once for each warning whose clock ran out or that went up the line: the one place from which others are told. */
  readonly onEscalated: (warnings: readonly EscalatedWarning[]) => void;
  readonly log: (sentence: string) => void;
}

export class WarningEscalation {
  readonly #parts: WarningEscalationParts;
  readonly #rounds: Rounds;
  /** Told once while the server runs; after a start once more. */
  readonly #overdue = new Set<string>();

  constructor(parts: WarningEscalationParts) {
    this.#parts = parts;
    this.#rounds = new Rounds({
      look: async () => {
        const next = await this.#escalate();
        return next === undefined ? undefined : next - parts.clock().getTime();
      },
      rest: LONGEST_REST,
      trouble: "clocks of warnings could not be looked at",
      log: parts.log,
    });
    this.#rounds.wake();
  }

  /** After warnings were drafted: their clocks run from now on. */
  wake(): void {
    this.#rounds.wake();
  }

  end(): Promise<void> {
    return this.#rounds.end();
  }

  /** Writes down what went up the line; the time at which the next one does, undefined for none. */
  async #escalate(): Promise<number | undefined> {
    const told = new Map<string, EscalatedWarning>();
    const next = await this.#parts.books.withAll(async (books) => {
      let soonest: number | undefined;
      for (const book of books) {
        for (const step of escalationsDue(book.warnings, book.now())) {
          await this.#parts.books.writing(book, () => book.take(step));
          told.set(step.warning, toldOf(book, step));
        }
        // Where a line has one office nothing goes up it, and the clock runs out all the same.
        for (const warning of book.warnings.byId.values()) {
          const known = `${warning.id} ${warning.clock.deadline}`;
          if (!isOverdue(warning, book.now()) || this.#overdue.has(known)) continue;
          this.#overdue.add(known);
          told.set(warning.id, overdueOf(warning));
        }
        for (const { open, line, deadline } of listWarnings(book.warnings, book.now())) {
          if (!open) continue;
          for (const at of [...line.map(({ until }) => until), deadline]) {
            const time = at === undefined ? Number.NaN : Date.parse(at);
            if (time > book.now() && !(time >= (soonest ?? Number.POSITIVE_INFINITY))) soonest = time;
          }
        }
      }
      return soonest;
    });
    if (told.size > 0) this.#parts.onEscalated([...told.values()]);
    return next;
  }
}

function toldOf(book: WarningBook, { warning, office, since }: StepOf<"escalated">): EscalatedWarning {
  const { clock, incident, basis } = warningOf(book, warning);
  return { warning, incident, tier: basis.tier, office, since, overdue: clock.deadline <= since };
}

function overdueOf({ id, incident, basis, clock }: Warning): EscalatedWarning {
  const office = clock.line.at(-1)?.office ?? "";
  return { warning: id, incident, tier: basis.tier, office, since: clock.deadline, overdue: true };
}
