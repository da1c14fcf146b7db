import { useWords } from "../words/words.tsx";

export function NoPage() {
  const { words } = useWords();
  return (
    <div className="says">
      <p>{words.nowhere}</p>
    </div>
  );
}
