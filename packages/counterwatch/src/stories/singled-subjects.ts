import type { AccessEvent } from "../model/index.ts";

/** Pseudonyms that the look-up singles out, each once: neither masked by the log nor a fragment that fits many. */
export function singledSubjects(event: Pick<AccessEvent, "subjects">): string[] {
  const ids: string[] = [];
  for (const { id, partial } of event.subjects ?? [])
    if (id !== undefined && !partial && !ids.includes(id)) ids.push(id);
  return ids;
}

/** A look-up with more subjects singles nobody out. */
const MOST_SUBJECTS = 5;

/** What a sitting is counted by: each subject that the look-up singles out, else its place. */
export function mattersOf(
  event: Pick<AccessEvent, "subjects" | "site">,
): { readonly key: string; readonly subject: string | undefined }[] {
  const subjects = singledSubjects(event);
  if (subjects.length > 0 && subjects.length <= MOST_SUBJECTS)
    return subjects.map((subject) => ({ key: subject, subject }));
  return [{ key: `site ${event.site?.id ?? ""}`, subject: undefined }];
}
