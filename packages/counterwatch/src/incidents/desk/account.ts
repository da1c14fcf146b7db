/** What an account may be, however it is made: at the machine, by an administrator, or at the first sign-in through an issuer. */
import { CounterwatchError } from "../../model/index.ts";
import type { Role } from "./case.ts";
import { PROGRAM } from "./incident-fold.ts";

const NAME = /^[a-z][a-z0-9._-]{0,63}$/;
/** What steps say of the program itself, and what the filter by owner says of no owner. */
const NOBODYS: readonly string[] = [PROGRAM, "nobody"];
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 256;

/** Roles that one person may not have together: who manages accounts judges nobody. */
const APART = [
  ["administrator", "reviewer"],
  ["administrator", "analyst"],
  ["administrator", "auditor"],
] as const;

export function isAccountName(name: string): boolean {
  return NAME.test(name) && !NOBODYS.includes(name);
}

/** Throws `usage`. */
export function checkAccountName(name: string): void {
  if (!NAME.test(name))
    throw new CounterwatchError("usage", "an account's name has small letters, digits and . _ -");
  if (NOBODYS.includes(name)) throw new CounterwatchError("usage", `nobody can be called "${name}" here`);
}

/** Throws `refused`. */
export function checkRoles(roles: readonly Role[]): void {
  const both = APART.find((pair) => pair.every((role) => roles.includes(role)));
  if (both !== undefined)
    throw new CounterwatchError("refused", `one person cannot be ${both.join(" and ")}`, {
      remedy: "Whoever manages accounts judges nobody: give the roles to two people.",
    });
}
