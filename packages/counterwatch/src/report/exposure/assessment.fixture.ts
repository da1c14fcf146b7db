import { type Assessment, assessmentSchema, type Exposure, TIERS } from "../../model/index.ts";
import type { AssessmentInput } from "./assessment-page.ts";

export function exposure(number: number, more: Partial<Exposure> = {}): Exposure {
  const tier = TIERS[number % 4] as Exposure["tier"];
  const urgent = tier === "certain" || tier === "likely";
  return {
    from: `R${number}`,
    to: `R${number + 1}`,
    relation: "handler-source",
    tier,
    upper: tier,
    rank: urgent ? "1" : "over 20",
    effectiveSet: urgent ? "1" : "over 100",
    bits: urgent ? 12.3 : 0,
    ...(urgent && { knownSince: "2025-03-02T10:00:00.000Z" }),
    chain: urgent
      ? [
          {
            row: `city-a-calls:${number}`,
            lookup: "city-a-calls:0000095",
            system: "calls",
            kind: "call",
            happened: "2025-01-05T08:00:00.000Z",
            shown: "2025-03-02T10:00:00.000Z",
            bits: 12.3,
          },
        ]
      : [],
    ...more,
  };
}

export function assessmentOf(relations: readonly Exposure[], more: Partial<Assessment> = {}): Assessment {
  return assessmentSchema.parse({
    version: 1,
    id: "a1_000000000000000000000000",
    incident: "incident-85332ce746b7",
    assessed: "2025-03-04T09:30:00.000Z",
    register: { id: "98e2ce8ba9b025b21b52c9002d6cf75f", version: 3 },
    view: { lookups: 129, rows: 5776, rejected: 0, bySystem: { calls: 3061, plates: 550 } },
    gaps: [],
    relations,
    people: relations.map(({ from, tier, upper }) => ({
      member: from,
      tier,
      upper,
      recordsShown: tier !== "none",
      movement: tier === "certain",
    })),
    ...more,
  });
}

export function inputOf(assessment: Assessment, more: Partial<AssessmentInput> = {}): AssessmentInput {
  return {
    assessment,
    strangers: false,
    exercise: false,
    locale: "en",
    zone: "UTC",
    version: "1.0.0",
    ...more,
  };
}
