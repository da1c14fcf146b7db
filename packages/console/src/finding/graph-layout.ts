/**
 * The small graph around a finding: its operator, its subjects, the cases that its rows name, and colleagues who looked at a subject that was
 * unfolded. Columns from left to right in that order; within one, the order in which nodes are given, evenly spaced: the same
 * every time, and nothing moves but by unfolding. At most forty nodes.
 */

const KINDS = ["operator", "subject", "case", "colleague"] as const;
type NodeKind = (typeof KINDS)[number];

export interface GraphNode {
  readonly key: string;
  readonly kind: NodeKind;
  /** As people read it. */
  readonly label: string;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
}

export interface PlacedNode extends GraphNode {
  /** Percent of the width. */
  readonly x: number;
  /** Pixels. */
  readonly y: number;
}

export interface Graph {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly { readonly from: PlacedNode; readonly to: PlacedNode }[];
  /** Pixels. */
  readonly height: number;
  /** Nodes that there was no room for. */
  readonly left: number;
}

const MOST_NODES = 40;
const ROW = 28;
const COLUMN: Readonly<Record<NodeKind, number>> = { operator: 3, subject: 28, case: 54, colleague: 79 };

export function layOut(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Graph {
  const shown = nodes.slice(0, MOST_NODES);
  const columns = KINDS.map((kind) => shown.filter((node) => node.kind === kind));
  const tallest = Math.max(1, ...columns.map(({ length }) => length));
  const height = tallest * ROW + ROW;
  const placed = new Map<string, PlacedNode>();
  for (const column of columns)
    for (const [at, node] of column.entries())
      placed.set(node.key, {
        ...node,
        x: COLUMN[node.kind],
        y: Math.round(((at + 0.5) / column.length) * (height - ROW) + ROW / 2),
      });
  return {
    nodes: [...placed.values()],
    edges: edges.flatMap(({ from, to }) => {
      const [a, b] = [placed.get(from), placed.get(to)];
      return a === undefined || b === undefined ? [] : [{ from: a, to: b }];
    }),
    height,
    left: nodes.length - shown.length,
  };
}
