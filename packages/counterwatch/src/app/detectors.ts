/**
 * Everything that looks for something in the events, side by side. Each sees every event once, in the order of the
 * events' own time; the watch over the sources sees it as it comes.
 */
import { deserialize, serialize } from "node:v8";
import type { Identifiers } from "../intake/identifiers.ts";
import { LiveWatch, type LiveWatchState } from "../ledger/live-watch.ts";
import { sourceFindings, sourcesNotWatched } from "../ledger/source-findings.ts";
import { SourceWatch } from "../ledger/source-watch.ts";
import { type AccessEvent, type Detector, type ExplainedFinding, spanMs } from "../model/index.ts";
import type { DetectorInfo } from "../report/scan/report-input.ts";
import { Context } from "../rules/context.ts";
import { FirstEventIds } from "../rules/event-id-spool.ts";
import { RuleDesk, type RuleDeskState } from "../rules/rule-desk.ts";
import type { RulePack } from "../rules/rule-files.ts";
import { FileEventSorter } from "../store/event-sorter.ts";
import { FileEventIdSpool } from "../store/event-id-spool.ts";
import { parseBudget } from "../stories/budget.ts";
import type { Calibration } from "../stories/calibration.ts";
import { StoryDesk } from "../stories/story-desk.ts";
import { type EventOrder, orderEvents } from "../stream/event-order.ts";
import type { ReorderState } from "../stream/reorder-buffer.ts";
import { openRulePack, readRuleMeans } from "./rule-means.ts";
import type { Settings } from "./settings.ts";

export interface Detectors extends Detector {
  /** By the detector's name in findings, those without a finding too. */
  readonly info: ReadonlyMap<string, DetectorInfo>;
  /** The log has ended: what was held back for its order is judged, in steps. To be gone through before `findings`. */
  end(): Iterable<void>;
  /** The rows that come next are of this file; `source` is what intake calls its log. */
  opened(file: string, source: string): void;
  /** What is wrong with the sources themselves; after the end. */
  sources(unread: { readonly deadLetters: number; readonly duplicates: number }): Iterable<ExplainedFinding>;
  /** Of a stream: what our clock says, in milliseconds, of sources that say nothing; true where a finding is new. */
  quiet(now: number): boolean;
  /** Of a stream: silences that were told as lasting before; call before look-ups are seen. */
  remember(silences: Parameters<LiveWatch["remember"]>[0]): void;
  /** How the alert budget was kept; undefined: rules only. */
  calibration(): Calibration | undefined;
  /** One sentence each; complete only after the end. */
  notChecked(): string[];
  /** Of a stream alone: all that they know, for detectors that are opened with the same settings. */
  snapshot(): Uint8Array;
  /** Gives back what is kept on disk; event ids of findings cannot be read afterwards. */
  close(): void;
}

interface DetectorsState {
  readonly rules: RuleDeskState;
  readonly ids: Map<number, string[]>;
  readonly stories: Uint8Array | undefined;
  readonly order: ReorderState;
  readonly watch: LiveWatchState;
}

export interface DetectorsOptions {
  /**
   * The log never ends: nothing waits for its end, no rows are kept for a report, and of long findings the first look-ups are known by
   * their ids and the others counted, so that memory is bounded and can be written down.
   */
  readonly stream?: boolean;
  /** They go on where these stood, which belongs to them from now on; `stream` alone. */
  readonly snapshot?: Uint8Array | undefined;
  /** Rows of a source that were rejected so far; of a stream. */
  readonly unread?: (source: string) => number;
}

export function openDetectors(
  settings: Settings,
  identifiers: Identifiers,
  { stream = false, snapshot, unread = () => 0 }: DetectorsOptions = {},
): Detectors {
  const state = snapshot === undefined ? undefined : (deserialize(snapshot) as DetectorsState);
  const means = readRuleMeans(settings, identifiers);
  const pack = openRulePack(settings, means);
  const file = stream ? undefined : new FileEventIdSpool();
  const ids = new FirstEventIds(state?.ids);
  const rules = new RuleDesk({
    rules: pack,
    context: new Context(means, pack.reads),
    spool: file ?? ids,
    ...(stream && { rows: 0 }),
  });
  const { budget = NO_BUDGET } = settings;
  const stories = budget === NO_BUDGET ? undefined : new StoryDesk(parseBudget(budget), state?.stories);
  const detectors: readonly Detector[] = stories === undefined ? [rules] : [rules, stories];
  const order = orderEvents(
    spanMs(settings.lateness ?? DEFAULT_LATENESS),
    (event) => {
      for (let index = 0; index < detectors.length; index++) detectors[index]!.see(event);
    },
    stream ? undefined : () => new FileEventSorter(),
  );
  const watched = {
    heartbeats: heartbeats(settings),
    lateness: spanMs(settings.lateness ?? DEFAULT_LATENESS),
  };
  const watch = new SourceWatch(watched);
  const live = stream ? new LiveWatch({ ...watched, unread }, state?.watch) : undefined;
  if (state !== undefined) {
    rules.resume(state.rules);
    order.resume(state.order);
  }
  return {
    info: infoOf(pack),
    opened: (file, source) => watch.opened(file, source),
    see: (event: AccessEvent) => {
      if (live === undefined) watch.see(event);
      else live.see(event);
      order.see(event);
    },
    *end() {
      watch.end();
      yield* order.end();
    },
    sources: (counts) => sourceFindings(watch, counts),
    quiet: (now) => live?.quiet(now) ?? false,
    remember: (silences) => live?.remember(silences),
    calibration: () => stories?.calibration(),
    *findings(): Iterable<ExplainedFinding> {
      for (const detector of detectors) yield* detector.findings();
      if (live !== undefined) yield* live.findings();
    },
    notChecked: () => [
      ...(pack.rules.length === 0 ? ["No rule was used."] : rules.notChecked()),
      ...ofTheOrder(order),
      ...(live === undefined ? sourcesNotWatched(watch) : live.notWatched()),
      ...ofTheStories(stories?.calibration()),
    ],
    snapshot: () =>
      serialize({
        rules: rules.snapshot(),
        ids: ids.snapshot(),
        stories: stories?.snapshot(),
        order: order.snapshot(),
        watch: live?.snapshot() ?? [],
      } satisfies DetectorsState),
    close: () => {
      order.close();
      file?.close();
    },
  };
}

/** Rules only: how many false alerts are too many is for the user to say. */
const NO_BUDGET = "none";

const DEFAULT_LATENESS = "1h";

function heartbeats({ sources = {} }: Settings): ReadonlyMap<string, number> {
  const declared = new Map<string, number>();
  for (const [source, { heartbeat }] of Object.entries(sources))
    if (heartbeat !== undefined) declared.set(source, spanMs(heartbeat));
  return declared;
}

function ofTheOrder({ late, crowded }: EventOrder): string[] {
  const sentences: string[] = [];
  if (late > 0) {
    sentences.push(
      `${late} look-ups came later than the lateness allows (--lateness). They were judged, and marked late, but what had been concluded before was not judged again.`,
    );
  }
  if (crowded > 0) {
    sentences.push(
      `${crowded} look-ups were judged before the lateness was over, because too many were waiting.`,
    );
  }
  return sentences;
}

function ofTheStories(calibration: Calibration | undefined): string[] {
  if (calibration === undefined) {
    return [
      "No story was told: without a budget only rules were checked, and slow, patient tracking within a good-looking purpose was not looked for.",
    ];
  }
  const sentences: string[] = [];
  const { learning, learningUntil, budget, spells } = calibration;
  if (learning) {
    sentences.push(
      learningUntil === null
        ? "The stories had nothing to learn from."
        : `Learning until ${learningUntil.slice(0, 10)}; rules only. The log ends before enough is known to keep a budget of ${budget}.`,
    );
  } else if (learningUntil !== null) {
    sentences.push(
      `Stories could not alert before ${learningUntil.slice(0, 10)}: until then they learnt what honest work looks like here.`,
    );
  }
  for (const { group, from, to } of spells) {
    const whose = group === "" ? "this log" : `unit ${group}`;
    sentences.push(
      `Guarantee suspended for ${whose} since ${from.slice(0, 10)}${to === null ? "" : ` until ${to.slice(0, 10)}`}: its work changed, and false alerts there may exceed the budget.`,
    );
  }
  return sentences;
}

function infoOf({ rules }: RulePack): ReadonlyMap<string, DetectorInfo> {
  return new Map(
    rules.map(({ name, sigma, severity, block }) => [
      `rule/${name}`,
      {
        title: sigma.title,
        description: sigma.description ?? "",
        falsePositives: sigma.falsepositives ?? [],
        level: severity,
        ...(block.next === undefined ? {} : { next: block.next }),
      },
    ]),
  );
}
