/** The one sentence on top: is everything covered and calm? Trouble before work, work before calm. */
import type { Severity } from "../api/shapes.ts";
import type { Overview, Vector } from "../api/watch-api.ts";
import type { OverviewWords } from "../words/overview-english.ts";

interface Covered {
  readonly heard: number;
  readonly behind: number;
  readonly silent: number;
  readonly never: number;
  readonly all: number;
}

/** Look-ups that wait for their judgement without anything being wrong: a batch under way. */
const WAITING_IS_USUAL = 5000;

function covered(vectors: readonly Vector[]): Covered {
  const sum = (of: (vector: Vector) => number) => vectors.reduce((total, vector) => total + of(vector), 0);
  const counts = {
    heard: sum(({ heard }) => heard),
    behind: sum(({ behind }) => behind.length),
    silent: sum(({ silent }) => silent.length),
    never: sum(({ never }) => never.length),
  };
  return { ...counts, all: counts.heard + counts.behind + counts.silent + counts.never };
}

/** Findings that nobody is on, and closings that the reader may agree to; 0 for whoever reads no findings. */
function waiting({ work }: Pick<Overview, "work">): number {
  if (work === undefined) return 0;
  const { unowned, proposed } = work.waiting;
  return unowned.reduce((sum, { count }) => sum + count, 0) + proposed.byOthers;
}

export interface Verdict {
  /** Nothing is wrong and nothing waits. */
  readonly calm: boolean;
  /** Of what is wrong or waits. */
  readonly severity: Severity;
  readonly sentence: string;
}

export function verdictOf(overview: Overview, words: OverviewWords): Verdict {
  const { all, silent, never } = covered(overview.sources);
  const open = waiting(overview);
  const unheard = silent + never;
  const overdue = overview.warnings?.overdue ?? 0;
  const worst = overview.work?.waiting.unowned[0]?.severity;
  const sentence = () => {
    if (overdue > 0) return words.verdict.overdue(overdue);
    if (all === 0) return words.verdict.noSource;
    if (overview.ledger.waiting > WAITING_IS_USUAL) return words.verdict.judging(overview.ledger.waiting);
    if (unheard > 0)
      return open > 0 ? words.verdict.gapsAndWork(unheard, all, open) : words.verdict.gaps(unheard, all);
    if (open > 0) return words.verdict.work(open);
    return overview.work === undefined ? words.verdict.covered(all) : words.verdict.calm(all);
  };
  return {
    calm:
      overdue === 0 && all > 0 && unheard === 0 && open === 0 && overview.ledger.waiting <= WAITING_IS_USUAL,
    severity: overdue > 0 || unheard > 0 || all === 0 ? "critical" : (worst ?? "medium"),
    sentence: sentence(),
  };
}
