import type { AccessEvent } from "../../model/index.ts";
import { flatten } from "../../intake/bounded-memo.ts";
import { type FactNoun, type FactReader, type Moment, PER_OPERATOR } from "./fact.ts";

const TOGETHER = 10 * 60_000;

export const address: FactNoun = {
  noun: "address",
  facts: {
    concurrent: {
      meaning:
        "True where the operator came from this address, from another, and from this one again within 10 minutes. One change of network is not that.",
      bounded: PER_OPERATOR,
    },
  },
  open: () => new AddressReader(),
};

class AddressReader implements FactReader {
  readonly facts: Record<"concurrent", boolean | undefined> = { concurrent: undefined };

  see(event: AccessEvent, { ms, operator }: Moment): boolean {
    const from = event.session?.address;
    if (from === undefined || event.automated === true) {
      this.facts.concurrent = undefined;
      return false;
    }
    if (from === operator.address) {
      operator.addressMs = ms;
      this.facts.concurrent = false;
      return false;
    }
    this.facts.concurrent =
      from === operator.otherAddress && Math.abs(ms - operator.otherAddressMs) <= TOGETHER;
    operator.otherAddress = operator.address;
    operator.otherAddressMs = operator.addressMs;
    operator.address = flatten(from);
    operator.addressMs = ms;
    return this.facts.concurrent;
  }
}
