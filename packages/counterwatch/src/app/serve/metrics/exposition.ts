/**
 * Prometheus text exposition format 0.0.4: each family once, with HELP and TYPE before its samples; in HELP `\` and line ends are escaped, in label
 * values quotes, too. Label values come from logs' and targets' names, so nothing else keeps them from writing samples of their own.
 */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
  /** `_bucket`, `_sum`, `_count` of a histogram. */
  readonly suffix?: string;
}

export interface Family {
  readonly name: string;
  readonly kind: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly samples: readonly Sample[];
}

export const EXPOSITION_TYPE = "text/plain; version=0.0.4; charset=utf-8";

export function exposition(families: readonly Family[]): string {
  return families
    .map(({ name, kind, help, samples }) => {
      const escaped = help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
      const lines = samples.map(
        (sample) => `${name}${sample.suffix ?? ""}${labelText(sample)} ${numberText(sample)}\n`,
      );
      return `# HELP ${name} ${escaped}\n# TYPE ${name} ${kind}\n${lines.join("")}`;
    })
    .join("");
}

function labelText({ labels = {} }: Sample): string {
  const pairs = Object.entries(labels).map(([name, value]) => {
    const escaped = value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
    return `${name}="${escaped}"`;
  });
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function numberText({ value }: Sample): string {
  if (Number.isNaN(value)) return "NaN";
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? "+Inf" : "-Inf";
}

/** A sum by labels that only grows. Labels beyond `most` are counted together, so that no sender makes them without end. */
export class Counter {
  readonly #sums = new Map<string, { readonly labels: Readonly<Record<string, string>>; value: number }>();
  readonly #most: number;

  constructor(most = 500) {
    this.#most = most;
  }

  add(labels: Readonly<Record<string, string>>, by = 1): void {
    const known = this.#sums.get(JSON.stringify(labels));
    if (known !== undefined) {
      known.value += by;
      return;
    }
    const isFull = this.#sums.size >= this.#most;
    const kept = isFull ? Object.fromEntries(Object.keys(labels).map((name) => [name, "other"])) : labels;
    const key = JSON.stringify(kept);
    const sum = this.#sums.get(key) ?? { labels: kept, value: 0 };
    sum.value += by;
    this.#sums.set(key, sum);
  }

  samples(): Sample[] {
    return [...this.#sums.values()].map(({ labels, value }) => ({ labels, value }));
  }
}

/** Durations in seconds by labels; buckets are cumulative, as the format wants them. */
export class Histogram {
  readonly #bounds: readonly number[];
  readonly #series = new Map<string, Series>();

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
  }

  observe(labels: Readonly<Record<string, string>>, seconds: number): void {
    const key = JSON.stringify(labels);
    const series = this.#series.get(key) ?? { labels, counts: this.#bounds.map(() => 0), sum: 0, count: 0 };
    this.#series.set(key, series);
    series.sum += seconds;
    series.count += 1;
    const at = this.#bounds.findIndex((bound) => seconds <= bound);
    if (at >= 0) series.counts[at] = (series.counts[at] ?? 0) + 1;
  }

  samples(): Sample[] {
    return [...this.#series.values()].flatMap(({ labels, counts, sum, count }) => {
      let below = 0;
      const buckets = this.#bounds.map((bound, at) => {
        below += counts[at] ?? 0;
        return { suffix: "_bucket", labels: { ...labels, le: String(bound) }, value: below };
      });
      return [
        ...buckets,
        { suffix: "_bucket", labels: { ...labels, le: "+Inf" }, value: count },
        { suffix: "_sum", labels, value: sum },
        { suffix: "_count", labels, value: count },
      ];
    });
  }
}

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly counts: number[];
  sum: number;
  count: number;
}
