/**
 * Edits of the register used as probes: add a person, assess, see the tier, remove them, add another. Each round needs another version,
 * so the number of versions that are assessed within a day is bounded. Honest work edits, then assesses; it stays far below.
 *
 * Limits: two officers who wait a day get another five. The rule `register-probed` finds them, and the ledger shows it for good.
 */
import { CounterwatchError } from "../model/index.ts";

export const DEFAULT_PROBE_LIMIT = 5;
const DAY = 86_400_000;

export interface AssessedVersion {
  readonly version: number;
  /** RFC 3339, UTC. */
  readonly time: string;
}

/** Throws `unavailable` where `version` would be one more than `limit` within 24 hours before `now` (milliseconds since 1970). */
export function checkProbes(
  before: readonly AssessedVersion[],
  version: number,
  now: number,
  limit: number,
): void {
  const recent = before.filter(({ time }) => Date.parse(time) > now - DAY);
  const versions = new Set(recent.map((assessed) => assessed.version));
  if (versions.has(version) || versions.size < limit) return;
  const oldest = Math.min(
    ...[...versions].map((one) =>
      Math.max(...recent.filter((each) => each.version === one).map(({ time }) => Date.parse(time))),
    ),
  );
  throw new CounterwatchError(
    "unavailable",
    `${versions.size} versions of this register were assessed within 24 hours, and a register that is edited and assessed in turn is a way to try out people`,
    {
      remedy: `Assess one of these versions, wait until ${new Date(oldest + DAY).toISOString().slice(0, 16)}Z, or raise probeLimit, which the ledger's leaf will show.`,
    },
  );
}
