import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { caseApi, type PeerQuantity, type PeerReport } from "../api/case-api.ts";
import { Loading, Trouble } from "../parts/states.tsx";
import type { Words } from "../words/english.ts";
import type { Speech } from "../words/speech.ts";
import { useWords } from "../words/words.tsx";

const QUANTITIES: readonly PeerQuantity[] = ["repeats", "uncased", "night", "subjects", "lookups"];
const HIGH = 72;
const FRESH = 30_000;

export function usePeers(finding: string, of?: PeerQuantity) {
  return useQuery({
    queryKey: ["finding", finding, "peers", of ?? ""],
    queryFn: () => caseApi.peers(finding, of),
    placeholderData: keepPreviousData,
    staleTime: FRESH,
  });
}

/** Where the operator stands among colleagues, none of whom is named. */
export function PeersFigure({ finding }: { readonly finding: string }) {
  const { words } = useWords();
  const text = words.casework.peers;
  const [of, choose] = useState<PeerQuantity | undefined>();
  const peers = usePeers(finding, of);
  return (
    <section className="around" aria-label={text.title}>
      <h3>{text.title}</h3>
      {peers.isPending ? (
        <Loading />
      ) : peers.isError ? (
        <Trouble error={peers.error} again={() => void peers.refetch()} />
      ) : peers.data.group === undefined ? (
        <p className="muted">{text.nobody}</p>
      ) : (
        <>
          <label className="inline">
            <span>{text.quantityLabel}</span>
            <select
              value={peers.data.quantity}
              onChange={({ target }) => choose(target.value as PeerQuantity)}
            >
              {QUANTITIES.map((each) => (
                <option key={each} value={each}>
                  {text.quantity[each]}
                </option>
              ))}
            </select>
          </label>
          <Standing report={peers.data} />
        </>
      )}
    </section>
  );
}

function Standing({ report }: { readonly report: PeerReport }) {
  const { words, say } = useWords();
  const text = words.casework.peers;
  const { own, colleagues, below, quantiles, bins, quantity } = report;
  const whom = comparedWith(report, words);
  if (quantiles === undefined)
    return (
      <>
        {own !== undefined && <p>{text.ownOnly(text.value[quantity](own))}</p>}
        <p className="muted">
          {text.tooFew(colleagues)} {whom}
        </p>
      </>
    );
  return (
    <>
      <p>
        {own === undefined || below === undefined
          ? text.ownMissing
          : text.standing(text.value[quantity](own), below, colleagues)}{" "}
        {text.half(text.value[quantity](quantiles.half), text.value[quantity](quantiles.nineTenths))}
      </p>
      <Histogram report={report} />
      <p className="muted">{whom}</p>
      <details>
        <summary>{words.asTable}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{text.quantity[quantity]}</th>
              <th scope="col" className="n">
                {text.colleaguesColumn}
              </th>
            </tr>
          </thead>
          <tbody>
            {bins.map(({ from, to, colleagues: many }) => (
              <tr key={from}>
                <td>
                  {range(from, to, say)}
                  {own !== undefined && from <= own && own <= to && <b> · {text.here}</b>}
                </td>
                <td className="n">{say.number(many)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}

/** Zero-based bars, the operator's own value on the axis below and named. */
function Histogram({ report: { bins, own } }: { readonly report: PeerReport }) {
  const { words, say } = useWords();
  const text = words.casework.peers;
  const most = Math.max(1, ...bins.map(({ colleagues }) => colleagues));
  const wide = 100 / bins.length;
  const at = own === undefined ? -1 : bins.findIndex(({ from, to }) => from <= own && own <= to);
  const middle = (at + 0.5) * wide;
  const end = middle > 66 ? "end" : middle < 34 ? "start" : "middle";
  return (
    <>
      <svg
        className="peers"
        role="img"
        aria-label={text.picture(bins.reduce((sum, { colleagues }) => sum + colleagues, 0))}
      >
        {bins.map(({ from, colleagues }, index) => {
          const high = (colleagues / most) * (HIGH - 14);
          return (
            <g key={from}>
              <rect
                className="bar"
                x={`${index * wide + wide * 0.06}%`}
                width={`${wide * 0.88}%`}
                y={HIGH - high}
                height={high}
              />
              {colleagues > 0 && (
                <text
                  x={`${(index + 0.5) * wide}%`}
                  y={HIGH - high - 3}
                  textAnchor="middle"
                  className="muted"
                >
                  {say.number(colleagues)}
                </text>
              )}
            </g>
          );
        })}
        <line className="grid" x1="0" x2="100%" y1={HIGH} y2={HIGH} />
        {at >= 0 && (
          <g className="own">
            <line x1={`${middle}%`} x2={`${middle}%`} y1={HIGH} y2={HIGH + 8} />
            <circle cx={`${middle}%`} cy={HIGH + 8} r="5" />
            <text x={`${middle}%`} y={HIGH + 26} textAnchor={end}>
              {text.here}
            </text>
          </g>
        )}
      </svg>
      <p className="axis">
        <span>{say.number(bins[0]?.from ?? 0)}</span>
        <span>{say.number(bins.at(-1)?.to ?? 0)}</span>
      </p>
    </>
  );
}

function range(from: number, to: number, say: Speech): string {
  return from === to ? say.number(from) : `${say.number(from)}–${say.number(to)}`;
}

function comparedWith({ group, unit, systems, from, until }: PeerReport, words: Words): string {
  const text = words.casework.peers;
  const last = new Date(Date.parse(until) - 1).toISOString().slice(0, 10);
  const span = text.span(
    from.slice(0, 10),
    last,
    systems.map((system) => words.names.system[system as "calls"] ?? system).join(", "),
  );
  if (group === "unit" && unit !== undefined) return `${text.ofUnit(unit)} ${span}`;
  return unit === undefined ? `${text.ofSystem} ${span}` : `${text.unitTooSmall(unit)} ${span}`;
}
