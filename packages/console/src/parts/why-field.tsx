import { useWords } from "../words/words.tsx";

/** The reason that a step is kept with; its lengths are those that the server takes. */
export function WhyField({
  value,
  onChange,
  hint = true,
}: {
  readonly value: string;
  readonly onChange: (why: string) => void;
  readonly hint?: boolean;
}) {
  const { words } = useWords();
  return (
    <label className="field">
      <span>{words.forms.whyLabel}</span>
      <textarea
        rows={3}
        value={value}
        required
        minLength={3}
        maxLength={2000}
        onChange={({ target }) => onChange(target.value)}
      />
      {hint && <small>{words.forms.whyHint}</small>}
    </label>
  );
}
