/** What Prometheus reads at /metrics. Sources and targets stand in it by their names, people do not. */
import type { OutboxCount } from "../../../incidents/notices/outbox.ts";
import type { DeskState } from "../../../server/desk/desk-service.ts";
import { exposition, type Family, type Sample } from "./exposition.ts";
import type { Meters } from "./meters.ts";

export interface Measured {
  readonly state: DeskState;
  readonly meters: Meters;
  readonly outbox: readonly OutboxCount[];
  /** Tries that failed, by target. */
  readonly failures: ReadonlyMap<string, number>;
}

export function metricsOf({
  state: { ledger, sources, inputs },
  meters,
  outbox,
  failures,
}: Measured): string {
  const silent = sources.filter((source) => source.silent).length;
  const letters = sources.map(({ source, deadLetters }) => ({ labels: { source }, value: deadLetters }));
  const failing = inputs.filter(({ since }) => since !== undefined).length;
  const dropped = inputs.map(({ source, kind, place: at, dropped: value }) => ({
    labels: { source, input: `${kind} ${at}` },
    value,
  }));
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return exposition([
    family("ledger_leaves", "counter", "Leaves of the ledger.", ledger.leaves),
    family("lookups_waiting", "gauge", "Look-ups that are durable and not judged yet.", ledger.waiting),
    family("lookups_total", "counter", "Rows that were sent, by what became of them.", meters.rows.samples()),
    family("sources", "gauge", "Sources that are known.", sources.length),
    family("sources_silent", "gauge", "Sources that said nothing for longer than their heartbeat.", silent),
    family("dead_letters_total", "counter", "Rows that could not be read.", letters),
    family("inputs_failing", "gauge", "Files and listeners that do not work now.", failing),
    family("messages_dropped_total", "counter", "Datagrams for which there was no room.", dropped),
    family("findings_total", "counter", "Findings that were new, by severity.", meters.findings.samples()),
    family(
      "finding_delay_seconds",
      "histogram",
      "From the receipt of the look-up that completed a finding until the finding was stored.",
      meters.delay.samples(),
    ),
    family("request_seconds", "histogram", "Requests by part of the server.", meters.requests.samples()),
    family(
      "sign_in_failures_total",
      "counter",
      "Sign-ins that were refused: wrong, or told to wait.",
      meters.signInFailures.samples(),
    ),
    family("notices", "gauge", "Notices in the outbox, by target and state.", depths(outbox)),
    family("notice_failures_total", "counter", "Tries to tell a target that failed.", tries(failures)),
    plain("process_resident_memory_bytes", "gauge", "Resident memory.", rss),
    plain("nodejs_heap_size_used_bytes", "gauge", "Memory of JavaScript that is used.", heapUsed),
    plain("process_cpu_seconds_total", "counter", "Processor time.", (user + system) / 1e6),
    plain("process_start_time_seconds", "gauge", "When it began.", meters.began / 1000),
  ]);
}

function family(name: string, kind: Family["kind"], help: string, value: number | readonly Sample[]): Family {
  return plain(`counterwatch_${name}`, kind, help, value);
}

function plain(name: string, kind: Family["kind"], help: string, value: number | readonly Sample[]): Family {
  return { name, kind, help, samples: typeof value === "number" ? [{ value }] : value };
}

/** `mail/duty/ana@example.org` is `mail/duty`: addresses are people's. */
function place(target: string): string {
  return target.split("/").slice(0, 2).join("/");
}

function depths(counts: readonly OutboxCount[]): Sample[] {
  const sums = new Map<string, Sample>();
  for (const { target, state, count } of counts) {
    const labels = { target: place(target), state };
    const key = JSON.stringify(labels);
    sums.set(key, { labels, value: (sums.get(key)?.value ?? 0) + count });
  }
  return [...sums.values()];
}

function tries(failures: ReadonlyMap<string, number>): Sample[] {
  const sums = new Map<string, number>();
  for (const [target, count] of failures) sums.set(place(target), (sums.get(place(target)) ?? 0) + count);
  return [...sums].map(([target, value]) => ({ labels: { target }, value }));
}
