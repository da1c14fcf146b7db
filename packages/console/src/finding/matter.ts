/** Whom and what the rows of a finding are about: subjects and cases, the most looked at first. Nothing that is not in the rows. */
import { caseName } from "../../../counterwatch/src/stories/case-name.ts";
import type { NeighbourReport } from "../api/case-api.ts";
import type { StoredEvent } from "../api/shapes.ts";
import { shortPseudonym } from "../parts/subject.ts";
import type { GraphEdge, GraphNode } from "./graph-layout.ts";

const MOST_SUBJECTS = 8;

export interface MatterSubject {
  /** Pseudonym. */
  readonly subject: string;
  readonly lookups: number;
  readonly cases: readonly string[];
}

export function subjectsOf(events: readonly StoredEvent[]): MatterSubject[] {
  const found = new Map<string, MatterSubject>();
  for (const { event } of events) {
    const name = caseName(event);
    for (const { id, partial } of event.subjects ?? []) {
      if (id === undefined || partial === true) continue;
      const known = found.get(id);
      const cases = new Set([...(known?.cases ?? []), ...(name === undefined ? [] : [name])]);
      found.set(id, { subject: id, lookups: (known?.lookups ?? 0) + 1, cases: [...cases] });
    }
  }
  return [...found.values()]
    .toSorted((a, b) => b.lookups - a.lookups || (a.subject < b.subject ? -1 : 1))
    .slice(0, MOST_SUBJECTS);
}

/** `unfolded`: what the server told of subjects whose colleagues were asked for. */
export function graphOf(
  operator: string,
  subjects: readonly MatterSubject[],
  unfolded: readonly NeighbourReport[],
): { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] } {
  const nodes = new Map<string, GraphNode>([
    ["operator", { key: "operator", kind: "operator", label: operator }],
  ]);
  const edges: GraphEdge[] = [];
  const add = (node: GraphNode) => {
    if (!nodes.has(node.key)) nodes.set(node.key, node);
    return node.key;
  };
  for (const { subject, cases } of subjects) {
    const at = add({ key: subject, kind: "subject", label: shortPseudonym(subject) });
    edges.push({ from: "operator", to: at });
    for (const name of cases)
      edges.push({ from: at, to: add({ key: `case ${name}`, kind: "case", label: name }) });
  }
  for (const { subject, neighbours } of unfolded)
    for (const { operator: colleague, cases } of neighbours) {
      const at = add({ key: `colleague ${colleague}`, kind: "colleague", label: colleague });
      edges.push({ from: subject, to: at });
      // Only cases that the finding's own rows name: the graph leads nowhere else.
      for (const name of cases) if (nodes.has(`case ${name}`)) edges.push({ from: `case ${name}`, to: at });
    }
  return { nodes: [...nodes.values()], edges };
}
