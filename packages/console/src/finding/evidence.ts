/** What a detector knew, read with care: evidence is free in form, and what cannot be drawn is listed instead. */

interface AccountPoint {
  /** Milliseconds. */
  readonly time: number;
  readonly nats: number;
}

export interface ReadEvidence {
  readonly account: readonly AccountPoint[];
  readonly alertNats: number | undefined;
  /** What is not drawn. */
  readonly rest: readonly (readonly [name: string, value: string])[];
}

const LONGEST = 400;
/** The sentence says these (story-figures.ts). */
const SAID: ReadonlySet<string> = new Set(["given", "compared"]);

export function readEvidence(evidence: Readonly<Record<string, unknown>>): ReadEvidence {
  const account = accountOf(evidence["account"]);
  const alert = evidence["alertNats"];
  return {
    account,
    alertNats: typeof alert === "number" && Number.isFinite(alert) ? alert : undefined,
    rest: Object.entries(evidence)
      .filter(([name]) => !SAID.has(name) && (name !== "account" || account.length === 0))
      .map(([name, value]) => [name, textOf(value)] as const),
  };
}

/** A list with a point that cannot be drawn is not drawn at all, rather than with a hole that nobody sees. */
function accountOf(value: unknown): AccountPoint[] {
  if (!Array.isArray(value)) return [];
  const points: AccountPoint[] = [];
  for (const point of value as readonly unknown[]) {
    const { time, nats } = (point ?? {}) as { time?: unknown; nats?: unknown };
    const at = typeof time === "string" ? Date.parse(time) : Number.NaN;
    if (Number.isNaN(at) || typeof nats !== "number" || !Number.isFinite(nats)) return [];
    points.push({ time: at, nats });
  }
  return points.toSorted((a, b) => a.time - b.time);
}

function textOf(value: unknown): string {
  const text =
    typeof value === "string"
      ? value
      : typeof value === "number" && !Number.isInteger(value)
        ? String(Number(value.toPrecision(4)))
        : (JSON.stringify(value) ?? "");
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
