/** Rows about people with one-letter names, for tests. */
import { hash } from "node:crypto";
import { type Pseudonym, readPseudonym, type ShownRow } from "../../model/index.ts";
import type { PseudonymousRegister } from "../register-view.ts";

type Kind<K extends ShownRow["kind"]> = Extract<ShownRow, { kind: K }>;

const TIME = "2026-03-10T12:00:00.000Z";
let rows = 0;

function pseudonym(name: string): Pseudonym {
  return readPseudonym(`p1_${hash("sha256", name, "hex").slice(0, 24)}`) as Pseudonym;
}

export function party(name: string): { type: "phone"; id: Pseudonym } {
  return { type: "phone", id: pseudonym(name) };
}

export function call(from: string, to: string, more: Partial<Kind<"call">> = {}): Kind<"call"> {
  return {
    id: nextId(),
    system: "calls",
    kind: "call",
    time: TIME,
    from: party(from),
    to: party(to),
    ...more,
  };
}

export function sighting(who: string, site: string, more: Partial<Kind<"sighting">> = {}): Kind<"sighting"> {
  return {
    id: nextId(),
    system: "plates",
    kind: "sighting",
    time: TIME,
    subject: party(who),
    site: { id: site },
    ...more,
  };
}

export function fix(who: string, site: string | undefined, more: Partial<Kind<"fix">> = {}): Kind<"fix"> {
  const at = site === undefined ? {} : { site: { id: site } };
  return { id: nextId(), system: "location", kind: "fix", time: TIME, subject: party(who), ...at, ...more };
}

export function address(who: string, where: string): Kind<"address"> {
  return { id: nextId(), system: "finance", kind: "address", subject: party(who), thing: pseudonym(where) };
}

export function registerOf(
  people: readonly string[],
  relations: readonly (readonly [from: string, to: string, kind: string])[],
): PseudonymousRegister {
  return {
    id: "register",
    version: 1,
    people: people.map((member) => ({ member, parties: [party(member)] })),
    relations: relations.map(([from, to, kind]) => ({ from, to, kind })),
  };
}

function nextId(): string {
  return `row-${++rows}`;
}
