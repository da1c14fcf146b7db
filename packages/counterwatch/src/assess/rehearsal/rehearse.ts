/**
 * Before any breach: what would a thief learn who reads these record systems whole, and which measures make it least? The same
 * assessment as after a breach, over rows that the measures have changed; asked again for each set of measures that is tried.
 */
import { hash } from "node:crypto";
import {
  type Rehearsal,
  type ShownRow,
  type Standing,
  SYSTEMS,
  type System,
  VECTOR_OF,
  VECTORS,
} from "../../model/index.ts";
import { assess } from "../assess.ts";
import type { PseudonymousRegister } from "../register-view.ts";
import { Ground } from "./ground.ts";
import { type Measure, type MeasureFile, measureId, takenBy } from "./measure.ts";
import { planMeasures } from "./plan.ts";
import { Readings } from "./readings.ts";
import { standingOf } from "./standing.ts";

interface RehearsalGiven {
  /** Everything that the systems hold; kept in memory, because every set of measures is another reading. */
  readonly rows: readonly ShownRow[];
  readonly register: PseudonymousRegister;
  readonly file: MeasureFile;
  /** RFC 3339, UTC. */
  readonly rehearsed: string;
  /** Awaited after each assessment of the whole register: others get their turn. */
  readonly pause: (assessments: number) => Promise<void>;
}

export async function rehearse({
  rows,
  register,
  file,
  rehearsed,
  pause,
}: RehearsalGiven): Promise<Rehearsal> {
  const ground = new Ground(register, rows);
  const ordered = file.measures;
  const readings = new Readings(rows, ground);
  const idle = new Set(ordered.filter((measure) => readings.isIdle(measure)));
  let assessments = 0;
  const known = new Map<string, Standing>();
  const standing = async (taken: readonly Measure[], only?: System): Promise<Standing> => {
    const measures = taken.filter((measure) => !idle.has(measure));
    const key = JSON.stringify([only, ...measures.map(measureId)]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const view = readings.view(measures, only === undefined ? undefined : [only]);
    const given = { incident: "rehearsal", assessed: rehearsed, gaps: [], rejected: 0 };
    const found = standingOf(assess(view, register, given), file.weights);
    known.set(key, found);
    await pause(++assessments);
    return found;
  };

  const systems: Rehearsal["systems"] = [];
  for (const system of SYSTEMS)
    if (readings.systems.includes(system))
      systems.push({
        system,
        vector: VECTOR_OF[system],
        ...extent(readings.rowsOf(system), ground),
        alone: await standing([], system),
      });
  const before = await standing([]);
  const measures: Rehearsal["measures"] = [];
  for (const measure of ordered) {
    const alone = await standing([measure]);
    measures.push({
      id: measureId(measure),
      by: takenBy(measure),
      cost: measure.cost,
      removes: rounded(before.exposure - alone.exposure),
      removesBits: rounded(before.bits - alone.bits),
    });
  }
  const plan = await planMeasures(
    ordered.map((measure) => ({ id: measureId(measure), cost: measure.cost })),
    file.budget ?? Number.POSITIVE_INFINITY,
    (taken) => standing(taken.map((at) => ordered[at] as Measure)),
  );

  const body = {
    version: 1 as const,
    register: { id: register.id, version: register.version },
    weights: file.weights,
    systems,
    before,
    measures: measures.toSorted((a, b) => b.removes - a.removes || b.removesBits - a.removesBits),
    plan: {
      ...(file.budget !== undefined && { budget: file.budget }),
      cost: plan.cost,
      steps: [...plan.taken],
      after: plan.after,
      floor: plan.floor,
      assessments,
    },
    vectors: VECTORS.map((vector) => ({
      vector,
      assessed: systems.filter((read) => read.vector === vector).map(({ system }) => system),
      notAssessed: SYSTEMS.filter(
        (system) => VECTOR_OF[system] === vector && !systems.some((read) => read.system === system),
      ),
    })),
    vulnerabilities: systems.flatMap(({ system, alone }) =>
      Object.entries(alone.byRelation)
        .filter(([, { certain, likely }]) => certain + likely > 0)
        .map(([relation, { certain, likely }]) => ({
          id: `${system}/${relation}`,
          system,
          relation,
          certain,
          likely,
        })),
    ),
  };
  return { ...body, id: hash("sha256", JSON.stringify(body), "hex").slice(0, 24), rehearsed };
}

function extent(rows: readonly ShownRow[], ground: Ground) {
  let [count, from, to] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const people = new Set<string>();
  for (const row of rows) {
    count++;
    for (const party of "subject" in row ? [row.subject] : [row.from, row.to]) {
      const member = ground.memberOf(party.id);
      if (member !== undefined) people.add(member);
    }
    if (!("time" in row)) continue;
    const at = Date.parse(row.time);
    [from, to] = [Math.min(from, at), Math.max(to, at)];
  }
  const period = from <= to && { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  return { rows: count, ...period, people: people.size };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
