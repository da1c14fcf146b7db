import { useState } from "react";
import type { Exposure } from "../api/protection-api.ts";
import { Time } from "../parts/time.tsx";
import { useWords } from "../words/words.tsx";
import { useReportWords } from "./report-words.ts";
import { TierMark } from "./tier-mark.tsx";

const FIRST = 20;

/** The smallest chain of rows that gives each tier: what happened, when the intruder saw it, by which look-up. */
export function ExposureChains({ exposures }: { readonly exposures: readonly Exposure[] }) {
  const { words } = useWords();
  const { assessment } = useReportWords();
  const [many, more] = useState(FIRST);
  if (exposures.length === 0) return <p>{assessment.noCards}</p>;
  return (
    <>
      <p className="muted">{assessment.chainNote}</p>
      {exposures.slice(0, many).map((exposure) => (
        <Chain key={`${exposure.from} ${exposure.to} ${exposure.relation}`} exposure={exposure} />
      ))}
      {exposures.length > many && (
        <button type="button" onClick={() => more(many + FIRST)}>
          {words.more}
        </button>
      )}
    </>
  );
}

function Chain({ exposure }: { readonly exposure: Exposure }) {
  const { words, say } = useWords();
  const { assessment, speech } = useReportWords();
  const { from, to, relation, tier, bits, attacker, chain } = exposure;
  const columns = assessment.chainColumns;
  return (
    <details className="chain">
      <summary>
        <TierMark tier={tier} />{" "}
        <span className="mono">
          {from} · {to}
        </span>{" "}
        {relation} · {speech.number(bits)} {assessment.bitsColumn.toLowerCase()} ·{" "}
        {words.protection.chainOf(chain.length)}
      </summary>
      {attacker !== undefined && <p className="muted">{assessment.attacker(attacker)}</p>}
      <div className="wide" tabIndex={0} role="region" aria-label={`${from} · ${to}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">
                {columns.happened}, {say.zone}
              </th>
              <th scope="col">{columns.shown}</th>
              <th scope="col">{columns.kind}</th>
              <th scope="col">{columns.system}</th>
              <th scope="col">{columns.row}</th>
              <th scope="col">{columns.lookup}</th>
              <th scope="col" className="n">
                {columns.bits}
              </th>
            </tr>
          </thead>
          <tbody>
            {chain.map((link) => (
              <tr key={link.row}>
                <td className="t">{link.happened !== undefined && <Time at={link.happened} />}</td>
                <td className="t">{link.shown !== undefined && <Time at={link.shown} />}</td>
                <td>{assessment.rowKind[link.kind]}</td>
                <td>{words.names.system[link.system]}</td>
                <td className="mono">{link.row}</td>
                <td className="mono">{link.lookup ?? ""}</td>
                <td className="n">{speech.number(link.bits)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
