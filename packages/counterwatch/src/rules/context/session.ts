import type { AccessEvent } from "../../model/index.ts";
import { flatten } from "../../intake/bounded-memo.ts";
import { type Generations, RecentMap } from "../recent-map.ts";
import type { FactNoun, FactReader, Moment } from "./fact.ts";

const SESSIONS = 20_000;
const OPERATORS = 16;
/** Some systems number sessions anew each day. */
const LIFETIME = 12 * 3_600_000;

interface Session {
  operators: readonly string[];
  lastMs: number;
}

export const session: FactNoun = {
  noun: "session",
  facts: {
    operators: {
      meaning: "How many accounts have used this session id of this source, with pauses of at most 12 hours.",
      bounded: `the last ${SESSIONS.toLocaleString("en")} sessions, counting stops at ${OPERATORS}`,
    },
  },
  open: () => new SessionReader(),
};

class SessionReader implements FactReader {
  readonly facts: Record<"operators", number | undefined> = { operators: undefined };
  #sessions = new RecentMap<Session>(SESSIONS);

  see(event: AccessEvent, { ms }: Moment): boolean {
    const id = event.session?.id;
    if (id === undefined || event.automated === true) {
      this.facts.operators = undefined;
      return false;
    }
    const key = `${event.source}\u0000${id}`;
    let known = this.#sessions.get(key);
    if (known === undefined) {
      known = { operators: [], lastMs: ms };
      this.#sessions.set(key, known);
    } else if (ms - known.lastMs > LIFETIME) {
      known.operators = [];
    }
    if (ms > known.lastMs) known.lastMs = ms;
    if (known.operators.length < OPERATORS && !known.operators.includes(event.operator.id)) {
      // A list that grew by pushing has room for sixteen more, and of most sessions there is one operator.
      known.operators = known.operators.concat(flatten(event.operator.id));
    }
    this.facts.operators = known.operators.length;
    return true;
  }

  remembered(): number {
    return this.#sessions.size;
  }

  snapshot(): Generations<Session> {
    return this.#sessions.snapshot();
  }

  resume(state: Generations<Session>): void {
    this.#sessions = new RecentMap(SESSIONS, state);
  }
}
