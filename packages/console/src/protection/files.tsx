/** Files that people save from a page, and choose for it. */
import { useId } from "react";

/** Hands the browser a file; nothing goes to the server by it. */
export function saveFile(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export function FileField({
  label,
  accept,
  required = false,
  onChoose,
}: {
  readonly label: string;
  readonly accept: string;
  readonly required?: boolean;
  readonly onChoose: (file: File | undefined) => void;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="file"
        accept={accept}
        required={required}
        onChange={({ target }) => onChoose(target.files?.[0])}
      />
    </div>
  );
}
