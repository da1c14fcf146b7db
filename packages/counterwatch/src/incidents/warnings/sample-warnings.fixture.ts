/** Officers with keys, assessments and a journal in memory, for the tests of warnings. */
import type { Assessment, Tier } from "../../model/index.ts";
import { publicKeyOf, signText } from "../../register/cover.ts";
import { type Authority, termsFor, type WarningTerms } from "./authority.ts";
import { type Drafts, draftWarnings } from "./warning-drafts.ts";
import { type SignedDeed, signedText, WARNING_DOMAIN } from "./warning-signature.ts";
import type { WarningStep } from "./warning-steps.ts";
import { applyWarningStep, foldWarnings } from "./warning-life.ts";
import type { Warning, Warnings } from "./warning.ts";

export const REGISTER = "0123456789abcdef0123456789abcdef";
export const START = Date.parse("2026-03-01T08:00:00.000Z");
export const HOUR = 3_600_000;

export const OFFICERS = ["ana", "bo", "cy"] as const;
type Name = (typeof OFFICERS)[number] | "mallory";
const SEEDS = { ana: 1, bo: 2, cy: 3, mallory: 9 };
const seed = (name: Name) => new Uint8Array(32).fill(SEEDS[name]);
const KEYS = OFFICERS.map((name) => ({ name, key: publicKeyOf(seed(name)) }));

const AUTHORITY: Authority = {
  line: [
    { office: "duty officer", has: { certain: "1h", likely: "6h", possible: "2d" } },
    { office: "head of protection", has: "1h" },
    { office: "inspector general" },
  ],
};

const TERMS: WarningTerms = termsFor("exposure", AUTHORITY, undefined);

export function assessment(
  tiers: Readonly<Record<string, Tier>>,
  { incident = "incident-1", at = START, upper }: { incident?: string; at?: number; upper?: Tier } = {},
): Assessment {
  return {
    version: 1,
    id: `assessment-${at}-${Object.values(tiers).join("-")}`,
    incident,
    assessed: new Date(at).toISOString(),
    register: { id: REGISTER, version: 1 },
    view: { lookups: 1, rows: 1, rejected: 0, bySystem: {} },
    gaps: [],
    relations: [],
    people: Object.entries(tiers).map(([member, tier]) => ({
      member,
      tier,
      upper: upper ?? tier,
      recordsShown: tier !== "none",
      movement: false,
    })),
  };
}

/** Applies steps as the journal would write them, under hashes that count. */
export class MemoryWarnings {
  readonly warnings: Warnings = { founded: undefined, signers: [], byId: new Map() };
  readonly records: { number: number; at: string; previous: string; step: WarningStep }[] = [];
  now = START;

  /** `accounts`: whether two accounts count as two officers. */
  constructor({ accounts }: { readonly accounts?: true } = {}) {
    this.take({
      do: "founded",
      register: REGISTER,
      signers: { cover: { version: 1, cover: "a".repeat(64) }, officers: KEYS },
      ...(accounts && { accounts }),
    });
  }

  get head(): string {
    return this.records.length.toString(16).padStart(64, "0");
  }

  /** The refusal, or undefined where it was taken. */
  take(step: WarningStep): string | undefined {
    const at = new Date(this.now).toISOString();
    const previous = this.head;
    const refusal = applyWarningStep(this.warnings, step, at, previous);
    if (refusal === undefined) this.records.push({ number: this.records.length, at, previous, step });
    return refusal;
  }

  draft(of: Assessment, gapsToo = false): Drafts {
    const request = { assessment: of, kind: "exposure", terms: TERMS, gapsToo };
    const drafts = draftWarnings(this.warnings, request, this.now);
    for (const step of drafts.steps) {
      const refusal = this.take(step);
      if (refusal !== undefined) throw new Error(refusal);
    }
    return drafts;
  }

  get(id: string): Warning {
    const warning = this.warnings.byId.get(id);
    if (warning === undefined) throw new Error(`no ${id}`);
    return warning;
  }

  ids(): string[] {
    return [...this.warnings.byId.keys()];
  }

  sign(deed: SignedDeed, ids: readonly string[], names: readonly Name[]) {
    const text = signedText(
      deed,
      ids.map((id) => this.get(id)),
      this.head,
    );
    return names.map((officer) => ({ officer, signature: signText(WARNING_DOMAIN + text, seed(officer)) }));
  }

  release(ids: readonly string[], names: readonly Name[] = ["ana", "bo"]): string | undefined {
    const signatures = this.sign({ deed: "release" }, ids, names);
    return this.take({ do: "released", warnings: [...ids], after: this.head, signatures });
  }

  notNeeded(
    id: string,
    names: readonly Name[] = ["ana", "bo"],
    reason = "Already abroad",
  ): string | undefined {
    const told = { reason, by: "duty officer", happened: new Date(this.now).toISOString() };
    const signatures = this.sign({ deed: "not-needed", ...told }, [id], names);
    return this.take({ do: "not-needed", warning: id, ...told, after: this.head, signatures });
  }

  record(
    id: string,
    outcome: "attempted" | "delivered" | "refused",
    happened = this.now,
  ): string | undefined {
    return this.take({
      do: outcome,
      warning: id,
      by: "duty officer",
      happened: new Date(happened).toISOString(),
      channel: "voice",
    });
  }

  dispute(id: string): string | undefined {
    const happened = new Date(this.now).toISOString();
    return this.take({ do: "disputed", warning: id, by: "the person", happened, reason: "Nobody came" });
  }

  /** As it would be read from disk. */
  folded(): Warnings {
    return foldWarnings(this.records, "journal.jsonl");
  }
}
