/** Values that the desk knows of every group, beside the fields of the event. */
export const GROUP_VALUES = [
  "operator",
  "subject",
  "case",
  "title",
  "lookups",
  "days",
  "subjects",
  "since",
  "until",
  "total",
  "percent",
  "everybodyPercent",
] as const;
export type GroupValue = (typeof GROUP_VALUES)[number];

const NAMES: ReadonlySet<string> = new Set(GROUP_VALUES);

export function isGroupValue(name: string): name is GroupValue {
  return NAMES.has(name);
}

/** Whether a value can stand in a sentence: lists and objects cannot. */
export function isSayable(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
