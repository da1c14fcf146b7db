/** The JSON Lines form of an access event, as the simulator writes it. Subject identifiers are raw and synthetic. */

export const SYSTEM_NAMES = ["calls", "location", "cameras", "plates", "travel", "finance"] as const;
export type SystemName = (typeof SYSTEM_NAMES)[number];

export type ActionName =
  | "search"
  | "view"
  | "playback"
  | "locate"
  | "export"
  | "list"
  | "share"
  | "configure"
  | "delete"
  | "sign-in"
  | "review";

export type IdentifierType = "phone" | "plate" | "person" | "account";

export interface SubjectJson {
  readonly type: IdentifierType;
  readonly id: string;
  readonly partial?: true;
}

export interface OperatorJson {
  readonly id: string;
  readonly unit?: string;
  readonly role?: string;
}

export interface SessionJson {
  readonly id?: string;
  readonly address?: string;
  readonly client?: string;
}

export interface SiteJson {
  readonly id: string;
  readonly lat?: number;
  readonly lon?: number;
}

export interface PurposeJson {
  readonly case?: string;
  readonly reason?: string;
  readonly authority?: string;
}

/** Times are RFC 3339 in UTC with milliseconds. */
export interface AccessEventJson {
  readonly id: string;
  readonly time: string;
  readonly source: string;
  readonly system: string;
  readonly action: string;
  readonly operator: OperatorJson;
  readonly session?: SessionJson;
  readonly subjects?: readonly SubjectJson[];
  readonly site?: SiteJson;
  readonly window?: { readonly from?: string; readonly to?: string };
  readonly purpose?: PurposeJson;
  readonly query?: { readonly kind?: string; readonly filters?: string; readonly prompt?: string };
  readonly reach?: { readonly networks?: number; readonly devices?: number };
  readonly object?: { readonly type?: string; readonly name?: string };
  readonly result?: { readonly rows?: number; readonly subjects?: readonly SubjectJson[] };
  readonly automated?: boolean;
}
