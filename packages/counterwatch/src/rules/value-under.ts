/** What stands under a path of keys, undefined where the path breaks off. */
export function valueUnder(container: object, path: readonly string[]): unknown {
  let value: unknown = container;
  for (let depth = 0; depth < path.length; depth++) {
    if (value === undefined || value === null) return undefined;
    value = (value as Record<string, unknown>)[path[depth]!];
  }
  return value;
}
