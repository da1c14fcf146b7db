import { type AccessEvent, instantMs } from "../../model/index.ts";
import type { Policy } from "../policy.ts";
import { type FactNoun, type FactReader, type Moment, NOTHING_KEPT } from "./fact.ts";

const DAY = 86_400_000;

export const windowNoun: FactNoun = {
  noun: "window",
  facts: {
    lookbackDays: {
      meaning: "Whole days from the beginning of the window to the look-up.",
      bounded: NOTHING_KEPT,
    },
    beyondPolicy: {
      meaning: "True where `lookbackDays` is more than the policy's `maxLookbackDays` for the record system.",
      bounded: NOTHING_KEPT,
    },
    policyDays: { meaning: "The policy's `maxLookbackDays` for the record system.", bounded: NOTHING_KEPT },
  },
  open: ({ policy }) => new WindowReader(policy),
};

class WindowReader implements FactReader {
  readonly facts: {
    lookbackDays: number | undefined;
    beyondPolicy: boolean | undefined;
    policyDays: number | undefined;
  } = {
    lookbackDays: undefined,
    beyondPolicy: undefined,
    policyDays: undefined,
  };
  readonly #limits: Policy["maxLookbackDays"];

  constructor(policy: Policy) {
    this.#limits = policy.maxLookbackDays;
  }

  see(event: AccessEvent, { ms }: Moment): boolean {
    const from = event.window?.from;
    if (from === undefined) {
      this.facts.lookbackDays = undefined;
      this.facts.beyondPolicy = undefined;
      this.facts.policyDays = undefined;
      return false;
    }
    const days = Math.floor((ms - instantMs(from)) / DAY);
    const limit = this.#limits[event.system];
    this.facts.lookbackDays = Math.max(0, days);
    this.facts.policyDays = limit;
    this.facts.beyondPolicy = limit === undefined ? undefined : days > limit;
    return true;
  }
}
