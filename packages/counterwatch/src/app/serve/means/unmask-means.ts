/** What a candidate's pseudonym is on this server, and the look-up of a try. */
import { type CandidateOptions, candidates } from "../../../server/desk/casework/candidates.ts";
import type { UnmaskMeans } from "../../../server/desk/casework/unmask-routes.ts";
import type { DeskLine } from "../line/desk-line.ts";
import { OWN_SOURCE, ownLookUp } from "../line/own-look-ups.ts";

export interface UnmaskParts {
  readonly identifiers: CandidateOptions;
  readonly line: Pick<DeskLine, "take">;
  /** Something is to be judged. */
  readonly wake: () => void;
  /** RFC 3339. */
  readonly now: () => string;
}

export function unmaskMeans({ identifiers, line, wake, now }: UnmaskParts): UnmaskMeans {
  return {
    ...candidates(identifiers),
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
