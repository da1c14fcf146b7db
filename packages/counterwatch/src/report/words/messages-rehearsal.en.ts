import type { Vector } from "../../model/index.ts";
import type { Measure } from "../../assess/rehearsal/measure.ts";
import type { Speech } from "./speech.ts";

export const englishRehearsal = (say: Speech) => ({
  kind: "Rehearsal: nothing has happened",
  title: (systems: readonly string[]) => `If ${say.list(systems)} were read whole`,
  headline: (v: { relations: number; certain: number; likely: number; possible: number }) =>
    `A thief of these records would know ${say.number(v.certain)} of ${say.plural(v.relations, { one: "# registered relation", other: "# registered relations" })} for certain, ${say.number(v.likely)} likely, and ${say.number(v.possible)} possibly.`,
  planHeadline: (v: { measures: number; before: string; after: string; floor: string }) =>
    `${say.plural(v.measures, { one: "# measure", other: "# measures" })} would take exposure from ${v.before} to ${v.after}. The least that any set tried left: ${v.floor}.`,
  noPlan: "None of the measures tried takes exposure away.",
  notSafe:
    "“No evidence” means: not in the rows read here. It is no word about safety. What was not read was not assessed.",
  handle: "Handle this page as the register itself.",
  vector: {
    visual: "visual and physical",
    signals: "electronic signals",
    financial: "financial",
    travel: "travel",
    online: "online",
  } satisfies Record<Vector, string> as Record<Vector, string>,
  vectorsTitle: "The five vectors of surveillance",
  vectorColumn: "Vector",
  assessedColumn: "Read and assessed",
  notAssessedColumn: "Not assessed",
  nothing: "nothing",
  systemsTitle: "Each record system alone",
  systemsNote: "What a thief of this one system would learn, by registered relation.",
  systemColumn: "Record system",
  rowsColumn: "Rows",
  periodColumn: "From – to",
  peopleColumn: "Registered people in it",
  together: "all together",
  relationsTitle: "By kind of relation",
  relationColumn: "Relation",
  measuresTitle: "What each measure removes",
  measuresNote:
    "Each measure taken alone. One that removes nothing alone may still be needed: where two channels show a relation, closing one of them changes nothing. The plan below sees that.",
  measureColumn: "Measure",
  byColumn: "Who",
  by: { custodian: "custodian", agency: "agency" } as Record<"custodian" | "agency", string>,
  costColumn: "Cost",
  removesColumn: "Removes",
  bitsColumn: "Bits less",
  planTitle: "The plan",
  planNote: (v: { floor: string; assessments: string }) =>
    `Found by search from both ends (add what removes most per cost; take away what is missed least), with ${v.assessments} assessments of the whole register. No guarantee that it is the best set: exposure is not submodular. The least that any set tried left, whatever it cost: ${v.floor}.`,
  planBudget: (v: { cost: string; budget: string }) => `Cost ${v.cost} of ${v.budget}.`,
  planCost: (cost: string) => `Cost ${cost}; no budget was given.`,
  stepColumn: "Step",
  leftColumn: "Exposure left",
  before: "before",
  weightsNote: (v: { certain: string; likely: string; possible: string }) =>
    `Exposure counts relations: certain ${v.certain}, likely ${v.likely}, possible ${v.possible} each.`,
  assumedTitle: "What was assumed",
  assumed: [
    "The thief has only these rows, and reads them all. What a thief already knows, or can watch on the street, is not in it.",
    "Over second devices go calls and messages, not money. They are never carried together with the first and are used with nobody else. Carried together, their movements tell whose they are.",
    "Varied meeting places are drawn by how busy places are. Cover contacts call back nobody.",
    "Times and places that are kept coarsely are read as if they were exact: such a measure can seem to add exposure where it adds coincidence.",
    "What a measure costs is what the file of measures says.",
  ],
  exercise: "EXERCISE: the register of this rehearsal lay in the open. What was found becomes no open item.",
  openTitle: "Open vulnerabilities",
  openNote: "Each stays open in the posture until it is closed with a reason.",
  vulnerability: (v: { system: string; relation: string; certain: number; likely: number }) =>
    `${v.system} alone exposes ${v.relation}: ${say.number(v.certain)} certain, ${say.number(v.likely)} likely.`,
  noneOpen: "No system alone makes a relation certain or likely.",
  noRows: "No row was read.",
  measure: (measure: Measure): string => {
    const whom = "relation" in measure && measure.relation !== undefined ? ` for ${measure.relation}` : "";
    switch (measure.do) {
      case "drop-field":
        return {
          site: "leave out the cell or site",
          seconds: "leave out durations",
          position: "leave out coordinates",
        }[measure.field];
      case "coarsen-time":
        return `keep times only to the ${measure.to}`;
      case "coarsen-place":
        return `keep places only to ${say.number(measure.metres)} m`;
      case "retain":
        return `keep rows ${say.plural(measure.days, { one: "# day", other: "# days" })}`;
      case "aggregate":
        return `keep one row a ${measure.to} for each pair`;
      case "withhold-table":
        return `give nobody the table of ${{ device: "devices", address: "addresses", booking: "bookings" }[measure.table]}`;
      case "second-device":
        return `speak over second devices${whom}`;
      case "vary-place":
        return `vary the meeting place${whom}`;
      case "cover-traffic":
        return `${say.plural(measure.contacts, { one: "# cover contact", other: "# cover contacts" })}${whom}`;
    }
  },
});
