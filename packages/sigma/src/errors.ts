/** Where in a rule file something is; line and column count from 1. */
export interface Place {
  readonly file?: string;
  readonly line: number;
  readonly column: number;
}

/** Every way in which this package refuses a rule. Tests assert codes, people read messages. */
export type SigmaErrorCode =
  | "yaml-syntax"
  | "not-a-rule"
  | "missing-field"
  | "wrong-type"
  | "wrong-value"
  | "unknown-modifier"
  | "modifier-combination"
  | "modifier-value"
  | "condition-syntax"
  | "unknown-selection"
  | "regex-syntax"
  | "regex-unsupported"
  | "placeholder"
  | "legacy"
  | "limit";

export class SigmaError extends Error {
  override readonly name = "SigmaError";
  readonly code: SigmaErrorCode;
  readonly place: Place;
  /** What the rule's author can do about it: one sentence. */
  readonly remedy: string | undefined;

  constructor(
    code: SigmaErrorCode,
    message: string,
    place: Place,
    detail: { remedy?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.code = code;
    this.place = place;
    this.remedy = detail.remedy;
  }

  /** `file:12:3: message. Remedy`, as compilers print it, so that editors can jump to it. */
  override toString(): string {
    const remedy = this.remedy === undefined ? "" : ` ${this.remedy}`;
    return `${printPlace(this.place)}: ${this.message}.${remedy} [${this.code}]`;
  }
}

function printPlace({ file, line, column }: Place): string {
  return [file, line, column].filter((part) => part !== undefined).join(":");
}

/** The known word nearest to a misspelt one, when it is near enough to be worth suggesting. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = word.length > 4 ? 3 : 2;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase().slice(0, 40), candidate);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
