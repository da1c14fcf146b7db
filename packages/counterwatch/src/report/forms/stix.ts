/**
 * STIX 2.1 (OASIS Standard, 10 June 2021): what was observed, by whom, and what it means.
 *
 *     observed-data ── object_refs ── user-account (the account that looked)
 *     sighting ── of attack-pattern (the detector), observed_data_refs, where_sighted_refs (this desk)
 *     note ── the sentence, on all of it          identity ── the operator, by internal id, of class individual
 *     grouping ── the findings of one incident
 *
 * Nobody is accused: an operator is an identity and an account, never a threat actor. Ids are UUIDv5, so that the same finding makes the same
 * objects and a second import adds nothing: for observables under the namespace of the specification (section 2.9), for all others under our own, as it asks.
 */
import type { HandedFinding, Origin } from "./handed-finding.ts";
import { sourceOf } from "../../model/index.ts";
import { uuid5 } from "./uuid.ts";

/** Section 2.9. */
const OBSERVABLES = "00abedb4-aa42-466c-9c01-fed23315a9b7";
/** Drawn at random once. */
const OURS = "6f0c3f0e-4a59-4bb0-9a43-6d1c1e3b7d52";
/** Of what never changes: the desk and its detectors. */
const BEGINNING = "2026-01-01T00:00:00.000Z";
const MOST_OBSERVED = 999_999_999;

type StixObject = { readonly type: string; readonly id: string } & Readonly<Record<string, unknown>>;

interface Grouping {
  readonly created: string;
  readonly modified: string;
  readonly refs: readonly string[];
}

/** Objects of findings in turn; what several findings share is given once. */
export class StixObjects {
  readonly #given = new Set<string>();
  readonly #groupings = new Map<string, Grouping>();
  readonly #origin: Origin;

  constructor(origin: Origin) {
    this.#origin = origin;
  }

  *of(finding: HandedFinding): Generator<StixObject> {
    const { id, detector, operator, since, time, lookups, explanation, severity, subjects } = finding;
    const created = finding.learned ?? time;
    const modified = finding.changed ?? created;
    const desk = this.#desk();
    const party = sourceOf(finding) === undefined ? individual(operator) : system(operator);
    const account = accountOf(operator);
    const pattern = patternOf(detector);
    const common = {
      created_by_ref: desk.id,
      created,
      modified,
      external_references: [{ source_name: "counterwatch", external_id: id }],
    };
    const observed = object("observed-data", id, {
      ...common,
      first_observed: earlier(since, time),
      last_observed: time,
      number_observed: Math.min(lookups, MOST_OBSERVED),
      object_refs: [account.id],
    });
    const sighting = object("sighting", id, {
      ...common,
      first_seen: earlier(since, time),
      last_seen: time,
      count: Math.min(lookups, MOST_OBSERVED),
      sighting_of_ref: pattern.id,
      observed_data_refs: [observed.id],
      where_sighted_refs: [desk.id],
    });
    const note = object("note", id, {
      ...common,
      abstract: `A lead, not a verdict: ${detector}`,
      content: explanation,
      labels: [`severity:${severity}`, ...subjects.map((subject) => `subject:${subject}`)],
      object_refs: [sighting.id, observed.id, party.id],
    });
    yield* this.#once([desk, party, account, pattern]);
    yield* [observed, sighting, note];
    if (finding.incident !== undefined) {
      const grouping = this.#groupings.get(finding.incident) ?? { created, modified, refs: [] };
      this.#groupings.set(finding.incident, {
        created: earlier(created, grouping.created),
        modified: later(modified, grouping.modified),
        refs: [...grouping.refs, observed.id, sighting.id, note.id],
      });
    }
  }

  /** After all findings: the incidents that they belong to. */
  *groupings(): Generator<StixObject> {
    for (const [incident, { created, modified, refs }] of this.#groupings)
      yield object("grouping", incident, {
        created_by_ref: this.#desk().id,
        created,
        modified,
        name: incident,
        context: "suspicious-activity",
        object_refs: refs,
        external_references: [{ source_name: "counterwatch", external_id: incident }],
      });
  }

  *#once(objects: readonly StixObject[]): Generator<StixObject> {
    for (const each of objects) {
      if (this.#given.has(each.id)) continue;
      this.#given.add(each.id);
      yield each;
    }
  }

  #desk(): StixObject {
    const stamps = { created: BEGINNING, modified: BEGINNING };
    return object("identity", "desk", {
      ...stamps,
      name: "Counterwatch",
      identity_class: "system",
      description: `Counterwatch ${this.#origin.version}`,
    });
  }
}

export function stixBundleId(seed: string): string {
  return `bundle--${uuid5(OURS, `bundle ${seed}`)}`;
}

function object(type: string, key: string, rest: Readonly<Record<string, unknown>>): StixObject {
  return { type, spec_version: "2.1", id: `${type}--${uuid5(OURS, `${type} ${key}`)}`, ...rest };
}

function individual(operator: string): StixObject {
  return object("identity", `operator ${operator}`, {
    created: BEGINNING,
    modified: BEGINNING,
    name: operator,
    identity_class: "individual",
  });
}

function system(source: string): StixObject {
  return object("identity", `source ${source}`, {
    created: BEGINNING,
    modified: BEGINNING,
    name: source,
    identity_class: "system",
  });
}

/** Contributing properties of a user account are account_type, user_id and account_login (section 6.16), as canonical JSON. */
function accountOf(operator: string): StixObject {
  const id = uuid5(OBSERVABLES, JSON.stringify({ user_id: operator }));
  return { type: "user-account", spec_version: "2.1", id: `user-account--${id}`, user_id: operator };
}

function patternOf(detector: string): StixObject {
  return object("attack-pattern", detector, {
    created: BEGINNING,
    modified: BEGINNING,
    name: detector,
    description: "A detector of Counterwatch: a way of looking people up that honest work does not explain.",
  });
}

/** Clocks of sources run backwards at times; the specification wants the first before the last. */
function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

function later(a: string, b: string): string {
  return a < b ? b : a;
}
