import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { protectionApi } from "../api/protection-api.ts";
import { saidOf } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";

/** Warnings from the newest assessment: one for each exposed person, or tighter ones where they are there. */
export function DraftForm({
  incident,
  kinds,
}: {
  readonly incident: string;
  readonly kinds: readonly string[];
}) {
  const { words } = useWords();
  const own = words.protection;
  const queries = useQueryClient();
  const [kind, setKind] = useState(kinds[0] ?? "exposure");
  const [gapsToo, setGapsToo] = useState(false);
  const draft = useMutation({
    mutationFn: () => protectionApi.draft(incident, { kind, gapsToo }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ["warnings"] }),
  });
  return (
    <form
      className="draft-form"
      onSubmit={(event) => {
        event.preventDefault();
        draft.mutate();
      }}
    >
      <h3>{own.draftTitle}</h3>
      <p className="muted">{own.draftNote}</p>
      <label className="field">
        <span>{own.kindLabel}</span>
        <select value={kind} onChange={({ target }) => setKind(target.value)}>
          {kinds.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
      <label className="tick">
        <input type="checkbox" checked={gapsToo} onChange={({ target }) => setGapsToo(target.checked)} />
        {own.gapsLabel}
      </label>
      <button type="submit" className="main" disabled={draft.isPending}>
        {own.draft}
      </button>
      {draft.data !== undefined && (
        <p className="note" role="status">
          {own.drafted(draft.data)} {draft.data.leftOut > 0 && own.leftOut(draft.data.leftOut)}
        </p>
      )}
      {draft.error !== null && (
        <p className="trouble" role="alert">
          {saidOf(draft.error, words).sentence} {saidOf(draft.error, words).remedy}
        </p>
      )}
    </form>
  );
}
