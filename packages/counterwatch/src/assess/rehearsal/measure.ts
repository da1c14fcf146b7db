/**
 * Countermeasures that a rehearsal can try: what a custodian keeps, and how an agency's people behave. Each is a change to the
 * rows that a thief would read; what it costs is the user's to say.
 */
import { z } from "zod";
import { type RowKind, SYSTEMS, type System } from "../../model/index.ts";

const cost = z.number().min(0).max(1e9).default(1).describe("In any unit, the same for all measures.");
const system = z.enum(SYSTEMS).describe("The record system whose rows it changes.");
const relation = z
  .string()
  .regex(/^[a-z][a-z-]{0,31}$/, "expected a kind of relation such as handler-source")
  .describe("The kind of registered relation that behaves so; absent: every kind.")
  .optional();

/** What may be left out of rows; the rows stay. */
const FIELDS = ["site", "seconds", "position"] as const;
const GRAINS = ["hour", "day", "week", "month"] as const;
const TABLES = ["device", "address", "booking"] as const satisfies readonly RowKind[];

const measureSchema = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("drop-field"), system, field: z.enum(FIELDS), cost }),
  z.strictObject({ do: z.literal("coarsen-time"), system, to: z.enum(GRAINS), cost }),
  z.strictObject({ do: z.literal("coarsen-place"), system, metres: z.number().min(50).max(100_000), cost }),
  z.strictObject({ do: z.literal("retain"), system, days: z.int().min(1).max(36_500), cost }),
  z.strictObject({ do: z.literal("aggregate"), system, to: z.enum(GRAINS), cost }),
  z.strictObject({ do: z.literal("withhold-table"), system, table: z.enum(TABLES), cost }),
  z.strictObject({ do: z.literal("second-device"), relation, cost }),
  z.strictObject({ do: z.literal("vary-place"), relation, cost }),
  z.strictObject({ do: z.literal("cover-traffic"), relation, contacts: z.int().min(1).max(50), cost }),
]);

export type Measure = z.output<typeof measureSchema>;
export type Grain = (typeof GRAINS)[number];

export const measureFileSchema = z
  .strictObject({
    version: z.literal(1),
    budget: z.number().min(0).optional().describe("How much may be spent. Absent: every measure that helps."),
    weights: z
      .strictObject({
        certain: z.number().min(0).default(1),
        likely: z.number().min(0).default(0.7),
        possible: z.number().min(0).default(0.2),
      })
      .default({ certain: 1, likely: 0.7, possible: 0.2 })
      .describe("How much one exposed relation of each tier weighs."),
    measures: z.array(measureSchema).min(1).max(60),
  })
  .describe("Countermeasures to rehearse and what they cost.");

export type MeasureFile = z.output<typeof measureFileSchema>;

/** Stable name of a measure, for plans and reports. */
export function measureId(measure: Measure): string {
  switch (measure.do) {
    case "drop-field":
      return `${measure.system}: drop ${measure.field}`;
    case "coarsen-time":
      return `${measure.system}: time to the ${measure.to}`;
    case "coarsen-place":
      return `${measure.system}: place to ${measure.metres} m`;
    case "retain":
      return `${measure.system}: keep ${measure.days} days`;
    case "aggregate":
      return `${measure.system}: one row a ${measure.to}`;
    case "withhold-table":
      return `${measure.system}: no ${measure.table} table`;
    case "second-device":
      return `second device${ofKind(measure.relation)}`;
    case "vary-place":
      return `vary the meeting place${ofKind(measure.relation)}`;
    case "cover-traffic":
      return `${measure.contacts} cover contacts${ofKind(measure.relation)}`;
  }
}

function ofKind(relation: string | undefined): string {
  return relation === undefined ? "" : ` for ${relation}`;
}

export function takenBy(measure: Measure): "custodian" | "agency" {
  return "system" in measure ? "custodian" : "agency";
}

/** What is tried where no file says what is possible: every measure once, each at cost 1, on the systems that were read. */
export function usualMeasures(systems: readonly System[]): MeasureFile {
  const measures: Measure[] = systems.flatMap((system): Measure[] => {
    const common: Measure[] = [
      { do: "retain", system, days: 30, cost: 1 },
      { do: "coarsen-time", system, to: "day", cost: 1 },
    ];
    switch (system) {
      case "calls":
        return [
          ...common,
          { do: "drop-field", system, field: "site", cost: 1 },
          { do: "aggregate", system, to: "month", cost: 1 },
          { do: "withhold-table", system, table: "device", cost: 1 },
          { do: "withhold-table", system, table: "address", cost: 1 },
        ];
      case "plates":
        return [
          ...common,
          { do: "coarsen-place", system, metres: 3000, cost: 1 },
          { do: "withhold-table", system, table: "address", cost: 1 },
        ];
      case "location":
      case "cameras":
      case "faces":
        return [...common, { do: "coarsen-place", system, metres: 3000, cost: 1 }];
      case "finance":
        return [...common, { do: "withhold-table", system, table: "address", cost: 1 }];
      case "travel":
        return [...common, { do: "withhold-table", system, table: "booking", cost: 1 }];
      default:
        return [...common, { do: "withhold-table", system, table: "device", cost: 1 }];
    }
  });
  measures.push(
    { do: "second-device", cost: 1 },
    { do: "vary-place", cost: 1 },
    { do: "cover-traffic", contacts: 5, cost: 1 },
  );
  return { version: 1, weights: { certain: 1, likely: 0.7, possible: 0.2 }, measures };
}
