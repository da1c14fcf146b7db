/** The overview, the sources and the rules. */
import type { Overview, Vector } from "../../../counterwatch/src/server/desk/queue/overview-report.ts";
import type {
  BacktestReport,
  BacktestWish,
  RuleCheck,
  RuleRemark,
  RuleShown,
  RuleTested,
} from "../../../counterwatch/src/server/desk/rules/rule-report.ts";
import type { Replayed } from "../../../counterwatch/src/server/desk/sources/input-report.ts";
import type {
  SourceList,
  SourceStanding,
} from "../../../counterwatch/src/server/desk/sources/source-report.ts";
import type { DeadLetter } from "../../../counterwatch/src/model/dead-letter.ts";
import { ask, get, part } from "./asking.ts";
import type { Page } from "./shapes.ts";

export type {
  BacktestReport,
  Overview,
  RuleCheck,
  RuleRemark,
  RuleShown,
  RuleTested,
  SourceStanding,
  Vector,
};
export type ListedRule = RuleShown & { readonly open: number };
export type ListedSource = SourceList["items"][number];
export type ShownLetter = DeadLetter & {
  readonly request: string;
  /** When it was read after all, RFC 3339. */
  readonly replayed?: string;
};

export const watchApi = {
  overview: () => get<Overview>("overview"),

  sources: () => get<SourceList>("sources"),
  /** Rows of files that are followed, once more. */
  replay: (source: string) => ask<Replayed>("POST", "dead-letters/replay", { source }),
  letters: (search: URLSearchParams) => get<Page<ShownLetter>>("dead-letters", search),

  rules: () => get<{ readonly items: readonly ListedRule[] }>("rules"),
  rule: (name: string) => get<{ readonly rule: RuleShown; readonly text: string }>(`rules/${part(name)}`),
  testRule: (name: string) => ask<RuleTested>("POST", `rules/${part(name)}/test`),
  checkRule: (text: string) => ask<RuleCheck>("POST", "rules/check", { text }),
  backtest: (wish: BacktestWish) => ask<BacktestReport>("POST", "rules/backtest", wish),
};
