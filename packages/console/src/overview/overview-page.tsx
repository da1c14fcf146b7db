import { useQuery } from "@tanstack/react-query";
import { watchApi } from "../api/watch-api.ts";
import { SeverityShape } from "../parts/severity-mark.tsx";
import { Loading, Trouble } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";
import { Coverage } from "./coverage.tsx";
import { Days } from "./days.tsx";
import { LedgerState, Promised } from "./promised.tsx";
import { verdictOf } from "./verdict.ts";
import { SinceSignIn, WaitingWork } from "./waiting-work.tsx";
import { WarningsRunning } from "./warnings-running.tsx";

const EVERY = 15_000;

/** The start page. Nothing of anybody is on it, so that looking at it is no look-up. */
export function OverviewPage() {
  const { words, say } = useWords();
  const overview = useQuery({
    queryKey: ["overview"],
    queryFn: watchApi.overview,
    refetchInterval: EVERY,
    staleTime: 0,
  });
  if (overview.data === undefined)
    return overview.isError ? (
      <Trouble error={overview.error} again={() => void overview.refetch()} />
    ) : (
      <Loading />
    );
  const { at, work, warnings, sources, days, budget, ledger } = overview.data;
  const verdict = verdictOf(overview.data, words.overview);
  return (
    <div className="page overview">
      <div className={verdict.calm ? "verdict calm" : "verdict"}>
        <h1>
          {!verdict.calm && <SeverityShape severity={verdict.severity} />}
          {verdict.sentence}
        </h1>
        <p className="muted">{words.overview.asOf(say.minute(at), say.zone)}</p>
      </div>
      <div className="halves">
        {work !== undefined && <WaitingWork waiting={work.waiting} now={Date.parse(at)} />}
        {warnings !== undefined && <WarningsRunning warnings={warnings} now={Date.parse(at)} />}
        <Coverage vectors={sources} />
      </div>
      <Days counts={days} today={at.slice(0, 10)} />
      <div className="halves">
        <Promised budget={budget} stories={work?.stories} />
        <LedgerState ledger={ledger} />
        {work !== undefined && <SinceSignIn since={work.since} />}
      </div>
    </div>
  );
}
