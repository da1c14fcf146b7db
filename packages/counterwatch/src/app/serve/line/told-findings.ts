/**
 * What the store was told of each finding, so that only what changed is told again. A finding's totals ("of 9,120 look-ups by
 * everybody") move with every look-up: what only moved so is told at rest, and a finding that is new or has grown at once.
 */
import { hash } from "node:crypto";
import type { DeskFinding } from "../../../incidents/desk/case.ts";
import type { DeskStore, ToldFinding } from "../../../incidents/desk/desk-store.ts";
import { parseFindingQuery } from "../../../incidents/desk/finding-query.ts";
import type { ExplainedFinding, Finding } from "../../../model/index.ts";

const EVENTS_OF_FINDING = 200;
const PAGE = 500;

interface Told {
  readonly lookups: number;
  readonly print: string;
  readonly size: string;
}

export class ToldFindings {
  readonly #told = new Map<string, Told>();

  /** What a store holds; a program or rules that changed since then tell what they see differently. */
  static async of(store: DeskStore): Promise<ToldFindings> {
    const told = new ToldFindings();
    const everything = parseFindingQuery(new URLSearchParams({ sort: "learned" }));
    for (let after: string | undefined; ; ) {
      const { items, next } = await store.findings(everything, { limit: PAGE, after });
      for (const finding of items) told.#told.set(finding.id, toldOf(bare(finding)));
      if (next === undefined) return told;
      after = next;
    }
  }

  /**
   * What to tell now; `moved`: also findings of which only totals moved; `mayShrink`: also where fewer look-ups are known than were told
   * before. Without it what was told of erased look-ups stays. It counts as told once `note` has it.
   */
  changed(
    explained: Iterable<ExplainedFinding>,
    { moved, mayShrink }: { readonly moved: boolean; readonly mayShrink: boolean },
  ): ToldFinding[] {
    const changed: ToldFinding[] = [];
    for (const each of explained) {
      const before = this.#told.get(each.finding.id);
      if (!mayShrink && before !== undefined && each.finding.lookups < before.lookups) continue;
      const isSame =
        before !== undefined &&
        (moved ? before.print === toldOf(each.finding).print : before.size === sizeOf(each.finding));
      if (!isSame) changed.push({ finding: each.finding, events: firstIds(each) });
    }
    // However many look-ups are judged at once, what was complete first comes first, and opens the incident.
    return changed.toSorted(
      ({ finding: a }, { finding: b }) =>
        (a.time === b.time ? 0 : a.time < b.time ? -1 : 1) || (a.id < b.id ? -1 : 1),
    );
  }

  /** Call when the store has them. */
  note(findings: readonly ToldFinding[]): void {
    for (const { finding } of findings) this.#told.set(finding.id, toldOf(finding));
  }

  has(id: string): boolean {
    return this.#told.has(id);
  }
}

/** As a detector told it. */
function bare(held: DeskFinding): Shown {
  const desk: ReadonlySet<string> = new Set(["learned", "changed", "state", "incident", "owner"]);
  return Object.fromEntries(Object.entries(held).filter(([key]) => !desk.has(key))) as unknown as Shown;
}

type Shown = Omit<Finding, "events">;

function toldOf(finding: Shown): Told {
  return {
    lookups: finding.lookups,
    print: hash("sha256", JSON.stringify(finding), "base64"),
    size: sizeOf(finding),
  };
}

function sizeOf({ lookups, severity, subjects }: Shown): string {
  return `${lookups} ${severity} ${subjects.length}`;
}

function firstIds({ events }: ExplainedFinding): string[] {
  const ids: string[] = [];
  for (const id of events()) {
    if (ids.length >= EVENTS_OF_FINDING) break;
    ids.push(id);
  }
  return ids;
}
