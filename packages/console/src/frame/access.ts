/** Which pages an account's roles may read. The server decides; this only spares people addresses that would refuse them. */
import type { Role } from "../api/shapes.ts";
import type { Words } from "../words/english.ts";

export type PageName = keyof Words["pages"];

const READERS: readonly Role[] = ["analyst", "reviewer", "auditor"];

const READ_BY: Readonly<Record<PageName, readonly Role[] | "everybody">> = {
  findings: READERS,
  incidents: READERS,
  suppressions: READERS,
  precision: READERS,
  ledger: "everybody",
  accounts: ["administrator", "auditor"],
  audit: ["auditor", "administrator"],
};

export function mayRead(page: PageName, roles: readonly Role[]): boolean {
  const readers = READ_BY[page];
  return readers === "everybody" || roles.some((role) => readers.includes(role));
}

export function pagesOf(roles: readonly Role[]): PageName[] {
  return (Object.keys(READ_BY) as PageName[]).filter((page) => mayRead(page, roles));
}

export function mayJudge(roles: readonly Role[]): boolean {
  return roles.includes("analyst") || roles.includes("reviewer");
}
