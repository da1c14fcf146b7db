import { useTold } from "../finding/told.ts";
import { SeverityMark } from "../parts/severity-mark.tsx";
import { shortId } from "../parts/subject.ts";
import { useWords } from "../words/words.tsx";
import type { IncidentPreview } from "./previews.ts";

const MOST = 6;

/** Both incidents as they would be. */
export function PreviewPair({
  stays,
  goes,
}: {
  readonly stays: IncidentPreview;
  readonly goes: IncidentPreview;
}) {
  const { words } = useWords();
  return (
    <section className="previews" aria-label={words.casework.incident.preview} aria-live="polite">
      <h3>{words.casework.incident.preview}</h3>
      <div>
        {[stays, goes].map((preview) => (
          <Preview key={preview.id ?? "new"} preview={preview} />
        ))}
      </div>
    </section>
  );
}

function Preview({ preview: { id, severity, findings, owner } }: { readonly preview: IncidentPreview }) {
  const { words } = useWords();
  const told = useTold();
  const text = words.casework.incident;
  return (
    <div className="preview">
      <p>
        <b>{id === undefined ? text.newOne : words.incident(shortId(id))}</b>
        {findings.length > 0 && (
          <>
            {" "}
            <SeverityMark severity={severity} />
          </>
        )}
      </p>
      <p className="muted">
        {findings.length === 0 ? text.mergedAway : words.queueCount(findings.length)}
        {findings.length > 0 && <>; {owner === undefined ? words.nobodyOn : words.ownedBy(owner)}</>}
      </p>
      <ul>
        {findings.slice(0, MOST).map((finding) => (
          <li key={finding.id} {...told(finding)} />
        ))}
        {findings.length > MOST && <li className="muted">{text.andMore(findings.length - MOST)}</li>}
      </ul>
    </div>
  );
}
