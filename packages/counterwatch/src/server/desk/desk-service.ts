/** What the server asks of the running desk; `app/serve` gives it. */
import type { DeskStore } from "../../incidents/desk/desk-store.ts";
import type { System } from "../../model/index.ts";

export interface SourceState {
  readonly source: string;
  readonly system: System | undefined;
  /** RFC 3339. */
  readonly heard: string | undefined;
  readonly silent: boolean;
  readonly deadLetters: number;
}

export interface DeskState {
  readonly sources: readonly SourceState[];
  readonly ledger: { readonly leaves: number; readonly waiting: number };
  readonly budget: string;
  /** Why the guarantee does not hold, one sentence each; none: it does. */
  readonly guarantee: readonly string[];
  readonly version: string;
}

export interface DeskService {
  readonly store: DeskStore;
  now(): string;
  state(): Promise<DeskState>;
  /** Sources that a finding of these look-ups is about. */
  sourcesOf(events: readonly string[]): Promise<readonly string[]>;
  hashPassword(password: string): Promise<string>;
}
