import type { Rehearsal } from "../api/protection-api.ts";
import { useKeptText } from "../words/kept-text.ts";
import { useWords } from "../words/words.tsx";
import { useReportWords } from "./report-words.ts";

/** The plan, step by step, and each measure taken alone, the one that removes most first. */
export function MeasureTable({ rehearsal: { before, plan, measures } }: { readonly rehearsal: Rehearsal }) {
  const { say } = useWords();
  const { rehearsal: said, speech } = useReportWords();
  const kept = useKeptText();
  const most = Math.max(before.exposure, 1e-9);
  return (
    <>
      <div className="wide" tabIndex={0} role="region" aria-label={said.planTitle}>
        <table>
          <thead>
            <tr>
              <th scope="col">{said.stepColumn}</th>
              <th scope="col">{said.measureColumn}</th>
              <th scope="col" className="n">
                {said.costColumn}
              </th>
              <th scope="col" className="n">
                {said.leftColumn}
              </th>
              <th scope="col" aria-hidden="true" />
            </tr>
          </thead>
          <tbody>
            <tr>
              <td />
              <td className="muted">{said.before}</td>
              <td />
              <td className="n">{speech.number(before.exposure)}</td>
              <td aria-hidden="true">
                <Left share={before.exposure / most} />
              </td>
            </tr>
            {plan.steps.map(({ id, cost, exposure }, at) => (
              <tr key={id}>
                <td className="n">{say.number(at + 1)}</td>
                <th scope="row" {...kept.measure(id)} />
                <td className="n">{speech.number(cost)}</td>
                <td className="n">{speech.number(exposure)}</td>
                <td aria-hidden="true">
                  <Left share={exposure / most} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h2>{said.measuresTitle}</h2>
      <p className="muted">{said.measuresNote}</p>
      <div className="wide" tabIndex={0} role="region" aria-label={said.measuresTitle}>
        <table>
          <thead>
            <tr>
              <th scope="col">{said.measureColumn}</th>
              <th scope="col">{said.byColumn}</th>
              <th scope="col" className="n">
                {said.costColumn}
              </th>
              <th scope="col" className="n">
                {said.removesColumn}
              </th>
              <th scope="col" className="n">
                {said.bitsColumn}
              </th>
            </tr>
          </thead>
          <tbody>
            {measures.map(({ id, by, cost, removes, removesBits }) => (
              <tr key={id}>
                <th scope="row" {...kept.measure(id)} />
                <td>{said.by[by]}</td>
                <td className="n">{speech.number(cost)}</td>
                <td className="n">{speech.number(removes)}</td>
                <td className="n">{speech.number(removesBits)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const WIDE = 160;

function Left({ share }: { readonly share: number }) {
  return (
    <svg className="tier-bar" viewBox={`0 0 ${WIDE} 8`} preserveAspectRatio="none">
      <rect className="tier-none" x="0" y="0" width={WIDE} height="8" />
      <rect className="left" x="0" y="0" width={WIDE * Math.min(1, Math.max(0, share))} height="8" />
    </svg>
  );
}
