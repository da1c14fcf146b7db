import type { DeskState } from "../../server/desk/desk-service.ts";

/** Prometheus text format 0.0.4; nothing in it names anybody. */
export function metricsOf({ ledger, sources }: DeskState): string {
  const silent = sources.filter((source) => source.silent).length;
  const letters = sources.reduce((sum, { deadLetters }) => sum + deadLetters, 0);
  return [
    metric("ledger_leaves", "counter", "Leaves of the ledger.", ledger.leaves),
    metric("lookups_waiting", "gauge", "Look-ups that are durable and not judged yet.", ledger.waiting),
    metric("sources", "gauge", "Sources that are known.", sources.length),
    metric("sources_silent", "gauge", "Sources that said nothing for longer than their heartbeat.", silent),
    metric("dead_letters_total", "counter", "Rows that could not be read.", letters),
  ].join("");
}

function metric(name: string, kind: string, help: string, value: number): string {
  return `# HELP counterwatch_${name} ${help}\n# TYPE counterwatch_${name} ${kind}\ncounterwatch_${name} ${value}\n`;
}
