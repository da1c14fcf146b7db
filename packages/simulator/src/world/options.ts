import { CAMPAIGN_SHAPES, shapeNamed } from "../campaigns/catalogue.ts";
import type { SystemName } from "../event.ts";
import { CAMPAIGNS } from "../parameters.ts";
import { checkConduct, type Conduct } from "../records/conduct.ts";
import { checkKeeping, type Keeping } from "../records/keeping.ts";

export type Preset = "plates" | "city";
/** What may make honest work harder to predict; see STRESS in parameters.ts. */
export type Stress = "unequal" | "bursts" | "reorganisation";

export interface SimulateOptions {
  /** Same seed, same bytes. Default 1. */
  readonly seed?: number | string | undefined;
  readonly preset?: Preset | undefined;
  readonly operators?: number | undefined;
  readonly days?: number | undefined;
  /** First UTC day, `YYYY-MM-DD`. */
  readonly start?: string | undefined;
  /** Record systems; the preset's own where absent. */
  readonly systems?: readonly SystemName[] | undefined;
  /** Which shapes of misuse may occur. Default none. */
  readonly campaigns?: "all" | "none" | readonly string[] | undefined;
  /** Operators who misuse, of all. There is at least one campaign where shapes are given. */
  readonly prevalence?: number | undefined;
  readonly stress?: readonly Stress[] | undefined;
  /** Sittings a week for the shapes that have a rate (slow-drip and others). */
  readonly rate?: number | undefined;
  /**
   * The record systems have contents. The register then has other relations (one family member, one friend, one secret
   * contact a person), whose traffic the records show. The events stay as they are. Default false.
   */
  readonly records?: boolean | undefined;
  /**
   * Look-ups whose results are made to agree with the rows that they showed: those of campaigns, or all. Implies `records`.
   * Events then differ from those of a world without answers, and only in `result`: measure no detector on them.
   */
  readonly answers?: "campaigns" | "all" | undefined;
  /** How people in registered relations behave instead, and what systems keep less of. Both need `records`. */
  readonly conduct?: Conduct | undefined;
  readonly keeping?: Keeping | undefined;
}

export interface ResolvedOptions {
  readonly seed: string;
  readonly preset: Preset;
  readonly operators: number;
  readonly days: number;
  readonly start: number;
  readonly systems: ReadonlySet<SystemName>;
  readonly shapes: readonly string[];
  readonly prevalence: number;
  readonly stress: ReadonlySet<Stress>;
  readonly rate: number | undefined;
  readonly records: boolean;
  readonly answers: "campaigns" | "all" | undefined;
  readonly conduct: Conduct;
  readonly keeping: Keeping;
}

const PRESETS: Readonly<Record<Preset, { operators: number; days: number; systems: readonly SystemName[] }>> =
  {
    plates: { operators: 129, days: 425, systems: ["plates"] },
    city: {
      operators: 400,
      days: 120,
      systems: ["calls", "location", "cameras", "plates", "travel", "finance"],
    },
  };

/** Throws RangeError with the option's name. */
export function resolveOptions(options: SimulateOptions): ResolvedOptions {
  const preset = options.preset ?? "plates";
  const defaults = PRESETS[preset];
  if (defaults === undefined) throw new RangeError(`preset: there are ${Object.keys(PRESETS).join(", ")}`);
  const start = Date.parse(`${options.start ?? "2025-01-01"}T00:00:00.000Z`);
  if (Number.isNaN(start)) throw new RangeError("start: give a day as YYYY-MM-DD");
  const operators = options.operators ?? defaults.operators;
  const days = options.days ?? defaults.days;
  if (!Number.isInteger(operators) || operators < 10) throw new RangeError("operators: at least 10");
  if (!Number.isInteger(days) || days < 1) throw new RangeError("days: at least 1");
  const prevalence = options.prevalence ?? CAMPAIGNS.prevalence;
  if (!(prevalence >= 0 && prevalence <= 0.05)) throw new RangeError("prevalence: between 0 and 0.05");
  const { conduct = {}, keeping = {} } = options;
  checkConduct(conduct);
  checkKeeping(keeping);
  const records = options.records === true || options.answers !== undefined;
  for (const [name, given] of Object.entries({ conduct, keeping }))
    if (!records && Object.keys(given).length > 0)
      throw new RangeError(`${name}: only a world with records has it`);
  const systems = new Set(options.systems ?? defaults.systems);
  const wanted = options.campaigns ?? "none";
  const shapes = wanted === "none" ? [] : wanted === "all" ? CAMPAIGN_SHAPES : wanted.map(shapeNamed);
  return {
    seed: String(options.seed ?? 1),
    preset,
    operators,
    days,
    start,
    systems,
    shapes: shapes
      .filter((shape) => shape.systems.some((system) => systems.has(system)))
      .map((shape) => shape.name),
    prevalence,
    stress: new Set(options.stress),
    rate: options.rate,
    records,
    answers: options.answers,
    conduct,
    keeping,
  };
}
