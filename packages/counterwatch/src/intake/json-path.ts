/**
 * The part of JSONPath (RFC 9535) that logs need: `$`, members (`.name`, `['name']`), indexes (`[0]`) and `[*]`. Compiled once;
 * reading never fails: what is not there gives nothing.
 */
import { asRecord } from "./json-members.ts";

type Step = string | number | "*";
const STEP = /\.([\p{L}\p{N}_@-]+)|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]|\[(\d{1,6}|\*)\]|\.(\*)/uy;

/** Undefined where `path` is no such path. */
export function compilePath(path: string): ((record: unknown) => unknown[]) | undefined {
  if (!path.startsWith("$")) return undefined;
  const steps: Step[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < path.length) {
    const found = STEP.exec(path);
    if (found === null) return undefined;
    const [, name, single, double, index, star] = found;
    const quoted = single ?? double;
    if (name !== undefined) steps.push(name);
    else if (quoted !== undefined) steps.push(quoted.replace(/\\(.)/g, "$1"));
    else steps.push(star === "*" || index === "*" ? "*" : Number(index));
  }
  return (record) => {
    let values: unknown[] = [record];
    for (const step of steps) {
      values = values.flatMap((value) => follow(value, step));
      if (values.length > MOST_VALUES) values.length = MOST_VALUES;
    }
    return values;
  };
}

const MOST_VALUES = 10_000;

function follow(value: unknown, step: Step): unknown[] {
  if (step === "*") {
    if (Array.isArray(value)) return value;
    return Object.values(asRecord(value));
  }
  if (typeof step === "number") return Array.isArray(value) && step in value ? [value[step]] : [];
  const record = asRecord(value);
  return Object.hasOwn(record, step) ? [record[step]] : [];
}
