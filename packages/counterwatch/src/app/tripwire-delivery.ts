/**
 * Batches on their way from the outbox to the agency: said (ledger), sent until acknowledged, said to be acknowledged (ledger),
 * forgotten, in this order and one at a time.
 */
import type { LedgerAppender } from "../ledger/appender.ts";
import { CounterwatchError } from "../model/index.ts";
import type { Caller } from "../server/tripwire-channel.ts";
import { ACKNOWLEDGEMENT_BYTES, acknowledgement } from "../server/tripwire-reception.ts";
import type { TripwireOutbox } from "../store/tripwire-outbox.ts";
import { ledgerSource, type TripwireTerms } from "../tripwire/terms.ts";

const RETRY = [250, 500, 1000, 2000, 5000, 15_000] as const;

export interface DeliveryMeans {
  readonly outbox: TripwireOutbox;
  readonly caller: Caller;
  readonly ledger: LedgerAppender;
  readonly terms: TripwireTerms;
  readonly clock: () => number;
  /** Resolves early when the work is halted. */
  readonly wait: (milliseconds: number) => Promise<unknown>;
  readonly tell: (sentence: string) => void;
}

export class Delivery {
  readonly #means: DeliveryMeans;
  #sent = 0;

  constructor(means: DeliveryMeans) {
    this.#means = means;
  }

  /** Batches that were acknowledged. */
  get sent(): number {
    return this.#sent;
  }

  /** While `making` there may be more to come. Throws `evidence` where the agency has another batch of a number. */
  async run(halted: () => boolean, making: () => boolean): Promise<void> {
    const { outbox, terms, wait, tell } = this.#means;
    let failures = 0;
    while (!halted() && (making() || outbox.waiting > 0)) {
      const unsaid = outbox.unlogged();
      if (unsaid !== undefined) {
        const { number, epoch, root, count } = unsaid;
        await this.#say("tripwire-batch", { epoch, batch: number, root, count });
        outbox.logged(number);
      }
      const batch = outbox.oldest();
      if (batch === undefined) {
        await wait(Math.min(terms.tick / 4, 50));
        continue;
      }
      const refusal = await this.#put(batch.number, batch.root, batch.bytes);
      if (refusal === undefined) {
        const { number, epoch, root } = batch;
        await this.#say("tripwire-acknowledgement", { epoch, batch: number, root });
        outbox.acknowledge(number);
        this.#sent++;
        failures = 0;
        continue;
      }
      tell(refusal);
      await wait(RETRY[Math.min(failures++, RETRY.length - 1)] ?? 0);
    }
  }

  /** Undefined where it was acknowledged; else what to say. Throws `evidence` where the agency has another batch of this number. */
  async #put(number: number, root: string, bytes: Uint8Array): Promise<string | undefined> {
    let answer: { status: number; body: Uint8Array };
    try {
      answer = await this.#means.caller.call("PUT", `/v1/batches/${number}`, bytes, ACKNOWLEDGEMENT_BYTES);
    } catch (error) {
      if (error instanceof CounterwatchError) return `${error.message}. ${error.remedy ?? ""}`;
      throw error;
    }
    const text = Buffer.from(answer.body).toString("latin1");
    if (answer.status === 200 && text === acknowledgement(number, root)) return undefined;
    const reason = /"error":"([a-z-]{1,20})"/.exec(text)?.[1] ?? String(answer.status);
    if (reason === "other" || reason === "gap" || answer.status === 200)
      throw new CounterwatchError(
        "evidence",
        `the agency does not agree on what batch ${number} is (${reason})`,
        {
          remedy: "One of the folders was restored or copied: compare both ledgers before going on.",
        },
      );
    return `The agency did not take batch ${number} (${reason}).`;
  }

  #say(kind: "tripwire-batch" | "tripwire-acknowledgement", statement: Record<string, string | number>) {
    const time = new Date(this.#means.clock()).toISOString();
    return this.#means.ledger.append({ kind, source: ledgerSource(this.#means.terms), time, statement });
  }
}
