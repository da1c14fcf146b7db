import type { BoardWarning } from "../api/protection-api.ts";
import { shortId } from "../parts/subject.ts";
import { useWords } from "../words/words.tsx";
import { type BoardFilter, choicesOf } from "./board.ts";
import { useReportWords } from "./report-words.ts";

/** Filters of the board, and cards or table; all of it stands in the address. */
export function BoardTools({
  filter,
  all,
  now,
  onChange,
}: {
  readonly filter: BoardFilter;
  readonly all: readonly BoardWarning[];
  readonly now: number;
  readonly onChange: (filter: BoardFilter) => void;
}) {
  const { words } = useWords();
  const { assessment, warnings } = useReportWords();
  const { filters, asCards, asTable } = words.protection;
  const choices = choicesOf(all, now);
  const set = (key: keyof BoardFilter, value: string) => {
    const { [key]: _, ...others } = filter;
    onChange(value === "" ? others : { ...others, [key]: value });
  };
  const choice = (
    key: "tier" | "state" | "office" | "incident",
    values: readonly string[],
    said: (value: string) => string,
  ) => (
    <label>
      <span>{filters[key]}</span>
      <select value={filter[key] ?? ""} onChange={({ target }) => set(key, target.value)}>
        <option value="">{filters.any}</option>
        {/* What the address asks for is shown, whether or not there is any. */}
        {[...new Set([...values, ...(filter[key] === undefined ? [] : [filter[key]])])].map((value) => (
          <option key={value} value={value}>
            {said(value)}
          </option>
        ))}
      </select>
    </label>
  );
  const isFiltered = Object.keys(filter).some((key) => key !== "view");
  const isTable = filter.view === "table";
  return (
    <div className="board-tools" role="group" aria-label={filters.title}>
      {choice("tier", choices.tier, (tier) => assessment.tier[tier as "certain"] ?? tier)}
      {choice("state", choices.state, (state) => warnings.state[state as "due"] ?? state)}
      {choice("office", choices.office, (office) => office)}
      {choice("incident", choices.incident, shortId)}
      <label className="tick">
        <input
          type="checkbox"
          checked={filter.closed === "yes"}
          onChange={({ target }) => set("closed", target.checked ? "yes" : "")}
        />
        {filters.closed}
      </label>
      {isFiltered && (
        <button type="button" className="plain" onClick={() => onChange(isTable ? { view: "table" } : {})}>
          {filters.clear}
        </button>
      )}
      <button type="button" className="view" onClick={() => set("view", isTable ? "" : "table")}>
        {isTable ? asCards : asTable}
      </button>
    </div>
  );
}
