import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { deskApi } from "../api/desk-api.ts";
import type { SuppressionWish } from "../api/shapes.ts";
import { useTold } from "../finding/told.ts";
import { useSession } from "../frame/session.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { saidOf } from "../parts/states.tsx";
import { WhyField } from "../parts/why-field.tsx";
import { useWords } from "../words/words.tsx";

const MONTH = 30 * 86_400_000;
const MOST_SHOWN = 20;

/** Nothing is hidden before its maker has seen what it would have hidden. */
export function SuppressionForm({
  begin,
  onClose,
  onDone,
}: {
  /** What to begin with, where it is opened from a matter. */
  readonly begin?: Pick<SuppressionWish, "detector" | "operator">;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { words, say } = useWords();
  const { roles } = useSession();
  const told = useTold();
  const [detector, setDetector] = useState(begin?.detector ?? "");
  const [operator, setOperator] = useState(begin?.operator ?? "");
  const [why, setWhy] = useState("");
  const [until, setUntil] = useState(() => new Date(Date.now() + MONTH).toISOString().slice(0, 10));
  const wish: SuppressionWish = {
    ...(detector.trim() !== "" && { detector: detector.trim() }),
    ...(operator.trim() !== "" && { operator: operator.trim() }),
    why: why.trim(),
    until: `${until}T00:00:00.000Z`,
  };
  const named = wish.detector !== undefined || wish.operator !== undefined;
  const preview = useMutation({ mutationFn: deskApi.previewSuppression });
  const make = useMutation({ mutationFn: deskApi.suppress, onSuccess: onDone });
  const ready = named && wish.why.length >= 3 && until !== "";
  const seen = preview.data !== undefined && JSON.stringify(preview.variables) === JSON.stringify(wish);
  const error = preview.error ?? make.error;
  const items = preview.data?.items ?? [];
  return (
    <Dialog title={words.suppressionNew.replace("…", "")} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (seen && roles.includes("reviewer")) make.mutate(wish);
          else preview.mutate(wish);
        }}
      >
        <p className="muted">{words.suppressionNote}</p>
        <label className="field">
          <span>{words.detector}</span>
          <input
            value={detector}
            onChange={({ target }) => setDetector(target.value)}
            placeholder="story/off-hours"
            autoFocus
          />
        </label>
        <label className="field">
          <span>{words.filters.operator}</span>
          <input value={operator} onChange={({ target }) => setOperator(target.value)} />
          {!named && <small>{words.nameSomething}</small>}
        </label>
        <label className="field">
          <span>{words.untilLabel} (UTC)</span>
          <input type="date" value={until} required onChange={({ target }) => setUntil(target.value)} />
        </label>
        <WhyField value={why} onChange={setWhy} hint={false} />
        {seen && (
          <div className="note" role="status">
            <p>{items.length === 0 ? words.previewNone : words.previewed(items.length)}</p>
            <ul>
              {items.slice(0, MOST_SHOWN).map((finding) => (
                <li key={finding.id}>
                  {say.minute(finding.time)} <span {...told(finding)} />
                </li>
              ))}
            </ul>
          </div>
        )}
        {error !== null && (
          <p className="trouble" role="alert">
            {saidOf(error, words).sentence} {saidOf(error, words).remedy}
          </p>
        )}
        <div className="buttons">
          {seen && roles.includes("reviewer") ? (
            <button type="submit" className="main" disabled={make.isPending}>
              {words.suppress}
            </button>
          ) : (
            <button type="submit" disabled={!ready || preview.isPending}>
              {words.preview}
            </button>
          )}
          <button type="button" onClick={onClose}>
            {words.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
