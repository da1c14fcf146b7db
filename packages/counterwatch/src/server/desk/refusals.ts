/** What every route refuses alike: what is not there, and what is about whoever asks. */
import type { Account } from "../../incidents/desk/case.ts";
import { isOwn } from "../../incidents/desk/incident-fold.ts";
import { CounterwatchError } from "../../model/index.ts";
import type { DeskService } from "./desk-service.ts";

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

/** Also for incidents. */
export function refuseOwn(operators: readonly string[], account: Account, sources: readonly string[]): void {
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
