import { type Assessment, type Exposure, type Tier } from "../api/protection-api.ts";
import { SeverityShape } from "../parts/severity-mark.tsx";
import { Time } from "../parts/time.tsx";
import { useWords } from "../words/words.tsx";
import { ExposureChains } from "./exposure-chains.tsx";
import { useReportWords } from "./report-words.ts";
import { TierMark } from "./tier-mark.tsx";
import { TwoTimes } from "./two-times.tsx";

const TIERS = ["certain", "likely", "possible", "none"] as const satisfies readonly Tier[];
const MOST_ROWS = 200;

/** One assessment: how many relations by tier with and without the gaps, the two times, each relation, the rows that told it. */
export function ExposureSheet({ assessment }: { readonly assessment: Assessment }) {
  const { say, words } = useWords();
  const { assessment: said, speech } = useReportWords();
  const { relations, people, gaps, view } = assessment;
  const count = (tier: Tier, which: "tier" | "upper") =>
    relations.filter((each) => each[which] === tier).length;
  const [certain, likely] = [count("certain", "tier"), count("likely", "tier")];
  const since = relations
    .flatMap(({ knownSince }) => (knownSince === undefined ? [] : [knownSince]))
    .toSorted()
    .at(0);
  const ordered = relations.toSorted(
    (a, b) =>
      TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) || TIERS.indexOf(a.upper) - TIERS.indexOf(b.upper),
  );
  return (
    <>
      <p className="lead">
        {said.headline({ certain, likely, relations: relations.length })}{" "}
        {since !== undefined && certain + likely > 0 && said.since(say.minute(since))}
      </p>
      <ul className="tiers">
        {TIERS.map((tier) => (
          <li key={tier}>
            <TierMark tier={tier} />
            <span className="figure">{say.number(count(tier, "tier"))}</span>
            {gaps.length > 0 && count(tier, "upper") !== count(tier, "tier") && (
              <span className="muted">{said.upper(say.number(count(tier, "upper")))}</span>
            )}
            <span className="muted">{said.tierMeaning[tier]}</span>
          </li>
        ))}
      </ul>
      <div className={gaps.length > 0 ? "note unseen" : "note"}>
        <p>
          {gaps.length === 0 ? (
            said.noGaps
          ) : (
            <>
              <SeverityShape severity="medium" /> {said.gapsFirst(gaps.length)}{" "}
              {said.upperChanges({ certain: count("certain", "upper"), likely: count("likely", "upper") })}
            </>
          )}
        </p>
        {gaps.length > 0 && (
          <ul>
            {gaps.map(({ what, lookups, explanation }) => (
              <li key={explanation}>
                {said.gap[what](lookups)} {what === "log-gap" && <span lang="en">{explanation}</span>}
              </li>
            ))}
          </ul>
        )}
        <p className="muted">
          {said.assessed} <Time at={assessment.assessed} /> ({say.zone}) · {said.registerVersion}{" "}
          {said.version(assessment.register.version)} · {said.inView}:{" "}
          {said.viewSum({ rows: view.rows, lookups: view.lookups })}
        </p>
      </div>
      <TwoTimes assessment={assessment} />
      <h3>{said.relationsTitle}</h3>
      {relations.length === 0 ? (
        <p>{said.noRelations}</p>
      ) : (
        <div className="wide" tabIndex={0} role="region" aria-label={said.relationsTitle}>
          <table>
            <thead>
              <tr>
                <th scope="col">{said.pair}</th>
                <th scope="col">{said.relation}</th>
                <th scope="col">{said.tierColumn}</th>
                <th scope="col">{said.upperColumn}</th>
                <th scope="col">{said.rankColumn}</th>
                <th scope="col" className="n">
                  {said.bitsColumn}
                </th>
                <th scope="col">
                  {said.knownColumn}, {say.zone}
                </th>
              </tr>
            </thead>
            <tbody>
              {ordered.slice(0, MOST_ROWS).map((each) => (
                <tr key={keyOf(each)}>
                  <th scope="row" className="mono">
                    {each.from} · {each.to}
                  </th>
                  <td>{each.relation}</td>
                  <td>
                    <TierMark tier={each.tier} />
                  </td>
                  <td>{each.upper === each.tier ? "=" : <TierMark tier={each.upper} />}</td>
                  <td>{said.rank[each.rank]}</td>
                  <td className="n">{speech.number(each.bits)}</td>
                  <td className="t">{each.knownSince !== undefined && <Time at={each.knownSince} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {relations.length > MOST_ROWS && (
        <p className="muted">{said.moreRelations(relations.length - MOST_ROWS)}</p>
      )}
      <h3>{said.cardsTitle}</h3>
      <ExposureChains exposures={ordered.filter(({ tier }) => tier === "certain" || tier === "likely")} />
      <details>
        <summary>
          {said.peopleTitle} {say.number(people.length)}
        </summary>
        <div className="wide" tabIndex={0} role="region" aria-label={said.peopleTitle}>
          <table>
            <thead>
              <tr>
                <th scope="col">{said.person}</th>
                <th scope="col">{said.tierColumn}</th>
                <th scope="col">{said.upperColumn}</th>
                <th scope="col">{said.recordsShown}</th>
                <th scope="col">{said.movement}</th>
              </tr>
            </thead>
            <tbody>
              {people.slice(0, MOST_ROWS).map(({ member, tier, upper, recordsShown, movement }) => (
                <tr key={member}>
                  <th scope="row" className="mono">
                    {member}
                  </th>
                  <td>
                    <TierMark tier={tier} />
                  </td>
                  <td>{upper === tier ? "=" : <TierMark tier={upper} />}</td>
                  <td>{recordsShown ? said.yes : ""}</td>
                  <td>{movement ? said.yes : ""}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
      <details>
        <summary>{said.methodTitle}</summary>
        {said.method.map((sentence) => (
          <p key={sentence} className="muted">
            {sentence}
          </p>
        ))}
        <p className="muted">{words.zone(say.zone)}</p>
      </details>
    </>
  );
}

function keyOf({ from, to, relation }: Exposure): string {
  return `${from} ${to} ${relation}`;
}
