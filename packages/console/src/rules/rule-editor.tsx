import { useEffect, useId, useRef } from "react";
import { useWords } from "../words/words.tsx";
import { offsetOf } from "./text-place.ts";

/** A plain field with line numbers: whoever writes much has an editor of their own. */
export function RuleEditor({
  text,
  onChange,
  marks,
  place,
}: {
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** Lines with an error, from 1. */
  readonly marks: readonly number[];
  /** Where to go to; a new object goes there again. */
  readonly place: { readonly line: number; readonly column: number } | undefined;
}) {
  const { words } = useWords();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const numbers = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = field.current;
    if (element === null || place === undefined) return;
    const at = offsetOf(element.value, place.line, place.column);
    element.focus();
    element.setSelectionRange(at, at);
    const lines = element.value.split("\n").length;
    element.scrollTop = (element.scrollHeight / lines) * (place.line - 4);
  }, [place]);
  const lines = text.split("\n").length;
  return (
    <div className="editor">
      <label htmlFor={id}>{words.rules.label}</label>
      <div>
        <div className="numbers" ref={numbers} aria-hidden="true">
          {Array.from({ length: lines }, (_, at) => (
            // Lines have no other name than their number.
            // oxlint-disable-next-line react/no-array-index-key
            <span key={at} className={marks.includes(at + 1) ? "wrong-line" : undefined}>
              {at + 1}
            </span>
          ))}
        </div>
        <textarea
          id={id}
          ref={field}
          value={text}
          onChange={({ target }) => onChange(target.value)}
          onScroll={({ currentTarget }) => {
            if (numbers.current !== null) numbers.current.scrollTop = currentTarget.scrollTop;
          }}
          spellCheck={false}
          autoCapitalize="none"
          wrap="off"
          rows={24}
          maxLength={48_000}
        />
      </div>
    </div>
  );
}
