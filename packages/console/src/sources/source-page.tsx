import { Link, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { ListedSource } from "../api/watch-api.ts";
import { mayRead } from "../frame/access.ts";
import { useSession } from "../frame/session.tsx";
import { DayChart } from "../overview/day-chart.tsx";
import { Loading, Trouble } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { useWords } from "../words/words.tsx";
import { DeadLetters } from "./dead-letters.tsx";
import { naming, useSources } from "./sources-page.tsx";
import { Inputs } from "./inputs.tsx";
import { Replay } from "./replay.tsx";
import { StandingMark } from "./standing-mark.tsx";

export function SourcePage() {
  const { name } = useParams({ from: "/sources/$name" });
  const { words, say } = useWords();
  const { roles } = useSession();
  const list = useSources();
  if (list.data === undefined)
    return list.isError ? <Trouble error={list.error} again={() => void list.refetch()} /> : <Loading />;
  const text = words.sources;
  const source = list.data.items.find((each) => each.source === name);
  const days = (source?.days ?? []).map(({ value, count }) => ({ day: value, count, usual: undefined }));
  return (
    <div className="page">
      <p>
        <Link to="/sources">{text.back}</Link>
      </p>
      <h1 className="mono">{name}</h1>
      {source === undefined ? (
        <p role="status">{text.unknown}</p>
      ) : (
        <>
          <Facts source={source} />
          <Inputs source={name} />
          <p className="muted">{text.since(say.minute(list.data.since), say.zone)}</p>
          <section aria-labelledby="source-days">
            <h2 id="source-days">{text.days}</h2>
            {days.every(({ count }) => count === 0) ? (
              <p>{text.daysNone}</p>
            ) : (
              <DayChart days={days} isOpen={false} />
            )}
          </section>
          <section aria-labelledby="letters" className="letters">
            <h2 id="letters">{text.letters}</h2>
            {mayRead("findings", roles) ? <DeadLetters source={name} /> : <p>{text.lettersNot}</p>}
            {roles.includes("administrator") && source.deadLetters > 0 && <Replay source={name} />}
          </section>
        </>
      )}
    </div>
  );
}

function Facts({ source }: { readonly source: ListedSource }) {
  const { words, say } = useWords();
  const text = words.sources;
  const { standing, system, heard, heartbeat, arrivals, findings } = source;
  const late = arrivals?.lateness;
  const span = (milliseconds: number) => (milliseconds < 1000 ? text.atOnce : say.span(milliseconds));
  const facts: readonly (readonly [string, ReactNode] | undefined)[] = [
    [
      text.state,
      <>
        <StandingMark standing={standing} /> <span className="muted">{text.standingWhat[standing]}</span>
      </>,
    ],
    [text.columns.system, system === undefined ? "–" : words.names.system[system]],
    [text.latest, heard === undefined ? "–" : <Time at={heard} />],
    [text.heartbeat, heartbeat === undefined ? text.noHeartbeat : text.heartbeatOf(heartbeat)],
    [
      text.lateness,
      late === undefined
        ? text.latenessNone
        : text.latenessOf(span(late.p50), span(late.p99), say.number(late.rows)),
    ],
    late !== undefined && late.ahead > 0 ? ["", text.ahead(late.ahead)] : undefined,
    arrivals === undefined ? undefined : [text.lastArrival, <Time key="last" at={arrivals.last} />],
    arrivals === undefined
      ? undefined
      : [
          text.arrivals,
          <ul className="plain" key="arrivals">
            <li>{text.rows(arrivals.rows)}</li>
            {arrivals.duplicates > 0 && <li>{text.duplicates(arrivals.duplicates)}</li>}
            {arrivals.present > 0 && <li>{text.present(arrivals.present)}</li>}
            {arrivals.rejected > 0 && <li>{text.rejected(arrivals.rejected)}</li>}
          </ul>,
        ],
    findings === undefined
      ? undefined
      : [
          text.findings,
          findings.count === 0 ? (
            text.findingsNone
          ) : (
            <Link key="findings" to="/findings" search={naming(findings.operators)}>
              {text.findingsOpen(findings.count)}
            </Link>
          ),
        ],
  ];
  return (
    <dl className="facts">
      {facts
        .filter((fact) => fact !== undefined)
        .map(([term, said], at) => (
          <div key={term === "" ? at : term}>
            <dt>{term}</dt>
            <dd>{said}</dd>
          </div>
        ))}
    </dl>
  );
}
