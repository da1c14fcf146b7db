import type { Pseudonym, Subject, SubjectType } from "../model/index.ts";

/** The only way from a raw value into an event. */
export interface Identifiers {
  /** Canonicalise by type, then pseudonymise. Masks become `withheld`; wildcards and fragments `partial`. Undefined: empty. */
  subject(type: SubjectType, raw: string): Subject | undefined;
  /** The account that looks. Readable unless the run pseudonymises operators; a mask becomes `withheld`. */
  operator(raw: string): { id: string; withheld?: true } | undefined;
  /**
   * Free text (reason, case, authority, filters, prompt, unit, client, object names) with everything in it that looks like a
   * subject identifier replaced by `‹type:short pseudonym›`. `own` are this row's raw subject cells, replaced wherever they occur.
   */
  text(raw: string, own?: readonly string[]): string;
  /** True for `***`, `###`, `REDACTED`, `[withheld]` and the like: present but withheld. */
  isMask(raw: string): boolean;
  pseudonym(type: SubjectType | "operator" | "address", canonical: string): Pseudonym;
}
