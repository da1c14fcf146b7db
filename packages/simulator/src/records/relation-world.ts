/**
 * A small city with registered relations whose truth is known, for measuring whether an assessment of exposure says what is so.
 *
 * Half of a measurement is what the relations are set against. Each real relation a–b comes with decoy relations a–x
 * of nobody's making, drawn from two strata that together are everybody else: people with whom a was in contact, and all
 * others. A decoy's `weight` says for how many pairs of its stratum it stands; a real relation stands for itself. So of
 * pairs to which an assessment gives about 0.7, the share that are real is estimated without bias by
 *
 *   sum of real pairs in the bin / sum of weights in the bin,
 *
 * as Horvitz and Thompson 1952 estimate totals from strata. With `circles` false the registered people have no family,
 * friends or colleagues in calls and money: whoever then stands out is the relation, or chance. With circles, a friend
 * stands out too: `circles` of each relation says so, and the caller decides whether to count it.
 */
import { Clock } from "../agency/roster.ts";
import { City } from "../city/city.ts";
import { Identities } from "../city/identities.ts";
import { type AccessEventJson, type SubjectJson, SYSTEM_NAMES, type SystemName } from "../event.ts";
import { ACTION_OF } from "../honest/lookups.ts";
import { Permutation } from "../random/permutation.ts";
import { RandomStream } from "../random/stream.ts";
import { WeightTable } from "../random/tables.ts";
import type { Register, Relation } from "../truth/register.ts";
import { enrol, identifiersOf, partnerOf, type TrueTie, trueTies } from "../truth/ties.ts";
import { Answers } from "./answers.ts";
import { checkConduct, type Conduct, coverTies } from "./conduct.ts";
import { checkKeeping, type Keeping } from "./keeping.ts";
import { RecordBook } from "./record-book.ts";
import type { Period, ShownRowJson } from "./shown-row.ts";
import { drawTie, noTie, type Tie, Ties } from "./ties.ts";

export interface RelationWorldOptions {
  /** Same seed, same world. Default 1. */
  readonly seed?: number | string;
  /** Default 5,000; from 500 to 200,000. */
  readonly people?: number;
  /** Real relations. Default 50; each takes two people who are in no other. */
  readonly relations?: number;
  /** Shares of their kinds. Default: handler and source alone. */
  readonly kinds?: Partial<Readonly<Record<Relation["kind"], number>>>;
  /** Decoys of each real relation, by stratum. Default one of each. Where there are fewer in a stratum, all of them. */
  readonly decoys?: { readonly contacts: number; readonly others: number };
  /** Whether the two of a real relation have circles in calls and money. Default true. */
  readonly circles?: boolean;
  /** Days of record time. Default 90. */
  readonly days?: number;
  /** Systems that the intruder read. Default all. */
  readonly systems?: readonly SystemName[];
  /** What was read of them: the records of each real relation's first person, of both, or everything. Default `first`. */
  readonly view?: "first" | "both" | "whole";
  /** The intruder knows second phones of those looked up, and looks these up as well. Default false. */
  readonly secondPhones?: boolean;
  /** How the two of a real relation behave instead. */
  readonly conduct?: Conduct;
  /** What systems keep less of. */
  readonly keeping?: Keeping;
}

/** A registered relation and what it really is. */
export interface JudgedTie extends TrueTie {
  /** For how many pairs it stands: 1 where it is real, else the size of its stratum over the decoys drawn from it. */
  readonly weight: number;
  readonly stratum: "real" | "contacts" | "others";
}

export interface RelationWorld {
  readonly period: Period;
  /** Real relations and decoys, in an order that tells nothing. */
  readonly register: Register;
  /** The truth about each, in the register's order. */
  readonly ties: readonly JudgedTie[];
  /** Those whose own records the intruder read. */
  readonly read: ReadonlySet<string>;
  /** The intruder's look-ups, each with all rows of one person in one system; none where systems are read whole. */
  lookups(): Iterable<AccessEventJson>;
  /** What they showed. Streams; a row that two look-ups show comes twice, with the same id. */
  rows(): Iterable<ShownRowJson>;
  /** The people with whom a registered person was in contact by calls or money in the period, each by all identifiers; in no order. */
  contacts(member: string): readonly (readonly SubjectJson[])[];
  /** A label for the person behind an identifier of this city, second phones included, or for a phone in nobody's name; undefined for any other identifier. */
  owner(subject: SubjectJson): string | undefined;
}

/** Throws RangeError with the option's name. */
export function relationWorld(options: RelationWorldOptions = {}): RelationWorld {
  const { seed = 1, people = 5000, relations = 50, days = 90, circles = true, view = "first" } = options;
  const systems = SYSTEM_NAMES.filter((name) => options.systems?.includes(name) ?? true);
  const decoys = options.decoys ?? { contacts: 1, others: 1 };
  if (!(Number.isInteger(people) && people >= 500 && people <= 200_000))
    throw new RangeError("people: from 500 to 200,000");
  if (!(Number.isInteger(relations) && relations >= 1 && relations * 8 <= people))
    throw new RangeError("relations: at least one, and at most one per eight people");
  if (!(Number.isInteger(days) && days >= 1 && days <= 1000)) throw new RangeError("days: from 1 to 1,000");

  const { conduct = {}, keeping = {} } = options;
  checkConduct(conduct);
  checkKeeping(keeping);

  const random = RandomStream.seeded(seed).fork("relations");
  const clock = new Clock(Date.UTC(2025, 0, 1), days);
  const period: Period = { from: clock.start, to: clock.end };
  const city = new City("city-a", 0, 0, people, clock, new Identities(random), random);
  const real = realTies(city, relations, options.kinds ?? { "handler-source": 1 }, random.fork("real"));
  const quiet = circles ? undefined : new Set(real.flatMap((tie) => [tie.from, tie.to]));
  const covers = coverTies(real, conduct, () => city, random.fork("covers"));
  const acting = new Ties(real, conduct, covers);
  const book = new RecordBook(city, clock, acting, random.fork("records"), quiet, keeping);
  const judged = shuffled(
    real.flatMap((tie, i) => [
      { tie, weight: 1, stratum: "real" as const },
      ...drawDecoys(book, tie, decoys, period, random.fork("decoys", i)),
    ]),
    random.fork("order"),
  );
  const ties = judged.map(({ tie }) => tie);
  const identifiers = (person: number) => identifiersOf(book, person, SYSTEM_NAMES);
  const { register, ids } = enrol(ties, [], identifiers);
  const persons = new Map(Array.from(ids, ([person, id]) => [id, person]));
  const truth = trueTies(ties, ids, () => book, period).ties;

  const answers = new Answers([book]);
  const lookedUp =
    view === "whole" ? [] : real.flatMap((tie) => (view === "both" ? [tie.from, tie.to] : [tie.from]));
  const asked = (person: number, system: SystemName): SubjectJson[] => {
    const second = options.secondPhones === true && (system === "calls" || system === "location");
    const first = city.identifier(system, person);
    return second && book.phones.hasSecond(person) ? [first, book.phones.number(person, true)] : [first];
  };
  function* lookups(): Generator<AccessEventJson> {
    const window = { from: new Date(period.from).toISOString(), to: new Date(period.to).toISOString() };
    let at = period.to;
    for (const [i, person] of lookedUp.entries()) {
      for (const system of systems) {
        for (const [line, subject] of asked(person, system).entries()) {
          at += 60_000;
          yield {
            id: `${city.name}-${system}:${String(i + 1).padStart(6, "0")}-${line + 1}`,
            time: new Date(at).toISOString(),
            source: `${city.name}-${system}`,
            system,
            action: ACTION_OF[system],
            operator: { id: "op-00001" },
            subjects: [subject],
            window,
          };
        }
      }
    }
  }
  return {
    period,
    register,
    read: new Set(view === "whole" ? ids.values() : lookedUp.map((person) => ids.get(person)!)),
    ties: truth.map((tie, i) => ({ ...tie, weight: judged[i]!.weight, stratum: judged[i]!.stratum })),
    lookups,
    *rows() {
      if (view === "whole") for (const system of systems) yield* book.whole(system, period);
      else for (const lookup of lookups()) yield* answers.to(lookup);
    },
    contacts(member) {
      const person = persons.get(member);
      if (person === undefined) throw new RangeError("member: not in this register");
      return book.contacts(person, period).map(identifiers);
    },
    owner(subject) {
      const owner = city.identities.ownerOf(subject);
      if (owner === undefined) return undefined;
      if (city.society.has(owner.person)) return `person-${owner.person}`;
      // A phone that a tie has for itself: nobody knows whose it is.
      return book.phones.isOwn(owner.person) ? `phone-${owner.person}` : undefined;
    },
  };
}

/** Nobody is in two relations, so that what one of them shows is not the other's doing. */
function realTies(
  city: City,
  count: number,
  kinds: NonNullable<RelationWorldOptions["kinds"]>,
  random: RandomStream,
): Tie[] {
  const names = Object.keys(kinds) as Relation["kind"][];
  const kind = new WeightTable(names.map((name) => kinds[name]!));
  const dealt = new Permutation(city.society.count, random.word(1), random.word(2));
  const taken = new Set<number>();
  const ties: Tie[] = [];
  for (let seat = 0; ties.length < count; seat++) {
    if (seat >= city.society.count) throw new RangeError("relations: not enough people of these kinds");
    const own = random.fork("tie", seat);
    const from = city.society.first + dealt.forward(seat);
    if (taken.has(from) || city.isHub(from)) continue;
    const name = names[kind.draw(own)]!;
    const to = partnerOf(city, from, name, own);
    if (to === undefined || taken.has(to) || city.isHub(to)) continue;
    taken.add(from).add(to);
    ties.push(drawTie(from, to, name, own));
  }
  return ties;
}

function drawDecoys(
  book: RecordBook,
  { from, to, kind }: Tie,
  decoys: { readonly contacts: number; readonly others: number },
  period: Period,
  random: RandomStream,
): { readonly tie: Tie; readonly weight: number; readonly stratum: "contacts" | "others" }[] {
  const contacts = book.contacts(from, period).filter((person) => person !== to);
  const known = new Set([...contacts, from, to]);
  const chosen = shuffled(contacts, random).slice(0, decoys.contacts);
  const others = new Set<number>();
  const { first, count } = book.city.society;
  const most = Math.min(decoys.others, count - known.size);
  while (others.size < most) {
    const person = first + random.below(count);
    if (!known.has(person)) others.add(person);
  }
  return [
    ...chosen.map((person) => ({
      tie: noTie(from, person, kind),
      weight: contacts.length / chosen.length,
      stratum: "contacts" as const,
    })),
    ...Array.from(others, (person) => ({
      tie: noTie(from, person, kind),
      weight: (count - known.size) / others.size,
      stratum: "others" as const,
    })),
  ];
}

/** Fisher and Yates 1938. */
function shuffled<T>(items: readonly T[], random: RandomStream): T[] {
  const all = [...items];
  for (let i = all.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}
