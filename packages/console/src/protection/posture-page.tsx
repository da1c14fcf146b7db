import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Posture, protectionApi } from "../api/protection-api.ts";
import { useSession } from "../frame/session.tsx";
import { SeverityShape } from "../parts/severity-mark.tsx";
import { Loading, Trouble } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { useKeptText } from "../words/kept-text.ts";
import { useWords } from "../words/words.tsx";
import { OpenItemDialog } from "./open-item-dialog.tsx";
import { useReportWords } from "./report-words.ts";

/** The state of the countermeasures, as an inspector would ask. */
export function PosturePage() {
  const page = useQuery({ queryKey: ["posture"], queryFn: protectionApi.posture, staleTime: 0 });
  if (page.isPending) return <Loading />;
  if (page.isError) return <Trouble error={page.error} again={() => void page.refetch()} />;
  return <PostureSheet posture={page.data} />;
}

function PostureSheet({ posture }: { readonly posture: Posture }) {
  const { words, say } = useWords();
  const { posture: said, rehearsal } = useReportWords();
  const { shortcomings, vectors, sources, ledger, authority, rehearsed } = posture;
  const names = words.names.system;
  const about = (what: string, subject: string) => {
    if (what === "vector-uncovered") return rehearsal.vector[subject as "visual"];
    if (what === "rehearsal-old") return say.minute(subject);
    return what === "item-overdue"
      ? (posture.items.find(({ id }) => id === subject)?.vulnerability ?? subject)
      : subject;
  };
  return (
    <div className="page posture">
      <div className={shortcomings.length > 0 ? "verdict" : "verdict calm"}>
        <h1>
          {shortcomings.length > 0 && <SeverityShape severity="medium" />}
          {said.headline(shortcomings.length)}
        </h1>
        <p className="muted">{words.protection.asOf(say.minute(posture.at), say.zone)}</p>
      </div>
      {shortcomings.length > 0 && (
        <>
          <h2>{said.shortcomingsTitle}</h2>
          <ul className="limits">
            {shortcomings.map(({ what, about: subject = "" }) => (
              <li key={`${what} ${subject}`}>{said.shortcoming[what](about(what, subject))}</li>
            ))}
          </ul>
        </>
      )}
      <h2>{said.coverageTitle}</h2>
      <div className="wide" tabIndex={0} role="region" aria-label={said.coverageTitle}>
        <table>
          <thead>
            <tr>
              <th scope="col">{rehearsal.vectorColumn}</th>
              <th scope="col">{said.coveredColumn}</th>
              <th scope="col">{said.uncoveredColumn}</th>
            </tr>
          </thead>
          <tbody>
            {vectors.map(({ vector, covered, uncovered }) => (
              <tr key={vector}>
                <th scope="row">{rehearsal.vector[vector]}</th>
                <td>{covered.map((system) => names[system]).join(", ") || rehearsal.nothing}</td>
                <td className={covered.length === 0 ? "" : "muted"}>
                  {uncovered.map((system) => names[system]).join(", ") || rehearsal.nothing}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h2>{said.sourcesTitle}</h2>
      {sources.length === 0 ? (
        <p>{said.noSources}</p>
      ) : (
        <div className="wide" tabIndex={0} role="region" aria-label={said.sourcesTitle}>
          <table>
            <thead>
              <tr>
                <th scope="col">{said.sourceColumn}</th>
                <th scope="col">{said.systemColumn}</th>
                <th scope="col">{said.stateColumn}</th>
                <th scope="col">
                  {said.heardColumn}, {say.zone}
                </th>
              </tr>
            </thead>
            <tbody>
              {sources.map(({ source, system, state, heard }) => (
                <tr key={source}>
                  <th scope="row">{source}</th>
                  <td>{system === undefined ? said.unknownSystem : names[system]}</td>
                  <td>
                    {(state === "silent" || state === "never") && <SeverityShape severity="high" />}{" "}
                    {said.state[state]}
                  </td>
                  <td className="t">{heard !== undefined && <Time at={heard} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <h2>{said.ledgerTitle}</h2>
      <p>{ledger === undefined ? said.noLedger : said.ledger({ ...ledger, witnesses: ledger.witnesses })}</p>
      <h2>{said.itemsTitle}</h2>
      <Items posture={posture} />
      <h2>{said.authorityTitle}</h2>
      <ul className="limits">
        {authority === undefined ? (
          <li>{said.nobody}</li>
        ) : (
          <>
            {authority.line.length > 0 && <li>{said.line(authority.line)}</li>}
            {authority.incidents.map(({ kind, office }) => (
              <li key={kind}>{said.decides({ kind, office })}</li>
            ))}
          </>
        )}
      </ul>
      <h2>{words.pages.rehearsal}</h2>
      <p>{rehearsed === undefined ? said.neverRehearsed : said.rehearsed(say.minute(rehearsed))}</p>
    </div>
  );
}

function Items({ posture: { items } }: { readonly posture: Posture }) {
  const kept = useKeptText();
  const { words, say } = useWords();
  const { posture: said } = useReportWords();
  const { roles } = useSession();
  const queries = useQueryClient();
  const [shown, show] = useState<string | undefined>();
  if (items.length === 0) return <p>{said.noItems}</p>;
  return (
    <>
      <div className="wide open-items" tabIndex={0} role="region" aria-label={said.itemsTitle}>
        <table>
          <thead>
            <tr>
              <th scope="col">{said.itemColumn}</th>
              <th scope="col">{said.ownerColumn}</th>
              <th scope="col">{said.stateColumn}</th>
              <th scope="col">{said.dueColumn}</th>
              <th scope="col">
                <span className="hidden">{words.history}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ id, vulnerability, owner, state, due, overdue, reason }) => (
              <tr key={id}>
                <th scope="row">
                  <span {...kept.vulnerability(vulnerability)} />
                  {reason !== undefined && <q className="muted">{reason}</q>}
                </th>
                <td>{owner}</td>
                <td>
                  {overdue && <SeverityShape severity="high" />}{" "}
                  {overdue ? said.overdue : said.itemState[state]}
                </td>
                <td className="t">{say.day(due)}</td>
                <td>
                  <button type="button" onClick={() => show(id)}>
                    {roles.includes("register-officer") && state !== "closed"
                      ? words.actions
                      : words.protection.itemHistory}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown !== undefined && (
        <OpenItemDialog
          id={shown}
          onClose={() => show(undefined)}
          onDone={() => void queries.invalidateQueries({ queryKey: ["posture"] })}
        />
      )}
    </>
  );
}
