import type { AccessEvent } from "../../model/index.ts";
import { type FactNoun, type FactReader, NOTHING_KEPT } from "./fact.ts";

export const result: FactNoun = {
  noun: "result",
  facts: {
    bulk: {
      meaning: "True where the result has at least the policy's `bulkRows` rows.",
      bounded: NOTHING_KEPT,
    },
  },
  open: ({ policy }) => new ResultReader(policy.bulkRows),
};

class ResultReader implements FactReader {
  readonly facts: Record<"bulk", boolean | undefined> = { bulk: undefined };
  readonly #from: number;

  constructor(from: number) {
    this.#from = from;
  }

  see(event: AccessEvent): boolean {
    const rows = event.result?.rows;
    this.facts.bulk = rows === undefined ? undefined : rows >= this.#from;
    return this.facts.bulk === true;
  }
}
