import type { AccessEvent } from "../../model/index.ts";
import { type FactNoun, type FactReader, type Moment, PER_OPERATOR } from "./fact.ts";

export const masked: FactNoun = {
  noun: "masked",
  facts: {
    lookups: {
      meaning:
        "For a look-up whose subject the log withholds: how many such the operator has made, this one included.",
      bounded: PER_OPERATOR,
    },
    percent: {
      meaning: "What part of the operator's look-ups so far these are, in whole per cent.",
      bounded: PER_OPERATOR,
    },
    everybodyPercent: {
      meaning: "The same for all operators together.",
      bounded: "two numbers",
    },
  },
  open: () => new MaskedReader(),
};

interface MaskedState {
  readonly lookups: number;
  readonly masked: number;
}

class MaskedReader implements FactReader {
  readonly facts: Record<"lookups" | "percent" | "everybodyPercent", number | undefined> = {
    lookups: undefined,
    percent: undefined,
    everybodyPercent: undefined,
  };
  #lookups = 0;
  #masked = 0;

  see(event: AccessEvent, { lookup, operator }: Moment): boolean {
    this.facts.lookups = undefined;
    this.facts.percent = undefined;
    this.facts.everybodyPercent = undefined;
    if (!lookup) return false;
    this.#lookups++;
    operator.maskable++;
    if (!withholdsSubject(event)) return false;
    this.#masked++;
    operator.masked++;
    this.facts.lookups = operator.masked;
    this.facts.percent = Math.floor((100 * operator.masked) / operator.maskable);
    this.facts.everybodyPercent = Math.floor((100 * this.#masked) / this.#lookups);
    return true;
  }

  snapshot(): MaskedState {
    return { lookups: this.#lookups, masked: this.#masked };
  }

  resume({ lookups, masked: withheld }: MaskedState): void {
    this.#lookups = lookups;
    this.#masked = withheld;
  }
}

function withholdsSubject({ subjects }: AccessEvent): boolean {
  if (subjects === undefined) return false;
  for (let index = 0; index < subjects.length; index++) if (subjects[index]!.withheld === true) return true;
  return false;
}
