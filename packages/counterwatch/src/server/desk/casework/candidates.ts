/** What a candidate's identifier is on this server: canonical form, then pseudonym under the site key, as intake makes them. */
import { createIdentifiers, type IdentifierOptions } from "../../../intake/identifiers.ts";
import type { UnmaskMeans } from "./unmask-routes.ts";

export type CandidateOptions = Pick<IdentifierOptions, "siteKey" | "country" | "pseudonymiseOperators">;

export function candidates(options: CandidateOptions): Omit<UnmaskMeans, "tried"> {
  // Made anew for each: they remember cells that they have read, and a candidate is to be remembered nowhere.
  const fresh = () => createIdentifiers({ ...options, remembered: 1 });
  return {
    operatorsHidden: options.pseudonymiseOperators === true,
    operator(id) {
      const shown = fresh().operator(id);
      return shown === undefined || shown.withheld === true ? undefined : shown.id;
    },
    subject(type, identifier) {
      const subject = fresh().subject(type, identifier);
      return subject?.partial === true ? undefined : subject?.id;
    },
  };
}
