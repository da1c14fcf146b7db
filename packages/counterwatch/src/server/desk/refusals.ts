/** What every route refuses alike: what is not there, and what is about whoever asks. */
import type { Account } from "../../incidents/desk/case.ts";
import type { StoredEvent } from "../../incidents/desk/desk-store.ts";
import { isOwn } from "../../incidents/desk/incident-fold.ts";
import { CounterwatchError, sourceAsOperator } from "../../model/index.ts";
import type { DeskService } from "./desk-service.ts";

/** As findings name this person, and the systems that are theirs. */
export function ownNames({ name, operators, administers }: Account): string[] {
  return [name, ...operators, ...administers.map(sourceAsOperator)];
}

/** Sources are asked for only where somebody administers any: it takes look-ups of each finding. */
export async function isAboutOwn(
  operators: readonly string[],
  findings: readonly string[],
  account: Account,
  { store, sourcesOf }: DeskService,
): Promise<boolean> {
  if (isOwn({ operators }, account, [])) return true;
  if (account.administers.length === 0) return false;
  for (const id of findings)
    if (isOwn({ operators }, account, await sourcesOf((await store.finding(id))?.events ?? []))) return true;
  return false;
}

/** Logs that a finding's look-ups came from; undefined where some of them are not kept any more. */
export function sourcesIn(ids: readonly string[], events: readonly StoredEvent[]): string[] | undefined {
  const kept = new Set(events.map(({ event }) => event.id));
  if (ids.some((id) => !kept.has(id))) return undefined;
  return [...new Set(events.map(({ event }) => event.source))];
}

/** Also for incidents. */
export function refuseOwn(
  operators: readonly string[],
  account: Account,
  sources: readonly string[] | undefined,
): void {
  if (isOwn({ operators }, account, sources))
    throw new CounterwatchError(
      "refused",
      "this is about your own look-ups or a system that you administer",
      { remedy: "Somebody independent must look at it." },
    );
}

export function missing(what: string): CounterwatchError {
  return new CounterwatchError("not-found", `there is no such ${what}`);
}
