import type { City } from "../city/city.ts";
import { type Circle, CIRCLES } from "../city/society.ts";
import type { SubjectJson, SystemName } from "../event.ts";
import type { RandomStream } from "../random/stream.ts";
import type { RecordBook } from "../records/record-book.ts";
import type { Period } from "../records/shown-row.ts";
import { drawTie, type Tie, type Tradecraft } from "../records/ties.ts";
import type { Register, RegisteredPerson } from "./register.ts";

/** `ties.json`: what the registered relations really are, in the register's order. For scoring only. */
export interface TrueTies {
  readonly version: 1;
  /** The period of `seen`, RFC 3339, end exclusive. */
  readonly from: string;
  readonly to: string;
  readonly ties: readonly TrueTie[];
}

export interface TrueTie {
  readonly from: string;
  readonly to: string;
  readonly kind: Tie["kind"];
  readonly tradecraft: Tradecraft;
  /** False: registered, and nothing to do with each other beyond `circles` and chance. */
  readonly real: boolean;
  /** Circles that the two share whatever their relation is. */
  readonly circles: readonly Circle[];
  /** What the tie adds a week, on average. */
  readonly perWeek: { readonly calls: number; readonly meetings: number; readonly transfers: number };
  /** All that the two had with each other in the period, whatever the reason. Calls include messages. */
  readonly seen: { readonly calls: number; readonly meetings: number; readonly transfers: number };
}

/** One family member, one friend and one stranger met in secret, for each of these people. */
export function drawTies(
  principals: readonly number[],
  cityOf: (person: number) => City,
  random: RandomStream,
): Tie[] {
  return principals.flatMap((person) => {
    const city = cityOf(person);
    return (["handler-source", "family", "meets"] as const).flatMap((kind) => {
      const other = partnerOf(city, person, kind, random);
      return other === undefined ? [] : [drawTie(person, other, kind, random)];
    });
  });
}

/** Somebody who fits the kind of relation: a housemate, a friend, or a stranger. Undefined: this person lives alone. */
export function partnerOf(
  city: City,
  person: number,
  kind: Tie["kind"],
  random: RandomStream,
): number | undefined {
  const { society } = city;
  if (kind === "handler-source") return stranger(city, person, random);
  const circle = kind === "family" ? "household" : "friends";
  const others = society
    .members(circle, society.circleOf(person, circle))
    .filter((member) => member !== person);
  return others.length === 0 ? undefined : random.pick(others);
}

/** Somebody who shares no circle with this person. */
function stranger(city: City, person: number, random: RandomStream): number {
  for (;;) {
    const other = city.anybody(random);
    if (other !== person && sharedCircles(city, person, other).length === 0) return other;
  }
}

function sharedCircles({ society }: City, one: number, other: number): Circle[] {
  return CIRCLES.filter((circle) => society.circleOf(one, circle) === society.circleOf(other, circle));
}

/** The register of these ties, and the internal id of each person. `principals` come first, tied or not. */
export function enrol(
  ties: readonly Tie[],
  principals: readonly number[],
  identifiers: (person: number) => readonly SubjectJson[],
): { readonly register: Register; readonly ids: ReadonlyMap<number, string> } {
  const ids = new Map<number, string>();
  const people: RegisteredPerson[] = [];
  for (const person of [...principals, ...ties.flatMap((tie) => [tie.from, tie.to])]) {
    if (ids.has(person)) continue;
    const id = `R${String(ids.size + 1).padStart(5, "0")}`;
    ids.set(person, id);
    people.push({ id, identifiers: identifiers(person) });
  }
  const relations = ties.map(({ from, to, kind }) => ({ from: ids.get(from)!, to: ids.get(to)!, kind }));
  return { register: { version: 1, people, relations }, ids };
}

/** What a person is called in these systems; the second phone too, where calls are kept and there is one. */
export function identifiersOf(
  book: RecordBook,
  person: number,
  systems: Iterable<SystemName>,
): readonly SubjectJson[] {
  const found = new Map<string, SubjectJson>();
  const add = (subject: SubjectJson) => found.set(`${subject.type}:${subject.id}`, subject);
  for (const system of systems) {
    add(book.city.identifier(system, person));
    if (system === "calls" && book.phones.hasSecond(person)) add(book.phones.number(person, true));
  }
  return [...found.values()];
}

export function trueTies(
  ties: readonly Tie[],
  ids: ReadonlyMap<number, string>,
  bookOf: (person: number) => RecordBook,
  period: Period,
): TrueTies {
  return {
    version: 1,
    from: new Date(period.from).toISOString(),
    to: new Date(period.to).toISOString(),
    ties: ties.map((tie) => {
      const book = bookOf(tie.from);
      const { from, to, kind, tradecraft, calls, meetings, transfers } = tie;
      return {
        from: ids.get(from)!,
        to: ids.get(to)!,
        kind,
        tradecraft,
        real: tradecraft !== "none",
        circles: sharedCircles(book.city, from, to),
        perWeek: { calls, meetings, transfers },
        seen: book.between(tie, period),
      };
    }),
  };
}
