import { Link } from "@tanstack/react-router";
import type { BacktestReport } from "../api/watch-api.ts";
import { LongText } from "../parts/long-text.tsx";
import { Time } from "../parts/time.tsx";
import { useWords } from "../words/words.tsx";

const WEEK = 7;

export function BacktestResult({ report }: { readonly report: BacktestReport }) {
  const { words, say } = useWords();
  const text = words.rules;
  const { period, seen, findings, matched, operatorsInAll, cut, withheld, milliseconds } = report;
  if (period === undefined) return <p role="status">{text.resultEmpty}</p>;
  return (
    <div className="stack backtest">
      <p className="sentence" role="status">
        {findings === 0
          ? text.resultNone(say.number(seen), period.days)
          : text.result(findings, say.number(seen), period.days)}
      </p>
      {matched > 0 && (
        <p>
          {text.matched(matched)}, {text.operators(operatorsInAll)}.
        </p>
      )}
      {findings > 0 && <p>{costOf(report)}</p>}
      {cut !== undefined && <p className="note">{text.cut[cut]}</p>}
      {withheld > 0 && <p className="note">{text.withheld(withheld)}</p>}
      <p className="muted">
        {text.period(say.minute(period.from), say.minute(period.to), say.figure(milliseconds / 1000))}{" "}
        {text.pastless}
      </p>
      {report.notChecked.length > 0 && (
        <ul className="note plain" lang="en">
          {report.notChecked.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {report.sentences.length > 0 && (
        <>
          <h3>{text.sentences}</h3>
          <ul className="limits" lang="en">
            {report.sentences.map((sentence, at) => (
              // Two findings may say the same.
              // oxlint-disable-next-line react/no-array-index-key
              <li key={`${at} ${sentence}`}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
      {matched > 0 && (
        <div className="halves">
          <ByDay report={report} />
          <ByOperator report={report} />
        </div>
      )}
      {report.rows.length > 0 && <Rows report={report} />}
    </div>
  );

  function costOf({ budgetPerDay }: BacktestReport): string {
    const days = Math.max(1, period?.days ?? 1);
    const week = (findings / days) * WEEK;
    if (budgetPerDay === undefined) return text.costAlone(say.figure(week));
    const share = week / (budgetPerDay * WEEK);
    return text.cost(say.figure(week), say.figure(share), say.figure(budgetPerDay * WEEK));
  }
}

function ByDay({ report: { days } }: { readonly report: BacktestReport }) {
  const { words, say } = useWords();
  const { byDay, dayColumns } = words.rules;
  const most = Math.max(1, ...days.map(({ matched }) => matched));
  return (
    <div>
      <h3>{byDay}</h3>
      <div className="wide tall" tabIndex={0} role="region" aria-label={byDay}>
        <table>
          <thead>
            <tr>
              <th scope="col">{dayColumns.day}, UTC</th>
              <th scope="col" className="n">
                {dayColumns.findings}
              </th>
              <th scope="col" className="n">
                {dayColumns.matched}
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            {days.map(({ day, findings, matched }) => (
              <tr key={day}>
                <th scope="row" className="mono">
                  {day}
                </th>
                <td className="n">{findings === 0 ? "–" : say.number(findings)}</td>
                <td className="n">{say.number(matched)}</td>
                <td className="bar-cell">
                  <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                    <rect width={(matched / most) * 100} height="8" />
                  </svg>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function ByOperator({ report: { operators, operatorsInAll } }: { readonly report: BacktestReport }) {
  const { words, say } = useWords();
  const { byOperator, operatorColumns, mostOperators } = words.rules;
  return (
    <div>
      <h3>{byOperator}</h3>
      <div className="wide tall" tabIndex={0} role="region" aria-label={byOperator}>
        <table>
          <thead>
            <tr>
              <th scope="col">{operatorColumns.operator}</th>
              <th scope="col" className="n">
                {operatorColumns.findings}
              </th>
              <th scope="col" className="n">
                {operatorColumns.matched}
              </th>
            </tr>
          </thead>
          <tbody>
            {operators.map(({ operator, findings, matched }) => (
              <tr key={operator}>
                <th scope="row" className="mono">
                  <Link to="/operators/$id" params={{ id: operator }}>
                    {operator}
                  </Link>
                </th>
                <td className="n">{findings === 0 ? "–" : say.number(findings)}</td>
                <td className="n">{say.number(matched)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {operatorsInAll > operators.length && <p className="muted">{mostOperators(operatorsInAll)}</p>}
    </div>
  );
}

function Rows({ report: { rows } }: { readonly report: BacktestReport }) {
  const { words, say } = useWords();
  const text = words.rules;
  const { rowColumns } = text;
  return (
    <>
      <h3>{text.rows}</h3>
      <div className="wide" tabIndex={0} role="region" aria-label={text.rows}>
        <table>
          <thead>
            <tr>
              <th scope="col">
                {rowColumns.when}, {say.zone}
              </th>
              <th scope="col">{rowColumns.operator}</th>
              <th scope="col">{rowColumns.action}</th>
              <th scope="col">{rowColumns.purpose}</th>
              <th scope="col">{rowColumns.source}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, time, operator, action, system, reason, case: number, source }) => (
              <tr key={id}>
                <td className="t">
                  <Time at={time} />
                </td>
                <td className="mono">{operator}</td>
                <td className="t">
                  {action} · {words.names.system[system]}
                </td>
                <td>
                  {number === undefined ? "" : `${number} `}
                  {reason === undefined ? "" : <LongText text={reason} />}
                  {number === undefined && reason === undefined ? (
                    <span className="muted">{words.noPurpose}</span>
                  ) : null}
                </td>
                <td className="mono">{source}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
