/** Tells others while `serve` runs: as the store's teller it says whom, and it carries out what is due. */
import type { DeskStore } from "../../../incidents/desk/desk-store.ts";
import { findingHappenings, stepHappenings } from "../../../incidents/notices/happenings.ts";
import type { Channel } from "../../../incidents/notices/channel.ts";
import {
  type Happening,
  noticeFor,
  type NoticeTarget,
  noticesOf,
} from "../../../incidents/notices/notice.ts";
import type { Teller } from "../../../incidents/notices/outbox.ts";
import { CounterwatchError } from "../../../model/index.ts";
import type { NoticeOffice } from "../../../server/desk/notices/notice-office.ts";
import { Rounds } from "../rounds.ts";
import { Deliveries } from "./deliveries.ts";

/** However long nothing is due, in milliseconds: somebody may have set the clock. */
const LONGEST_REST = 60_000;
const SHORTEST_REST = 200;
/** Where the store itself refuses. */
const AGAIN = 5000;

export class Notifying implements Teller, NoticeOffice {
  readonly #channels: readonly Channel[];
  readonly #clock: () => number;
  readonly #log: (sentence: string) => void;
  #deliveries: Deliveries | undefined;
  #store: DeskStore | undefined;
  #rounds: Rounds | undefined;
  #tests = 0;

  constructor(channels: readonly Channel[], clock: () => number, log: (sentence: string) => void) {
    this.#channels = channels;
    this.#clock = clock;
    this.#log = log;
  }

  get targets(): readonly NoticeTarget[] {
    return this.#channels.map(({ target }) => target);
  }

  get failures(): ReadonlyMap<string, number> {
    return this.#deliveries?.failures ?? new Map();
  }

  ofFindings(atHand: Parameters<Teller["ofFindings"]>[0]) {
    return noticesOf(findingHappenings(atHand), this.targets, this.#now());
  }

  ofSteps(...[steps, incidents]: Parameters<Teller["ofSteps"]>) {
    return noticesOf(stepHappenings(steps, incidents), this.targets, this.#now());
  }

  stored(): void {
    this.wake();
  }

  wake(): void {
    this.#rounds?.wake();
  }

  /** From when on things go out. */
  begin(store: DeskStore): void {
    this.#store = store;
    const deliveries = new Deliveries({
      outbox: store.outbox,
      channels: this.#channels,
      clock: this.#clock,
      random: Math.random,
    });
    this.#deliveries = deliveries;
    this.#rounds = new Rounds({
      look: async () => {
        const next = await deliveries.round();
        if (this.#channels.length === 0) return Number.POSITIVE_INFINITY;
        return next === undefined ? undefined : next - this.#clock();
      },
      rest: LONGEST_REST,
      shortest: SHORTEST_REST,
      again: AGAIN,
      trouble: "notices are kept and could not be sent yet",
      log: this.#log,
    });
    this.#rounds.wake();
  }

  /** For what no transaction of the store tells: silent sources, warnings. Told once for the same `kind`, `about` and `turn`. */
  async tell(happenings: readonly Happening[]): Promise<void> {
    const notices = noticesOf(happenings, this.targets, this.#now());
    if (notices.length === 0) return;
    await this.#store?.outbox.add(notices);
    this.stored();
  }

  /** Sends a test to one target, and lets it hear again where it had ended. Throws `not-found`. */
  async test(name: string): Promise<string> {
    const channel = this.#channels.find(({ target }) => target.name === name);
    if (channel === undefined || this.#store === undefined)
      throw new CounterwatchError("not-found", "there is no such target", {
        remedy: `Targets: ${this.targets.map((each) => each.name).join(", ") || "none; write some under notify: in counterwatch.yaml"}.`,
      });
    const now = this.#now();
    const turn = `${now} ${process.pid} ${++this.#tests}`;
    const notice = noticeFor(
      { ...channel.target, gather: 0 },
      { kind: "test", about: name, turn, at: now },
      now,
    );
    await this.#store.outbox.resume(name);
    await this.#store.outbox.add([notice]);
    this.stored();
    return notice.id;
  }

  /** What is being sent is finished first. */
  async end(): Promise<void> {
    this.#deliveries?.end();
    await this.#rounds?.end();
  }

  #now(): string {
    return new Date(this.#clock()).toISOString();
  }
}
