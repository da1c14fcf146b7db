import { type DeadLetter, type ShownRow, shownRowSchema } from "../../model/index.ts";
import { memoryLog, testIdentifiers } from "../memory-log.fixture.ts";
import { readRows, type RowOptions } from "./read-rows.ts";

export interface AllRows {
  readonly connector: string;
  readonly rows: ShownRow[];
  readonly deadLetters: DeadLetter[];
  readonly records: number;
  readonly withheld: number;
}

export const identifiers = testIdentifiers({ country: "MX" });
export const phone = (raw: string) => ({ type: "phone", id: identifiers.subject("phone", raw)?.id });
export const plate = (raw: string) => ({ type: "plate", id: identifiers.subject("plate", raw)?.id });

/** Reads one file; every row is judged by the model's schema, and the sum of what became of records checked. */
export async function rowsOf(
  content: string,
  options: Partial<RowOptions> & { readonly name?: string } = {},
): Promise<AllRows> {
  const all = {
    connector: "",
    rows: [] as ShownRow[],
    deadLetters: [] as DeadLetter[],
    records: 0,
    withheld: 0,
  };
  const { name = "rows.csv", ...rest } = options;
  for await (const batch of readRows([memoryLog(content, name)], { identifiers, ...rest })) {
    all.connector = batch.connector;
    for (const row of batch.rows) all.rows.push(shownRowSchema.parse(row));
    all.deadLetters.push(...batch.deadLetters);
    all.records += batch.records;
    all.withheld += batch.withheld;
  }
  const told = new Set(all.rows.map(({ id }) => id.replace(/~(cell|device)$/, "")));
  if (all.records !== told.size + all.withheld + all.deadLetters.length)
    throw new Error(
      `${all.records} records are not ${told.size} + ${all.withheld} + ${all.deadLetters.length}`,
    );
  return all;
}
