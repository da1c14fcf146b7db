import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { caseApi, type NeighbourReport } from "../api/case-api.ts";
import type { DeskFinding, StoredEvent } from "../api/shapes.ts";
import { Trouble } from "../parts/states.tsx";
import { shortPseudonym } from "../parts/subject.ts";
import { useWords } from "../words/words.tsx";
import { layOut, type PlacedNode } from "./graph-layout.ts";
import { graphOf, type MatterSubject, subjectsOf } from "./matter.ts";
import { usePeers } from "./peers-figure.tsx";

/** Operator, subjects, cases, and on request the colleagues who looked at a subject: unfolding asks the server, and is itself a look-up. */
export function Neighbours({
  finding,
  events,
}: {
  readonly finding: DeskFinding;
  readonly events: readonly StoredEvent[];
}) {
  const { words } = useWords();
  const text = words.casework.graph;
  const [unfolded, unfold] = useState<readonly string[]>([]);
  const subjects = useMemo(() => subjectsOf(events), [events]);
  const company = usePeers(finding.id).data?.company ?? [];
  const asked = useQueries({
    queries: unfolded.map((subject) => ({
      queryKey: ["finding", finding.id, "neighbours", subject],
      queryFn: () => caseApi.neighbours(finding.id, subject),
    })),
  });
  if (subjects.length === 0) return null;
  const reports = asked.flatMap(({ data }) => data ?? []);
  const { nodes, edges } = graphOf(finding.operator, subjects, reports);
  const graph = layOut(nodes, edges);
  const countOf = (subject: string) => company.find(({ value }) => value === subject)?.count ?? 0;
  const turn = (subject: string) =>
    unfold(unfolded.includes(subject) ? unfolded.filter((each) => each !== subject) : [...unfolded, subject]);
  const failed = asked.find(({ isError }) => isError);
  return (
    <section className="around" aria-label={text.title}>
      <h3>{text.title}</h3>
      <p className="muted">{text.note}</p>
      <svg className="neighbours" height={graph.height} role="group" aria-label={text.picture}>
        <g className="edges" aria-hidden="true">
          {graph.edges.map(({ from, to }) => (
            <line key={`${from.key} ${to.key}`} x1={`${from.x}%`} y1={from.y} x2={`${to.x}%`} y2={to.y} />
          ))}
        </g>
        {graph.nodes.map((node) =>
          node.kind === "subject" && countOf(node.key) > 0 ? (
            <g
              key={node.key}
              className="node subject unfoldable"
              role="button"
              tabIndex={0}
              aria-expanded={unfolded.includes(node.key)}
              aria-label={text.unfold(node.label, countOf(node.key))}
              onClick={() => turn(node.key)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" && event.key !== " ") return;
                event.preventDefault();
                event.stopPropagation();
                turn(node.key);
              }}
            >
              <NodeMark node={node} count={unfolded.includes(node.key) ? undefined : countOf(node.key)} />
            </g>
          ) : (
            <g key={node.key} className={`node ${node.kind}`} aria-hidden="true">
              <NodeMark node={node} count={undefined} />
            </g>
          ),
        )}
      </svg>
      {graph.left > 0 && <p className="muted">{text.left(graph.left)}</p>}
      {failed !== undefined && <Trouble error={failed.error} again={() => void failed.refetch()} />}
      <ul className="twin">
        {subjects.map((subject) => (
          <SubjectEntry
            key={subject.subject}
            entry={subject}
            count={countOf(subject.subject)}
            report={reports.find((report) => report.subject === subject.subject)}
            unfolded={unfolded.includes(subject.subject)}
            onTurn={() => turn(subject.subject)}
          />
        ))}
      </ul>
    </section>
  );
}

const LONGEST = 12;

function NodeMark({ node, count }: { readonly node: PlacedNode; readonly count: number | undefined }) {
  const { words } = useWords();
  const { label, kind, x, y } = node;
  const short = label.length > LONGEST ? `${label.slice(0, LONGEST - 1)}…` : label;
  return (
    <>
      <title>{`${words.casework.graph.kinds[kind]} ${label}`}</title>
      {kind === "case" ? (
        <rect x={`${x}%`} y={y - 5} width="10" height="10" transform="translate(-5 0)" />
      ) : (
        <circle cx={`${x}%`} cy={y} r={kind === "operator" ? 6 : 5} />
      )}
      <text x={`${x}%`} y={y} dx="10" dy="4">
        {short}
        {count !== undefined && <tspan className="count"> +{count}</tspan>}
      </text>
    </>
  );
}

function SubjectEntry({
  entry,
  count,
  report,
  unfolded,
  onTurn,
}: {
  readonly entry: MatterSubject;
  readonly count: number;
  readonly report: NeighbourReport | undefined;
  readonly unfolded: boolean;
  readonly onTurn: () => void;
}) {
  const { words, say } = useWords();
  const text = words.casework.graph;
  const { subject, lookups, cases } = entry;
  return (
    <li>
      <span>
        <code>{shortPseudonym(subject)}</code>: {words.lookups(lookups)};{" "}
        {cases.length === 0 ? text.noCase : text.cases(cases.join(", "))};{" "}
        {count === 0 ? text.nobodyElse : text.others(count)}.
      </span>{" "}
      {count > 0 && (
        <button type="button" className="plain" aria-expanded={unfolded} onClick={onTurn}>
          {unfolded ? text.fold : text.show}
        </button>
      )}
      {unfolded && report !== undefined && (
        <ul>
          {report.neighbours.map((neighbour) => (
            <li key={neighbour.operator}>
              <Link to="/operators/$id" params={{ id: neighbour.operator }} className="mono">
                {neighbour.operator}
              </Link>
              {neighbour.unit !== undefined && <> ({neighbour.unit})</>}: {words.lookups(neighbour.lookups)},{" "}
              {say.day(neighbour.first)}
              {say.day(neighbour.last) !== say.day(neighbour.first) && <> → {say.day(neighbour.last)}</>};{" "}
              {neighbour.cases.length === 0 ? text.noCase : text.cases(neighbour.cases.join(", "))}.
            </li>
          ))}
          {report.more > 0 && <li className="muted">{text.more(report.more)}</li>}
          {report.withheld > 0 && <li className="muted">{text.withheld(report.withheld)}</li>}
        </ul>
      )}
    </li>
  );
}
