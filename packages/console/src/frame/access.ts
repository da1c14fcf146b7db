/**
 * Which pages there are, and which of them an account's roles may read. The server decides; this only spares people addresses that
 * would refuse them. A page is linked as soon as the router has its address: router.tsx is the one place where a page is added.
 */
import type { Role } from "../api/shapes.ts";
import type { Words } from "../words/english.ts";

export type PageName = keyof Words["pages"];

const READERS: readonly Role[] = ["analyst", "reviewer", "auditor"];
const PROTECTORS: readonly Role[] = ["register-officer", "reviewer", "auditor"];

/** What is done all day; what is watched and how well; what is set. In the order in which they stand. */
export const PAGE_GROUPS: readonly (readonly PageName[])[] = [
  ["overview", "findings", "incidents", "warnings"],
  ["sources", "rules", "rehearsal", "posture", "precision", "ledger"],
  ["suppressions", "accounts", "audit", "settings"],
];

const READ_BY: Readonly<Record<PageName, readonly Role[] | "everybody">> = {
  overview: "everybody",
  findings: READERS,
  incidents: READERS,
  warnings: PROTECTORS,
  sources: "everybody",
  rules: READERS,
  rehearsal: PROTECTORS,
  posture: PROTECTORS,
  precision: READERS,
  ledger: "everybody",
  suppressions: READERS,
  accounts: ["administrator", "auditor"],
  audit: ["auditor", "administrator"],
  settings: "everybody",
};

export function mayRead(page: PageName, roles: readonly Role[]): boolean {
  const readers = READ_BY[page];
  return readers === "everybody" || roles.some((role) => readers.includes(role));
}

/** Groups of which nothing may be read are left out. `isThere`: whether the page has an address. */
export function pagesOf(
  roles: readonly Role[],
  isThere: (page: PageName) => boolean = () => true,
): PageName[][] {
  return PAGE_GROUPS.map((pages) => pages.filter((page) => isThere(page) && mayRead(page, roles))).filter(
    ({ length }) => length > 0,
  );
}

/** The page that an address belongs to: an operator's page is one of the findings, and everybody begins with the overview. */
export function pageOf(path: string): PageName | undefined {
  const [, first = ""] = path.split("/");
  if (first === "") return "overview";
  if (first === "operators") return "findings";
  return PAGE_GROUPS.flat().find((page) => page === first);
}

export function mayJudge(roles: readonly Role[]): boolean {
  return roles.includes("analyst") || roles.includes("reviewer");
}
