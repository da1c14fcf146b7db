import type { TierCounts } from "../api/protection-api.ts";
import { useWords } from "../words/words.tsx";
import { useReportWords } from "./report-words.ts";
import { TierMark } from "./tier-mark.tsx";

const TIERS = ["certain", "likely", "possible", "none"] as const;

export interface StandingRow {
  readonly name: string;
  readonly facts: readonly string[];
  readonly standing:
    | { readonly tiers: TierCounts; readonly exposure?: number }
    | { readonly tiers: TierCounts };
}

/** Relations by tier, one row a system or kind, with a bar of their shares. */
export function StandingTable({
  label,
  column,
  facts,
  rows,
}: {
  readonly label: string;
  readonly column: string;
  readonly facts: readonly string[];
  readonly rows: readonly StandingRow[];
}) {
  const { say } = useWords();
  const { assessment } = useReportWords();
  return (
    <div className="wide" tabIndex={0} role="region" aria-label={label}>
      <table className="standing">
        <thead>
          <tr>
            <th scope="col">{column}</th>
            {facts.map((fact) => (
              <th key={fact} scope="col" className="n">
                {fact}
              </th>
            ))}
            {TIERS.map((tier) => (
              <th key={tier} scope="col" className="n">
                {tier === "none" ? assessment.tier.none : <TierMark tier={tier} />}
              </th>
            ))}
            <th scope="col" aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, facts: told, standing: { tiers } }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {told.map((fact, at) => (
                // As many as there are columns, in their order.
                // oxlint-disable-next-line react/no-array-index-key
                <td key={at} className="n">
                  {fact}
                </td>
              ))}
              {TIERS.map((tier) => (
                <td key={tier} className={tiers[tier] === 0 ? "n muted" : "n"}>
                  {say.number(tiers[tier])}
                </td>
              ))}
              <td aria-hidden="true">
                <TierBar tiers={tiers} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const WIDE = 160;

/** For the eye: the numbers stand beside it. */
function TierBar({ tiers }: { readonly tiers: TierCounts }) {
  const all = TIERS.reduce((sum, tier) => sum + tiers[tier], 0);
  if (all === 0) return null;
  let from = 0;
  return (
    <svg className="tier-bar" viewBox={`0 0 ${WIDE} 8`} preserveAspectRatio="none">
      {TIERS.map((tier) => {
        const width = (tiers[tier] / all) * WIDE;
        const at = from;
        from += width;
        return <rect key={tier} className={`tier-${tier}`} x={at} y="0" width={width} height="8" />;
      })}
    </svg>
  );
}
