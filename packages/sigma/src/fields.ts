/** An event as parsed JSON: flat or nested, with arrays. */
export type SigmaEvent = Readonly<Record<string, unknown>>;

/** How a field name leads into an event. */
export interface FieldPath {
  readonly name: string;
  /** True for names that every object inherits, such as `constructor`: only these need a look at who owns the key. */
  readonly inherited: boolean;
  /** The ways to split a dotted name into a key and the rest, longest key first; empty for a name without dots. */
  readonly splits: readonly { readonly key: string; readonly rest: FieldPath }[];
}

/** Hostile input: an event can be deep or go round in a circle. */
export const MAX_DEPTH = 64;

/** No field. */
export const ABSENT: unique symbol = Symbol("absent");

export function fieldPath(name: string): FieldPath {
  const cuts = [...name.matchAll(/\./g)]
    .map((match) => match.index)
    .filter((cut) => cut > 0 && cut < name.length - 1);
  // Built from the last dot forwards, so that every rest is shared: as many paths as dots, not 2 to their power.
  let path = pathOf(name.slice((cuts.at(-1) ?? -1) + 1), []);
  const rests = new Map<number, FieldPath>();
  for (let index = cuts.length - 1; index >= 0; index--) {
    rests.set(cuts[index] ?? 0, path);
    const start = index === 0 ? 0 : (cuts[index - 1] ?? 0) + 1;
    const splits: { key: string; rest: FieldPath }[] = [];
    for (let end = cuts.length - 1; end >= index; end--) {
      const cut = cuts[end] ?? 0;
      const rest = rests.get(cut);
      if (rest !== undefined) splits.push({ key: name.slice(start, cut), rest });
    }
    path = pathOf(name.slice(start), splits);
  }
  return path;
}

function pathOf(name: string, splits: FieldPath["splits"]): FieldPath {
  return { name, inherited: name in Object.prototype, splits };
}

/**
 * The value of a field, else ABSENT. A key that is spelt like the whole name wins over a path through nested objects. Where the
 * path leads through an array of objects the result is the array of what they hold there.
 */
export function resolveField(container: object, path: FieldPath, depth = 0): unknown {
  if (Array.isArray(container)) {
    if (depth > MAX_DEPTH) return ABSENT;
    const found: unknown[] = [];
    for (const item of container as readonly unknown[]) {
      if (typeof item !== "object" || item === null) continue;
      const value = resolveField(item, path, depth + 1);
      if (value !== ABSENT) found.push(value);
    }
    return found.length === 0 ? ABSENT : found;
  }
  // Undefined is no JSON value and counts as absent, which spares asking for every key whether the object has it.
  const value =
    path.inherited && !Object.hasOwn(container, path.name) ? undefined : (container as SigmaEvent)[path.name];
  if (value !== undefined) return value;
  for (const { key, rest } of path.splits) {
    if (!Object.hasOwn(container, key)) continue;
    const inner = (container as SigmaEvent)[key];
    if (typeof inner !== "object" || inner === null) continue;
    const value = resolveField(inner, rest, depth + 1);
    if (value !== ABSENT) return value;
  }
  return ABSENT;
}

/** How a value of an event reads as text; objects, null and undefined have none. */
export function textOf(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
    case "boolean":
    case "bigint":
      return String(value);
    case "object":
      return value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : undefined;
    default:
      return undefined;
  }
}

/** Every text in a value, arrays and nested objects included. Deeper than 64 levels nothing is read. */
export function collectTexts(value: unknown, into: string[], depth = 0): void {
  if (typeof value === "string") {
    into.push(value);
    return;
  }
  const text = textOf(value);
  if (text !== undefined) into.push(text);
  else if (typeof value === "object" && value !== null && depth < MAX_DEPTH) {
    if (Array.isArray(value))
      for (const item of value as readonly unknown[]) collectTexts(item, into, depth + 1);
    else for (const key of Object.keys(value)) collectTexts((value as SigmaEvent)[key], into, depth + 1);
  }
}

/** The texts of an array's elements; nested arrays are flattened, objects have no text. */
export function elementTexts(items: readonly unknown[], into: string[] = [], depth = 0): string[] {
  for (const item of items) {
    if (Array.isArray(item) && depth < MAX_DEPTH) elementTexts(item as readonly unknown[], into, depth + 1);
    else {
      const text = textOf(item);
      if (text !== undefined) into.push(text);
    }
  }
  return into;
}

/** True where a field holds something: not null, not undefined, not an array of nothing else. */
export function hasValue(value: unknown, depth = 0): boolean {
  if (value === ABSENT || value === null || value === undefined) return false;
  if (Array.isArray(value) && depth < MAX_DEPTH) return value.some((item) => hasValue(item, depth + 1));
  return true;
}
