import type { CompiledRule, CompileOptions } from "./compile.ts";
import type { SigmaEvent } from "./fields.ts";
import { appliesTo } from "./log-source.ts";
import type { LogSource } from "./rule.ts";
import { EventView, type FieldTable } from "./view.ts";

/** Compiled rules, in the order in which they were given. */
export class RuleSet {
  readonly rules: readonly CompiledRule[];
  readonly #view: EventView;
  readonly #route: CompileOptions["route"];

  constructor(rules: readonly CompiledRule[], table: FieldTable, options: CompileOptions) {
    this.rules = rules;
    this.#view = new EventView(table);
    this.#route = options.route;
  }

  get size(): number {
    return this.rules.length;
  }

  /**
   * The rules that an event matches, in rule set order. Without a log source, given or routed, every rule may apply.
   */
  match(event: SigmaEvent, logsource: LogSource | undefined = this.#route?.(event)): readonly CompiledRule[] {
    const view = this.#view.take(event);
    try {
      return this.rules.filter(
        (rule) => (logsource === undefined || appliesTo(rule.rule.logsource, logsource)) && rule.test(view),
      );
    } finally {
      view.release();
    }
  }
}
