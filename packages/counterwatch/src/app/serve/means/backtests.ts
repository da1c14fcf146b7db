/**
 * Backtests on the running server, one after the other, in slices of about a hundredth of a second: between two of them whoever waits
 * has their turn, sources first of all. Matching takes time linear in a row's length whatever the rule says (regular expressions are
 * RE2's), so that a slice cannot be held up.
 *
 * Limits: the latest 300,000 leaves, twenty seconds, three that wait.
 */
import { setImmediate } from "node:timers/promises";
import type { Account } from "../../../incidents/desk/case.ts";
import type { DeskStore } from "../../../incidents/desk/desk-store.ts";
import { isOwn } from "../../../incidents/desk/incident-fold.ts";
import { type AccessEvent, CounterwatchError } from "../../../model/index.ts";
import { Backtest, lacking } from "../../../rules/backtest.ts";
import type { ContextMeans } from "../../../rules/context.ts";
import type { PackRule } from "../../../rules/rule-files.ts";
import type { BacktestReport } from "../../../server/desk/rules/rule-report.ts";
import { OWN_SOURCE } from "../line/own-look-ups.ts";
import type { DayCounts } from "./day-counts.ts";

const MOST_LEAVES = 300_000;
/** Leaves that are asked for at once. */
const PIECE = 1000;
const SLICE = 8;
const MOST_TIME = 20_000;
const MOST_WAITING = 3;
const DAY = 86_400_000;

export interface BacktestParts {
  readonly store: Pick<DeskStore, "eventsBetween" | "firstLeafSince" | "position">;
  readonly days: Pick<DayCounts, "ofAllBut">;
  readonly means: ContextMeans;
  readonly budgetPerDay: number | undefined;
  /** Milliseconds that only go forwards. */
  readonly clock: () => number;
}

export class Backtests {
  readonly #parts: BacktestParts;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(parts: BacktestParts) {
    this.#parts = parts;
  }

  /** `days`: up to the day of the latest look-up. Throws `refused` where too many wait or the rule lacks a list. */
  async run(rule: PackRule, days: number, account: Account): Promise<BacktestReport> {
    const needs = lacking(rule, this.#parts.means);
    if (needs.length > 0)
      throw new CounterwatchError("refused", `the rule needs ${needs.join(" and ")}`, {
        remedy: "Give it to the server in its configuration.",
      });
    if (this.#waiting >= MOST_WAITING)
      throw new CounterwatchError("refused", "other backtests are waiting already", {
        remedy: "Try again in a minute.",
      });
    this.#waiting++;
    const turn = this.#last.then(() => this.#run(rule, days, account)).finally(() => this.#waiting--);
    this.#last = turn.catch(() => {});
    return await turn;
  }

  async #run(rule: PackRule, days: number, account: Account): Promise<BacktestReport> {
    const { store, means, budgetPerDay, clock } = this.#parts;
    const began = clock();
    const test = new Backtest(rule, means);
    const { first, end, isCut } = await this.#leaves(days);
    let [from, to] = ["9999", ""];
    let withheld = 0;
    let cut: BacktestReport["cut"] = isCut ? "rows" : undefined;
    let slice = clock();
    for (let leaf = first; leaf < end; leaf += PIECE) {
      if (clock() - began > MOST_TIME) {
        cut = "time";
        break;
      }
      for (const { event } of await store.eventsBetween(leaf, Math.min(end, leaf + PIECE))) {
        if (isReaders(event, account)) withheld++;
        else {
          test.see(event);
          if (event.time < from) from = event.time;
          if (event.time > to) to = event.time;
        }
        if (clock() - slice < SLICE) continue;
        await setImmediate();
        slice = clock();
      }
    }
    const { name, sigma, severity } = rule;
    return {
      rule: { name, title: sigma.title, severity },
      ...test.result(),
      period: to === "" ? undefined : { from, to, days: daysBetween(from, to) },
      cut,
      withheld,
      budgetPerDay,
      milliseconds: Math.round(clock() - began),
    };
  }

  async #leaves(days: number) {
    const { store } = this.#parts;
    const latest = [...(await this.#parts.days.ofAllBut(OWN_SOURCE)).keys()].toSorted().at(-1);
    if (latest === undefined) return { first: 0, end: 0, isCut: false };
    const since = new Date(Date.parse(latest) - (days - 1) * DAY).toISOString();
    const end = await store.position();
    const first = (await store.firstLeafSince(since)) ?? end;
    return { first: Math.max(first, end - MOST_LEAVES), end, isCut: end - first > MOST_LEAVES };
  }
}

/** Their own look-ups, and those of systems that they administer, are somebody else's to look at. */
function isReaders({ operator, source }: AccessEvent, account: Account): boolean {
  return isOwn({ operators: [operator.id] }, account, [source]);
}

function daysBetween(from: string, to: string): number {
  return Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / DAY));
}
