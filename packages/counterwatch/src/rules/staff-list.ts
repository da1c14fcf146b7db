import {
  type Pseudonym,
  type Subject,
  SUBJECT_TYPES,
  type SubjectType,
  SYSTEMS,
  type System,
} from "../model/index.ts";
import { listError, type ListRow, readInstant, readListRows } from "./list-rows.ts";

/** One post that somebody holds; who changes posts has several. */
interface Post {
  /** Milliseconds; first and last moment of the post. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** Record systems that the post may use; undefined: not said. */
  readonly systems: ReadonlySet<System> | undefined;
}

export interface StaffMember {
  readonly posts: readonly Post[];
  /** The last moment of the last post; undefined while one has no end. */
  readonly lastDay: number | undefined;
}

const WHAT = "staff list";
const FORM = { what: WHAT, required: ["operator"], optional: ["from", "to", "systems", ...SUBJECT_TYPES] };

/** Who works here, and under which subjects (their own plates, phones …) they would appear as somebody looked up. */
export class StaffList {
  readonly #members: ReadonlyMap<string, StaffMember>;
  readonly #ownerBySubject: ReadonlyMap<Pseudonym, string>;

  constructor(members: ReadonlyMap<string, StaffMember>, ownerBySubject: ReadonlyMap<Pseudonym, string>) {
    this.#members = members;
    this.#ownerBySubject = ownerBySubject;
  }

  get size(): number {
    return this.#members.size;
  }

  get knowsIdentifiers(): boolean {
    return this.#ownerBySubject.size > 0;
  }

  member(operator: string): StaffMember | undefined {
    return this.#members.get(operator);
  }

  /** The operator to whom a subject belongs. */
  owner(subject: Pseudonym): string | undefined {
    return this.#ownerBySubject.get(subject);
  }
}

/**
 * Reads a staff list: CSV or JSON Lines, columns operator and, where known, from and to (first and last day of a post),
 * systems (separated by `;`), and identifiers by subject type (plate, phone …, several separated by `;`).
 * `identifiers` is intake's: a staff member's plate becomes the pseudonym that it has in events, and is not kept.
 * @throws CounterwatchError `config` with file and line, without the values.
 */
export function parseStaffList(
  source: string,
  options: {
    file: string;
    identifiers: {
      operator(raw: string): { id: string } | undefined;
      subject(type: SubjectType, raw: string): Subject | undefined;
    };
  },
): StaffList {
  const posts = new Map<string, Post[]>();
  const ownerBySubject = new Map<Pseudonym, string>();
  for (const row of readListRows(source, options.file, FORM)) {
    const operator = options.identifiers.operator(row.values.get("operator")!)?.id;
    if (operator === undefined) throw listError(WHAT, row.place, "operator cannot be read");
    posts.set(operator, [...(posts.get(operator) ?? []), post(row)]);
    for (const type of SUBJECT_TYPES) {
      for (const raw of (row.values.get(type) ?? "").split(";")) {
        if (raw.trim() === "") continue;
        const subject = options.identifiers.subject(type, raw.trim());
        if (subject?.id === undefined || subject.partial === true) {
          throw listError(WHAT, row.place, `a ${type} cannot be read`, "Write it in full, as the log would.");
        }
        const owner = ownerBySubject.get(subject.id);
        if (owner !== undefined && owner !== operator) {
          throw listError(WHAT, row.place, `a ${type} already belongs to somebody else in the list`);
        }
        ownerBySubject.set(subject.id, operator);
      }
    }
  }
  const members = new Map<string, StaffMember>();
  for (const [operator, held] of posts) members.set(operator, { posts: held, lastDay: lastDay(held) });
  return new StaffList(members, ownerBySubject);
}

function post(row: ListRow): Post {
  const from = readInstant(row, "from", WHAT);
  const to = readInstant(row, "to", WHAT, true);
  if (from !== undefined && to !== undefined && to < from)
    throw listError(WHAT, row.place, "to lies before from");
  const named = row.values.get("systems")?.split(/[;,\s]+/);
  const systems = named?.map((name) => SYSTEMS.find((system) => system === name.toLowerCase()));
  if (systems?.includes(undefined)) {
    throw listError(
      WHAT,
      row.place,
      "systems names one that does not exist",
      `Systems are: ${SYSTEMS.join(", ")}.`,
    );
  }
  return { from, to, systems: systems && new Set(systems as System[]) };
}

function lastDay(posts: readonly Post[]): number | undefined {
  let last = Number.NEGATIVE_INFINITY;
  for (const { to } of posts) {
    if (to === undefined) return undefined;
    last = Math.max(last, to);
  }
  return last;
}
