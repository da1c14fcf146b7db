import type { AccessEvent } from "../model/index.ts";

/** Pseudonyms that the look-up singles out, each once: neither masked by the log nor a fragment that fits many. */
export function singledSubjects(event: AccessEvent): string[] {
  const ids: string[] = [];
  for (const { id, partial } of event.subjects ?? [])
    if (id !== undefined && !partial && !ids.includes(id)) ids.push(id);
  return ids;
}
