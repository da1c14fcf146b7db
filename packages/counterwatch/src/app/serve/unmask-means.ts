/** What a candidate's pseudonym is on this server, and the look-up of a try. */
import { createIdentifiers, type IdentifierOptions } from "../../intake/identifiers.ts";
import type { UnmaskMeans } from "../../server/desk/unmask-routes.ts";
import type { DeskLine } from "./desk-line.ts";
import { OWN_SOURCE, ownLookUp } from "./own-look-ups.ts";

export interface UnmaskParts {
  readonly identifiers: Pick<IdentifierOptions, "siteKey" | "country" | "pseudonymiseOperators">;
  readonly line: Pick<DeskLine, "take">;
  /** Something is to be judged. */
  readonly wake: () => void;
  /** RFC 3339. */
  readonly now: () => string;
}

export function unmaskMeans({ identifiers, line, wake, now }: UnmaskParts): UnmaskMeans {
  // Made anew for each: they remember cells that they have read, and a candidate is to be remembered nowhere.
  const fresh = () => createIdentifiers({ ...identifiers, remembered: 1 });
  return {
    operatorsHidden: identifiers.pseudonymiseOperators === true,
    operator(id) {
      const shown = fresh().operator(id);
      return shown === undefined || shown.withheld === true ? undefined : shown.id;
    },
    subject(type, identifier) {
      const subject = fresh().subject(type, identifier);
      return subject?.partial === true ? undefined : subject?.id;
    },
    async tried(account, incident, step, matched) {
      const lookUp = ownLookUp(account, "unmask-trial", incident, now(), "");
      const outcome = matched ? "success" : "failure";
      await line.take(
        [{ ...lookUp, id: `${OWN_SOURCE}:unmask-${incident}-${step}`, result: { outcome } }],
        () => false,
      );
      wake();
    },
  };
}
