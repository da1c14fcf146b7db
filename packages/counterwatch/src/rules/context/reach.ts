import type { AccessEvent } from "../../model/index.ts";
import { type FactNoun, type FactReader, NOTHING_KEPT } from "./fact.ts";

export const reach: FactNoun = {
  noun: "reach",
  facts: {
    wide: {
      meaning: "True where at least the policy's `reachNetworks` other agencies' networks were asked.",
      bounded: NOTHING_KEPT,
    },
  },
  open: ({ policy }) => new ReachReader(policy.reachNetworks),
};

class ReachReader implements FactReader {
  readonly facts: Record<"wide", boolean | undefined> = { wide: undefined };
  readonly #from: number;

  constructor(from: number) {
    this.#from = from;
  }

  see(event: AccessEvent): boolean {
    const networks = event.reach?.networks;
    this.facts.wide = networks === undefined ? undefined : networks >= this.#from;
    return this.facts.wide === true;
  }
}
