import { nearClause } from "./fixation.ts";
import { firstSaid } from "./marks.ts";
import {
  draw,
  drawn,
  emptyUrn,
  type PitmanYor,
  probabilityOf,
  probabilityOfNew,
  type Urn,
} from "./pitman-yor.ts";
import { countOutcome, emptyRates, honestRate, type RateState } from "./rate-table.ts";
import { addEvidence, addMark, addSitting, DAY, MINUTE, openRun, type Run } from "./run.ts";
import { counted } from "./sentences.ts";
import type { Peers, Scene, Sitting, Story } from "./story.ts";

/**
 * Somebody else works under this operator's account: from an address or client the operator never used, one that is
 * another operator's habit, or from two places at once. The trial is (operator, address). p for an address is the
 * Pitman-Yor predictive of the operator's own addresses. A new desk is soon the only one; a stranger's address goes on
 * alternating with the operator's own.
 */
export interface CredentialState {
  readonly operators: Map<string, Habits>;
  /** Address → who uses it, to know a neighbour's desk. */
  readonly users: Map<string, { readonly urn: Urn; last: number }>;
  readonly rates: RateState;
}

interface Habits {
  readonly addresses: Urn;
  readonly clients: Urn;
  /** Latest look-up by address, for two places at once. */
  lastAddress: string;
  last: number;
  /** By address; undefined where there was none yet. */
  strange: Map<string, Run> | undefined;
}

const ADDRESSES: PitmanYor = { discount: 0.3, concentration: 0.5 };
const SETTLED = 8;
const AT_ONCE = 10 * MINUTE;
const APPEARS = 0.2;
const HABIT = 0.3;
/** An address used this often is the operator's own by now. */
const PROBATION = 12;
const CAP = 4;
const STRANGE = 4;
const KEPT = 45 * DAY;
/** By how many sittings there were. */
const AT_ONCE_CELLS = ["at once/0", "at once/1", "at once/2", "at once/3"];
const STAYS_CELLS = ["stays/0", "stays/1", "stays/2", "stays/3"];

export class BorrowedCredential implements Story {
  readonly name = "borrowed-credential";
  readonly state: CredentialState;

  constructor(state?: CredentialState) {
    this.state = state ?? { operators: new Map(), users: new Map(), rates: emptyRates(1) };
  }

  see(sitting: Sitting, scene: Scene): void {
    const { event, operator, time } = sitting;
    const address = event.session?.address ?? event.session?.client;
    if (address === undefined) return;
    let habits = this.state.operators.get(operator);
    if (habits === undefined) {
      habits = {
        addresses: emptyUrn(),
        clients: emptyUrn(),
        lastAddress: address,
        last: time,
        strange: undefined,
      };
      this.state.operators.set(operator, habits);
    }
    const run = habits.strange?.get(address);
    if (run !== undefined && !sitting.opens && event.subjects !== undefined) addMark(run, sitting.mark);
    else this.#weigh(habits, address, sitting, scene);
    habits.lastAddress = address;
    habits.last = time;
  }

  #weigh(habits: Habits, address: string, sitting: Sitting, scene: Scene): void {
    const { operator, unit, time, event } = sitting;
    const settled = habits.addresses.draws >= SETTLED;
    const isNew = probabilityOf(habits.addresses, address, ADDRESSES) === 0;
    let run = habits.strange?.get(address);
    if (settled) countOutcome(this.state.rates, unit, "new", isNew ? 0 : 1);
    if (settled && (isNew || (run !== undefined && run.sittings < PROBATION))) {
      let nats = 0;
      if (run === undefined) {
        run = openRun(this.name, operator, unit, [], time);
        const strange = (habits.strange ??= new Map());
        strange.set(address, run);
        if (strange.size > STRANGE) strange.delete(strange.keys().next().value as string);
        const honest = Math.max(
          probabilityOfNew(habits.addresses, ADDRESSES),
          honestRate(this.state.rates, unit, "new", 0, 0.05),
        );
        nats += Math.log(APPEARS / honest);
        nats += this.#aside("neighbour", this.#elsewhere(address, operator), 0.5, unit);
        const client = event.session?.client;
        if (client !== undefined) {
          nats += this.#aside("client", probabilityOf(habits.clients, client, ADDRESSES) === 0, 0.4, unit);
        }
      }
      const n = Math.min(run.sittings, 3);
      nats += this.#aside(
        AT_ONCE_CELLS[n] as string,
        time - habits.last < AT_ONCE && habits.lastAddress !== address,
        0.4,
        unit,
      );
      nats += this.#aside(STAYS_CELLS[n] as string, habits.lastAddress !== address, 0.7, unit);
      addSitting(run, time, 0);
      addMark(run, sitting.mark);
      addEvidence(run, Math.max(-1, Math.min(CAP, nats)));
      sitting.nats = Math.max(sitting.nats, nats);
      scene.claim(run, sitting);
    } else if (run !== undefined) addMark(run, sitting.mark);
    draw(habits.addresses, address, 64);
    if (event.session?.client !== undefined) draw(habits.clients, event.session.client, 16);
    let users = this.state.users.get(address);
    if (users === undefined) this.state.users.set(address, (users = { urn: emptyUrn(), last: time }));
    users.last = Math.max(users.last, time);
    draw(users.urn, operator, 32);
  }

  /** Evidence of a circumstance that strangers bring at rate g and honest new addresses at the rate seen so far. */
  #aside(cell: string, holds: boolean, g: number, unit: string): number {
    const honest = honestRate(this.state.rates, unit, cell, 0, 0.2);
    countOutcome(this.state.rates, unit, cell, holds ? 0 : 1);
    return holds ? Math.log(g / honest) : Math.log((1 - g) / (1 - honest));
  }

  /** True where the address is somebody else's habit. */
  #elsewhere(address: string, operator: string): boolean {
    const users = this.state.users.get(address)?.urn;
    if (users === undefined || users.draws < SETTLED) return false;
    for (const [user, count] of drawn(users))
      if (user !== operator && count / users.draws > HABIT) return true;
    return false;
  }

  forget(now: number): void {
    for (const [address, { last }] of this.state.users)
      if (last < now - KEPT) this.state.users.delete(address);
    for (const habits of this.state.operators.values()) {
      for (const [address, run] of habits.strange ?? []) {
        if (run.alert === undefined && run.last < now - KEPT) habits.strange?.delete(address);
      }
      if (habits.strange?.size === 0) habits.strange = undefined;
    }
  }

  explain(run: Run, peers: Peers): string {
    const address = firstSaid(run.marks)?.address;
    return (
      `Under the account of ${run.operator}, ${counted(run.sittings, "sitting")} came from ` +
      `${address === undefined ? "a client" : `the address ${address}`} that this operator had not used before; ` +
      `${nearClause(peers)}.`
    );
  }

  evidence(run: Run): Record<string, unknown> {
    const address = firstSaid(run.marks)?.address;
    return address === undefined ? {} : { address };
  }
}
