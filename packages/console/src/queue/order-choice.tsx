import { useWords } from "../words/words.tsx";
import { type QueueAddress, SORTS, set, type Sort } from "./filters.ts";

export function OrderChoice({
  address,
  onChange,
}: {
  readonly address: QueueAddress;
  readonly onChange: (next: QueueAddress) => void;
}) {
  const { words } = useWords();
  return (
    <select
      aria-label={words.filters.sort}
      value={address.sort ?? "urgency"}
      onChange={({ target }) => onChange(set(address, "sort", sortOf(target.value)))}
    >
      {SORTS.map((sort) => (
        <option key={sort} value={sort}>
          {words.filters.sorts[sort]}
        </option>
      ))}
    </select>
  );
}

/** The usual order stands in no address. */
function sortOf(text: string): Sort | undefined {
  return SORTS.find((sort) => sort === text && sort !== "urgency");
}
