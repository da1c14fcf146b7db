import type { Place } from "./errors.ts";

/** A YAML document as plain values that know their place; nothing after this file knows of the YAML library. */
export type Tree = MapTree | ListTree | ScalarTree;

export interface MapTree {
  readonly kind: "map";
  readonly entries: readonly MapEntry[];
  readonly place: Place;
}

export interface MapEntry {
  readonly key: string;
  readonly place: Place;
  readonly value: Tree;
}

export interface ListTree {
  readonly kind: "list";
  readonly items: readonly Tree[];
  readonly place: Place;
}

/** Where a scalar is written. */
export interface Written {
  readonly place: Place;
  /** True where a character of the text stands at the same distance in the file, so that places inside it are exact. */
  readonly verbatim: boolean;
}

export interface ScalarTree extends Written {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** The value as it was written, without quotation marks. */
  readonly text: string;
}

export function entryOf(map: MapTree, key: string): MapEntry | undefined {
  return map.entries.find((entry) => entry.key === key);
}

/** What people call this kind of value in a message. */
export function kindName(tree: Tree): string {
  if (tree.kind !== "scalar") return `a ${tree.kind}`;
  return tree.value === null ? "null" : `a ${typeof tree.value}`;
}

/** A place some characters further on in a scalar. */
export function placeWithin(at: Written, offset: number): Place {
  return at.verbatim ? { ...at.place, column: at.place.column + offset } : at.place;
}

export function toPlain(tree: Tree): unknown {
  if (tree.kind === "scalar") return tree.value;
  if (tree.kind === "list") return tree.items.map(toPlain);
  // A null prototype keeps a key named __proto__ an ordinary key.
  const plain = Object.create(null) as Record<string, unknown>;
  for (const { key, value } of tree.entries) plain[key] = toPlain(value);
  return plain;
}

/** `over` wins over `under`; maps are merged key by key, everything else is replaced. */
export function mergeTrees(under: MapTree, over: MapTree): MapTree {
  const entries = new Map(under.entries.map((entry) => [entry.key, entry]));
  for (const entry of over.entries) {
    const below = entries.get(entry.key);
    const merged =
      below?.value.kind === "map" && entry.value.kind === "map"
        ? { ...entry, value: mergeTrees(below.value, entry.value) }
        : entry;
    entries.set(entry.key, merged);
  }
  return { kind: "map", entries: [...entries.values()], place: over.place };
}
