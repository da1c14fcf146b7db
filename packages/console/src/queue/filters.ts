/**
 * The queue's filters as the address has them, which is the form that the server reads: `severity=high,-low`; a minus before a
 * value leaves it out. The whole state of the page is in the address, the open finding (`id`) too.
 */

import type { Facets } from "../api/shapes.ts";

export const FIELDS = ["severity", "state", "detector", "operator", "owner"] as const;
export type Field = (typeof FIELDS)[number];
export const SORTS = ["urgency", "learned", "time"] as const;
export type Sort = (typeof SORTS)[number];

const KEYS = [...FIELDS, "q", "since", "until", "sort"] as const;
export type Filters = Readonly<Partial<Record<(typeof KEYS)[number], string>>>;
export type QueueAddress = Filters & { readonly id?: string };

/** What the queue shows to somebody who has chosen nothing. */
export const USUAL: Filters = { state: "new,taken" };

export interface Choice {
  readonly only: readonly string[];
  readonly not: readonly string[];
}
export type Side = keyof Choice;

/** Of an address: what is not ours is left out, and what has no value. */
export function readAddress(search: Readonly<Record<string, unknown>>): QueueAddress {
  const read: Record<string, string> = {};
  for (const key of [...KEYS, "id"]) {
    const value = search[key];
    if (typeof value === "string" && value !== "") read[key] = value;
  }
  return read;
}

export function readChoice(text: string | undefined): Choice {
  const values = (text ?? "").split(",").filter((value) => value !== "" && value !== "-");
  return {
    only: values.filter((value) => !value.startsWith("-")),
    not: values.filter((value) => value.startsWith("-")).map((value) => value.slice(1)),
  };
}

function writeChoice({ only, not }: Choice): string | undefined {
  const values = [...only, ...not.map((value) => `-${value}`)];
  return values.length === 0 ? undefined : values.join(",");
}

/** Chooses a value on one side, or takes it back where it stands there already. It cannot stand on both. */
export function toggle(filters: Filters, field: Field, value: string, side: Side): Filters {
  const before = readChoice(filters[field]);
  const other: Side = side === "only" ? "not" : "only";
  const present = before[side].includes(value);
  const without = (values: readonly string[]) => values.filter((each) => each !== value);
  return set(
    filters,
    field,
    writeChoice({
      [side]: present ? without(before[side]) : [...before[side], value],
      [other]: without(before[other]),
    } as unknown as Choice),
  );
}

/** Undefined or empty: without it. */
export function set<T extends Filters>(filters: T, key: keyof Filters, value: string | undefined): T {
  const next: Record<string, string> = { ...filters };
  if (value === undefined || value === "") delete next[key];
  else next[key] = value;
  return next as T;
}

/** How an address names whoever has no name: an account cannot be called so. */
export function namedValue(field: Field, value: string): string {
  return field === "owner" && value === "" ? "nobody" : value;
}

/** What the server is asked: without the open finding. */
export function askedOf(filters: QueueAddress): URLSearchParams {
  const search = new URLSearchParams();
  for (const key of KEYS) {
    const value = filters[key];
    if (value !== undefined) search.set(key, value);
  }
  return search;
}

function passes({ only, not }: Choice, value: string): boolean {
  return (only.length === 0 || only.includes(value)) && !not.includes(value);
}

/** How many pass, from the counts of one field, which leave out that field's own filter. */
export function countOf({ severity }: Pick<Facets, "severity">, filters: Filters): number {
  const choice = readChoice(filters.severity);
  return severity.reduce((sum, { value, count }) => sum + (passes(choice, value) ? count : 0), 0);
}

/** Whether a reader has chosen anything beside the usual. */
export function isUsual(filters: Filters): boolean {
  return [...askedOf(filters)].every(
    ([key, value]) => key === "sort" || USUAL[key as keyof Filters] === value,
  );
}

/** How the router writes and reads an address: plain texts, commas as they are. */
export function writeSearch(search: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(search).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string" && entry[1] !== "",
  );
  if (entries.length === 0) return "";
  return `?${new URLSearchParams(entries).toString().replaceAll("%2C", ",").replaceAll("%2F", "/")}`;
}

export function readSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}
