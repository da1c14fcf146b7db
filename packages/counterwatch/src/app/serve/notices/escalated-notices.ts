/** The one place from which others hear that a warning went up the line or ran out; in the log it has no person and no incident. */
import type { Happening } from "../../../incidents/notices/notice.ts";
import type { EscalatedWarning } from "../protection/warning-escalation.ts";
import { hiddenName } from "../protection/protection.ts";
import type { Notifying } from "./notifying.ts";

export function escalatedNotices(
  notices: Pick<Notifying, "tell">,
  key: Uint8Array,
  log: (sentence: string) => void,
): (warnings: readonly EscalatedWarning[]) => void {
  return (warnings) => {
    for (const { tier, office, overdue } of warnings)
      log(`a warning (${tier}) ${overdue ? "is overdue" : "went up the line"}: ${office} answers for it now`);
    notices.tell(warnings.map((warning) => escalation(warning, key))).catch((cause: unknown) => {
      log(`warnings could not be told outside: ${String(cause)}`);
    });
  };
}

/** Who must be warned is nobody's business outside: a warning goes out under a name that only this server knows. */
function escalation({ warning, office, since, overdue }: EscalatedWarning, key: Uint8Array): Happening {
  return {
    kind: overdue ? "warning.overdue" : "warning.escalated",
    about: hiddenName(key, warning),
    turn: `${office} ${since}`,
    at: since,
  };
}
