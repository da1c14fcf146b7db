import { TIES, TRADECRAFT } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";
import { WeightTable } from "../random/tables.ts";
import type { Relation } from "../truth/register.ts";
import { type Conduct, includes } from "./conduct.ts";

export type Tradecraft = keyof typeof TRADECRAFT | "circle" | "guarded" | "none";

/** A registered relation as the record systems see it. */
export interface Tie {
  readonly from: number;
  readonly to: number;
  readonly kind: Relation["kind"];
  readonly tradecraft: Tradecraft;
  /** A week, besides what the circle does that the two may share. */
  readonly calls: number;
  readonly meetings: number;
  readonly transfers: number;
  /** Both have a second phone for it. */
  readonly second: boolean;
  /** They meet where everybody passes. */
  readonly busy: boolean;
  /** Only `from` calls. */
  readonly oneWay?: true;
}

const NAMES = Object.keys(TRADECRAFT) as (keyof typeof TRADECRAFT)[];
const NAME = new WeightTable(NAMES.map((name) => TRADECRAFT[name].weight));

/** Draws how two people keep in touch. Family and friends do what their circle does, some of them less of it. */
export function drawTie(from: number, to: number, kind: Tie["kind"], random: RandomStream): Tie {
  if (kind !== "handler-source") {
    const tradecraft = random.chance(TIES.guarded) ? "guarded" : "circle";
    return { ...NOTHING, from, to, kind, tradecraft };
  }
  const name = NAMES[NAME.draw(random)]!;
  const { calls, meetings, transfers, second, busy } = TRADECRAFT[name];
  const factor = random.logNormal(1, TIES.spread);
  return {
    from,
    to,
    kind,
    tradecraft: name,
    calls: calls * factor,
    meetings: meetings * random.logNormal(1, TIES.spread),
    transfers: transfers * factor,
    second,
    busy,
  };
}

/** A registered pair that has nothing to do with each other. */
export function noTie(from: number, to: number, kind: Tie["kind"]): Tie {
  return { ...NOTHING, from, to, kind, tradecraft: "none" };
}

const NOTHING = { calls: 0, meetings: 0, transfers: 0, second: false, busy: false } as const;

/** All ties of a world by person, and how their people behave. Memory grows with the register, not with people. */
export class Ties {
  readonly all: readonly Tie[];
  /** All, and the calls to strangers that cover them. */
  readonly lines: readonly Tie[];
  readonly conduct: Conduct;
  readonly #byPerson = new Map<number, Tie[]>();

  constructor(all: readonly Tie[], conduct: Conduct = {}, covers: readonly Tie[] = []) {
    this.all = all;
    this.lines = [...all, ...covers];
    this.conduct = conduct;
    for (const tie of this.lines) {
      for (const person of [tie.from, tie.to]) {
        const known = this.#byPerson.get(person);
        if (known === undefined) this.#byPerson.set(person, [tie]);
        else known.push(tie);
      }
    }
  }

  of(person: number): readonly Tie[] {
    return this.#byPerson.get(person) ?? [];
  }

  /** The first tie of two people, whichever is asked first. */
  between(a: number, b: number): Tie | undefined {
    return this.#byPerson
      .get(a)
      ?.find(({ from, to, oneWay }) => oneWay === undefined && (from === b || to === b));
  }

  /** Ties of this person that have phones of their own. */
  withOwnPhones(person: number): readonly Tie[] {
    const { ownPhones } = this.conduct;
    if (ownPhones === undefined) return [];
    return this.of(person).filter((tie) => tie.oneWay === undefined && includes(ownPhones, tie));
  }

  meetsAnywhere(tie: Tie): boolean {
    return tie.oneWay === undefined && includes(this.conduct.variedPlaces, tie);
  }

  /** What is left of the traffic that two people's circle would have. */
  left(a: number, b: number): number {
    const ties = this.#byPerson.get(a);
    if (ties === undefined) return 1;
    const guarded = ties.some((tie) => (tie.from === b || tie.to === b) && tie.tradecraft === "guarded");
    return guarded ? TIES.guardedLeft : 1;
  }
}
