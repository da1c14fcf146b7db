import type { Condition } from "./condition.ts";
import type { Place } from "./errors.ts";
import type { Modifier } from "./modifiers.ts";
import type { Written } from "./tree.ts";

export const LEVELS = ["informational", "low", "medium", "high", "critical"] as const;
export const STATUSES = ["stable", "test", "experimental", "deprecated", "unsupported"] as const;
export type Level = (typeof LEVELS)[number];
export type Status = (typeof STATUSES)[number];

/** What a rule is about, or what an event comes from. Compared without regard to case. */
export interface LogSource {
  readonly category?: string;
  readonly product?: string;
  readonly service?: string;
  readonly definition?: string;
}

export interface RelatedRule {
  readonly id: string;
  readonly type: string;
}

/** The attributes that rules, correlations and filters share. */
export interface Metadata {
  readonly title: string;
  readonly id?: string;
  readonly name?: string;
  readonly related?: readonly RelatedRule[];
  readonly taxonomy?: string;
  readonly status?: Status;
  readonly description?: string;
  readonly license?: string;
  readonly author?: string;
  readonly references?: readonly string[];
  readonly date?: string;
  readonly modified?: string;
  readonly fields?: readonly string[];
  readonly falsepositives?: readonly string[];
  readonly level?: Level;
  readonly tags?: readonly string[];
  readonly scope?: readonly string[];
  /** Top-level attributes that the specification does not know, as plain values. */
  readonly custom: Readonly<Record<string, unknown>>;
  readonly place: Place;
}

export interface SigmaRule extends Metadata {
  readonly logsource: LogSource;
  readonly detection: Detection;
}

export interface Detection {
  readonly selections: readonly Selection[];
  /** Linked with OR. */
  readonly conditions: readonly Condition[];
}

export interface Selection {
  readonly name: string;
  readonly body: SelectionBody;
  readonly place: Place;
}

/** `every` comes from a map, `some` from a list. */
export type SelectionBody =
  | { readonly kind: "every" | "some"; readonly parts: readonly SelectionBody[]; readonly place: Place }
  | FieldTest;

export interface FieldTest {
  readonly kind: "test";
  /** Undefined for keywords, which are looked for in every value of the event. */
  readonly field: string | undefined;
  readonly modifiers: readonly ModifierUse[];
  readonly values: readonly SigmaValue[];
  readonly place: Place;
}

export interface ModifierUse {
  readonly name: Modifier;
  readonly place: Place;
}

export type SigmaValue = Written &
  (
    | { readonly kind: "text"; readonly text: string }
    | { readonly kind: "number"; readonly value: number; readonly text: string }
    | { readonly kind: "boolean"; readonly value: boolean }
    | { readonly kind: "null" }
  );

export const CORRELATION_TYPES = [
  "event_count",
  "value_count",
  "temporal",
  "temporal_ordered",
  "value_sum",
  "value_avg",
  "value_percentile",
] as const;
export type CorrelationType = (typeof CORRELATION_TYPES)[number];

export const COMPARISONS = ["gt", "gte", "lt", "lte", "eq", "neq"] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** Parsed and kept, not evaluated by this version. */
export interface SigmaCorrelation extends Metadata {
  readonly correlation: {
    readonly type: CorrelationType;
    /** Ids or names of rules and correlations. */
    readonly rules: readonly string[];
    readonly groupBy: readonly string[];
    readonly timespanSeconds: number;
    readonly condition?: {
      readonly field?: readonly string[];
      readonly bounds: readonly { readonly comparison: Comparison; readonly value: number }[];
    };
    /** Alias name → rule name → field name. */
    readonly aliases: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
  readonly generate: boolean;
}

/** Parsed and kept, not applied by this version. */
export interface SigmaFilter extends Metadata {
  readonly logsource: LogSource;
  readonly filter: Detection & { readonly rules: readonly string[] };
}
