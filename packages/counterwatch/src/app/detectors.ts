/**
 * Everything that looks for something in the events, side by side. Each sees every event once, in the order of the log.
 * Rules are the only kind so far; stories and source checks join the list here.
 */
import type { Identifiers } from "../intake/identifiers.ts";
import type { AccessEvent, Detector, ExplainedFinding } from "../model/index.ts";
import type { DetectorInfo } from "../report/report-input.ts";
import { Context } from "../rules/context.ts";
import { RuleDesk } from "../rules/rule-desk.ts";
import type { RulePack } from "../rules/rule-files.ts";
import { FileEventIdSpool } from "../store/event-id-spool.ts";
import { openRulePack, readRuleMeans } from "./rule-means.ts";
import type { Settings } from "./settings.ts";

export interface Detectors extends Detector {
  /** By the detector's name in findings, those without a finding too. */
  readonly info: ReadonlyMap<string, DetectorInfo>;
  /** One sentence each; complete only after the last event. */
  notChecked(): string[];
  /** Gives back what is kept on disk; event ids of findings cannot be read afterwards. */
  close(): void;
}

export function openDetectors(settings: Settings, identifiers: Identifiers): Detectors {
  const means = readRuleMeans(settings, identifiers);
  const pack = openRulePack(settings, means);
  const spool = new FileEventIdSpool();
  const rules = new RuleDesk({ rules: pack, context: new Context(means, pack.reads), spool });
  const detectors: readonly Detector[] = [rules];
  return {
    info: infoOf(pack),
    see(event: AccessEvent): void {
      for (let index = 0; index < detectors.length; index++) detectors[index]!.see(event);
    },
    *findings(): Iterable<ExplainedFinding> {
      for (const detector of detectors) yield* detector.findings();
    },
    notChecked: () => (pack.rules.length === 0 ? ["No rule was used."] : rules.notChecked()),
    close: () => spool.close(),
  };
}

function infoOf({ rules }: RulePack): ReadonlyMap<string, DetectorInfo> {
  return new Map(
    rules.map(({ name, sigma, severity }) => [
      `rule/${name}`,
      {
        title: sigma.title,
        description: sigma.description ?? "",
        falsePositives: sigma.falsepositives ?? [],
        level: severity,
      },
    ]),
  );
}
