/** What somebody wishes of a warning, as the step that is written down. */
import type { WarningStep } from "../../../incidents/warnings/warning-steps.ts";
import type { Speaker, WarningWish } from "../../../server/desk/protection/warning-service.ts";

/** `now`: when it happened where the wish does not say, RFC 3339. */
export function stepFor(
  warning: string,
  wish: WarningWish,
  { account, lookup }: Speaker,
  now: string,
): WarningStep {
  const by = account.name;
  switch (wish.do) {
    case "assigned":
      return { do: wish.do, warning, owner: wish.owner, by, lookup };
    case "attempted":
    case "delivered":
    case "refused":
      return { do: wish.do, warning, by, happened: wish.happened ?? now, channel: wish.channel, lookup };
    case "disputed":
      return { do: wish.do, warning, by, happened: wish.happened ?? now, reason: wish.reason, lookup };
    case "proposed": {
      const { deed, reason } = wish;
      return {
        do: wish.do,
        deed,
        warnings: [warning],
        account: by,
        lookup,
        ...(reason !== undefined && { reason }),
      };
    }
    case "agreed":
      return {
        do: wish.do,
        deed: wish.deed,
        warnings: [warning],
        account: by,
        lookup,
        proposed: wish.proposed,
      };
  }
}
