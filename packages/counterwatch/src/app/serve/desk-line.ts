/**
 * The line that every look-up goes through while `serve` runs: ledger, detectors, store; the same way after a crash.
 *
 * Order of writes: the look-up is durable in the ledger, then it is acknowledged, then it is judged and stored. What is judged is read
 * back from the ledger, so that a restart differs from an uninterrupted run in nothing but time: detectors see the same look-ups
 * in the same order (that of the leaves), finding and incident ids are hashes, and the store takes look-ups, findings and its position in one
 * transaction. So after `kill -9` nothing acknowledged is missing and nothing is there twice.
 */
import { hash } from "node:crypto";
import { join } from "node:path";
import type { DeskStore, StoredEvent, ToldFinding } from "../../incidents/desk/desk-store.ts";
import type { Incident, RecordedStep } from "../../incidents/desk/case.ts";
import { groupFinding, type OpenIncident } from "../../incidents/desk/grouping.ts";
import { suppressedBy } from "../../incidents/desk/suppression.ts";
import {
  type AccessEvent,
  accessEventSchema,
  type Detector,
  type ExplainedFinding,
} from "../../model/index.ts";
import { LedgerBodies } from "../../store/ledger-bodies.ts";
import type { LedgerFolder } from "../../store/ledger-folder.ts";
import { PRIVATE } from "../../store/ledger-keys.ts";

/** Look-ups judged and stored in one transaction. */
const STEP = 2000;
const EVENTS_OF_FINDING = 200;

export interface DeskLineParts {
  readonly ledger: LedgerFolder;
  readonly store: DeskStore;
  readonly detectors: Detector;
  /** Milliseconds. */
  readonly clock: () => number;
  /** After each transaction: what is new. */
  readonly onFindings?: (told: readonly ToldFinding[]) => void;
}

export interface Taken {
  readonly appended: number;
  /** The ledger had them already. */
  readonly present: number;
}

export class DeskLine {
  readonly #parts: DeskLineParts;
  /** What was last told of each finding, so that only what changed is told again. */
  readonly #told = new Map<string, string>();
  /** Leaves below it are in the store. */
  #stored: number;
  /** Leaves below it were shown to the detectors. */
  #judged = 0;
  #running: Promise<void> | undefined;
  /** Arrival by leaf, for look-ups of this run that are not judged yet. */
  #arrivals: { readonly below: number; readonly at: string }[] = [];

  private constructor(parts: DeskLineParts, stored: number) {
    this.#parts = parts;
    this.#stored = stored;
  }

  /** Shows all look-ups of the ledger to the detectors, and stores what a crash left unstored. */
  static async open(parts: DeskLineParts): Promise<DeskLine> {
    const line = new DeskLine(parts, await parts.store.position());
    await line.settle();
    return line;
  }

  get leaves(): number {
    return this.#parts.ledger.size;
  }

  /** Leaves of the ledger that are not judged yet. */
  get waiting(): number {
    return this.#parts.ledger.size - this.#judged;
  }

  /** Durable when it resolves: then, and only then, may the source be told. Throws what the ledger throws. */
  async take(events: readonly AccessEvent[], byContent: (event: AccessEvent) => boolean): Promise<Taken> {
    const { ledger, clock } = this.#parts;
    const before = ledger.counts;
    await ledger.appendEvents(events, byContent);
    await ledger.flush();
    this.#arrivals.push({ below: ledger.size, at: new Date(clock()).toISOString() });
    const { appended, present } = ledger.counts;
    return { appended: appended - before.appended, present: present - before.present };
  }

  /** Resolves when all that is durable now is judged and stored. One at a time; a call meanwhile waits for the whole. */
  async settle(): Promise<void> {
    while (this.#judged < this.#parts.ledger.size) {
      this.#running ??= this.#project().finally(() => {
        this.#running = undefined;
      });
      await this.#running;
    }
  }

  async #project(): Promise<void> {
    const { ledger } = this.#parts;
    const bodies = new LedgerBodies(join(ledger.path, PRIVATE), false);
    try {
      let step: StoredEvent[] = [];
      const end = ledger.size;
      for (const { leaf, tag, body } of bodies.all(this.#judged)) {
        if (leaf >= end) break;
        // Leaves without a tag are no look-ups: unlocks, enrolments, warnings.
        if (body !== undefined && tag.some((byte) => byte !== 0)) {
          const event = accessEventSchema.parse(JSON.parse(body));
          step.push({ leaf, received: this.#arrivalOf(leaf, event), event });
        }
        if (step.length >= STEP) {
          await this.#judge(step, leaf + 1);
          step = [];
        }
      }
      await this.#judge(step, end);
    } finally {
      bodies.close();
    }
  }

  async #judge(step: readonly StoredEvent[], position: number): Promise<void> {
    const { detectors, store, clock, onFindings } = this.#parts;
    for (const { event } of step) detectors.see(event);
    this.#judged = position;
    this.#arrivals = this.#arrivals.filter(({ below }) => below > position);
    // While the detectors catch up with what is stored, they tell again what was told before.
    const findings = position <= this.#stored ? [] : this.#changed();
    if (position <= this.#stored) return;
    const now = new Date(clock()).toISOString();
    const events = step.filter(({ leaf }) => leaf >= this.#stored);
    const suppressions = await store.suppressions();
    const suppressed = new Set(
      findings
        .filter(({ finding }) => suppressedBy(finding, suppressions, now))
        .map(({ finding }) => finding.id),
    );
    await store.advance({
      position,
      events,
      findings,
      suppressed,
      steps: await this.#group(findings, now),
      now,
    });
    this.#stored = position;
    if (findings.length > 0) onFindings?.(findings);
  }

  #changed(): ToldFinding[] {
    const changed: ToldFinding[] = [];
    for (const explained of this.#parts.detectors.findings()) {
      const print = printOf(explained);
      if (this.#told.get(explained.finding.id) === print) continue;
      this.#told.set(explained.finding.id, print);
      changed.push({ finding: explained.finding, events: firstIds(explained) });
    }
    // However many look-ups are judged at once, what was complete first comes first, and opens the incident.
    return changed.toSorted(
      ({ finding: a }, { finding: b }) =>
        (a.time === b.time ? 0 : a.time < b.time ? -1 : 1) || (a.id < b.id ? -1 : 1),
    );
  }

  async #group(findings: readonly ToldFinding[], now: string): Promise<RecordedStep[]> {
    const { store } = this.#parts;
    const steps: RecordedStep[] = [];
    const open = new Map<string, OpenIncident[]>();
    for (const { finding } of findings) {
      if ((await store.finding(finding.id)) !== undefined) continue;
      let known = open.get(finding.operator);
      if (known === undefined) {
        known = await Promise.all(
          (await store.openIncidentsOf(finding.operator)).map((each) => this.#openOf(each)),
        );
        open.set(finding.operator, known);
      }
      const { incident, step } = groupFinding(finding, known, now);
      steps.push(step);
      const subjects = new Set(finding.subjects as readonly string[]);
      const at = known.findIndex(({ id }) => id === incident);
      const before = known[at];
      const joined: OpenIncident = {
        id: incident,
        opened: before?.opened ?? now,
        stepCount: step.number + 1,
        subjects: new Set([...(before?.subjects ?? []), ...subjects]),
        latest: Math.max(before?.latest ?? 0, Date.parse(finding.time)),
      };
      if (at < 0) known.push(joined);
      else known[at] = joined;
    }
    return steps;
  }

  async #openOf({ id, opened, steps, findings }: Incident): Promise<OpenIncident> {
    const held = await Promise.all(findings.map((finding) => this.#parts.store.finding(finding)));
    return {
      id,
      opened,
      stepCount: steps.length,
      subjects: new Set(held.flatMap((finding) => finding?.subjects ?? [])),
      latest: Math.max(0, ...held.map((finding) => Date.parse(finding?.time ?? "") || 0)),
    };
  }

  /** After a restart the time of arrival is not known any more: then that of the look-up itself stands. */
  #arrivalOf(leaf: number, event: AccessEvent): string {
    return this.#arrivals.find(({ below }) => leaf < below)?.at ?? event.time;
  }
}

/** Everything that a finding says but its rows: evidence may change where nothing else does. */
function printOf({ finding }: ExplainedFinding): string {
  return hash("sha256", JSON.stringify(finding), "base64");
}

function firstIds({ events }: ExplainedFinding): string[] {
  const ids: string[] = [];
  for (const id of events()) {
    if (ids.length >= EVENTS_OF_FINDING) break;
    ids.push(id);
  }
  return ids;
}
