import type { Facet } from "../../incidents/desk/desk-store.ts";
import type { SqlRow } from "./sql-driver.ts";

export function facetOf(row: SqlRow): Facet {
  return { value: String(row["value"]), count: Number(row["count"]) };
}
