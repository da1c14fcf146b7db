import type { SiteJson, SubjectJson, SystemName } from "../event.ts";

/** A stretch of record time in milliseconds since 1970, UTC: from inclusive, to exclusive. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

interface Shown {
  /** The same each time the row is shown, and made of no identifier. */
  readonly id: string;
  /** Which look-up showed it, and when; absent where a system is read whole. */
  readonly lookup?: string;
  readonly shown?: string;
  readonly system: SystemName;
}

interface Holding extends Shown {
  readonly subject: SubjectJson;
  /** The device, address or booking. */
  readonly thing: string;
  /** RFC 3339; absent: since or until nobody knows when. */
  readonly from?: string;
  readonly to?: string;
}

/** One row that a record system shows, in JSON Lines form. Identifiers are raw and synthetic, times RFC 3339 in UTC with milliseconds. */
export type ShownRowJson =
  | (Shown & {
      readonly kind: "call";
      readonly time: string;
      readonly from: SubjectJson;
      readonly to: SubjectJson;
      /** Absent for a message. */
      readonly seconds?: number;
      /** The cell of `from`. */
      readonly site?: SiteJson;
    })
  | (Shown & {
      readonly kind: "transfer";
      readonly time: string;
      readonly from: SubjectJson;
      readonly to: SubjectJson;
    })
  | (Shown & {
      readonly kind: "fix" | "sighting";
      readonly time: string;
      readonly subject: SubjectJson;
      readonly site: SiteJson;
    })
  | (Holding & { readonly kind: "device" | "address" | "booking" });

/** Whom a row is about: one, or the two of a call or transfer. */
export function partiesOf(row: ShownRowJson): readonly SubjectJson[] {
  return row.kind === "call" || row.kind === "transfer" ? [row.from, row.to] : [row.subject];
}
