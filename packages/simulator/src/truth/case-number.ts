import type { PurposeJson } from "../event.ts";

const CASE_NUMBER = /^#?(?:[a-z]{1,3}-?)?\d[\d -]{3,}\d$/i;

/** The reason is nothing but a case number, as 51 % of one real audit's are. */
export function isBareNumber(reason: string | undefined): boolean {
  return reason !== undefined && CASE_NUMBER.test(reason);
}

/** A case number stands in the field, or alone in the reason. */
export function citesCase(purpose: PurposeJson | undefined): boolean {
  return purpose !== undefined && (purpose.case !== undefined || isBareNumber(purpose.reason));
}
