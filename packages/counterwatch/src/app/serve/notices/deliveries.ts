/**
 * What is due goes out, target by target. A notice is lent from the outbox, sent, and settled; between the first and the last the process may
 * die, and then it is sent again under the same id when the loan ends.
 *
 * A target that cannot be reached holds up itself alone, and its notices wait longer each time. Each target sends one message at a time,
 * so that a receiver sees them in their order and is not flooded after it was away.
 */
import type { Channel, Outcome } from "../../../incidents/notices/channel.ts";
import type { ClaimedNotice, Outbox } from "../../../incidents/notices/outbox.ts";
import { MOST_TRIES, waitAfter } from "../../../incidents/notices/retrying.ts";

/** Messages of one target in one round. */
const MOST_IN_ROUND = 100;

export interface DeliveryParts {
  readonly outbox: Outbox;
  readonly channels: readonly Channel[];
  readonly clock: () => number;
  readonly random: () => number;
}

export class Deliveries {
  readonly #parts: DeliveryParts;
  readonly #failures = new Map<string, number>();
  #isEnding = false;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  /** Tries that failed since the start, by target. */
  get failures(): ReadonlyMap<string, number> {
    return this.#failures;
  }

  /** Sends what is due now. Gives when the next is due, in milliseconds since 1970; undefined: nothing waits. */
  async round(): Promise<number | undefined> {
    const { outbox, channels } = this.#parts;
    await this.#refuseForgotten();
    await Promise.all(channels.map((channel) => this.#serve(channel)));
    const due = [...(await outbox.due()).values()].map((time) => Date.parse(time));
    return due.length === 0 ? undefined : Math.min(...due);
  }

  /** No further message is begun. */
  end(): void {
    this.#isEnding = true;
  }

  async #serve(channel: Channel): Promise<void> {
    const { outbox } = this.#parts;
    const { target, address, atOnce, longest } = channel;
    const stopped = (await outbox.stopped()).find((each) => each.target === target.name);
    if (stopped !== undefined && stopped.address !== address) await outbox.resume(target.name);
    for (let sent = 0; sent < MOST_IN_ROUND && !this.#isEnding; sent++) {
      const now = this.#parts.clock();
      const loan = { now: stamp(now), until: stamp(now + longest), limit: atOnce };
      const notices = await outbox.claim(target.name, loan);
      if (notices.length === 0) return;
      const isTiring = notices.some(({ attempts }) => attempts > MOST_TRIES);
      const outcome: Outcome = isTiring
        ? { as: "refused", reason: "each try ended with the process itself" }
        : stopped?.address === address
          ? { as: "refused", reason: `the target ended on ${stopped.since.slice(0, 10)}: ${stopped.reason}` }
          : await channel.send(notices);
      await this.#settle(channel, notices, outcome);
      if (outcome.as === "failed" || outcome.as === "gone") return;
    }
  }

  async #settle(
    { target, address }: Channel,
    notices: readonly ClaimedNotice[],
    outcome: Outcome,
  ): Promise<void> {
    const { outbox, clock, random } = this.#parts;
    const now = stamp(clock());
    if (outcome.as === "delivered") return await outbox.settle(idsOf(notices), { state: "delivered" }, now);
    this.#failures.set(target.name, (this.#failures.get(target.name) ?? 0) + 1);
    const { reason } = outcome;
    if (outcome.as === "gone") await outbox.stop({ target: target.name, address, since: now, reason });
    if (outcome.as !== "failed") return await outbox.settle(idsOf(notices), { state: "dead", reason }, now);
    const last = notices.filter(({ attempts }) => attempts >= MOST_TRIES);
    if (last.length > 0) await outbox.settle(idsOf(last), { state: "dead", reason }, now);
    const rest = notices.filter(({ attempts }) => attempts < MOST_TRIES);
    const tries = Math.max(1, ...rest.map(({ attempts }) => attempts));
    const next = stamp(clock() + waitAfter(tries, random(), outcome.after));
    if (rest.length > 0) await outbox.settle(idsOf(rest), { state: "waiting", next, reason }, now);
  }

  /** Targets that the configuration no longer has: what waits for them would wait for ever. */
  async #refuseForgotten(): Promise<void> {
    const { outbox, channels, clock } = this.#parts;
    const known = new Set(channels.map(({ target }) => target.name));
    for (const [target] of await outbox.due()) {
      if (known.has(target)) continue;
      const now = clock();
      const loan = { now: "9999-12-31T00:00:00.000Z", until: stamp(now), limit: 10_000 };
      const lost = await outbox.claim(target, loan);
      const reason = "counterwatch.yaml has no such target any more";
      await outbox.settle(idsOf(lost), { state: "dead", reason }, stamp(now));
    }
  }
}

function idsOf(notices: readonly ClaimedNotice[]): string[] {
  return notices.map(({ id }) => id);
}

function stamp(ms: number): string {
  return new Date(ms).toISOString();
}
