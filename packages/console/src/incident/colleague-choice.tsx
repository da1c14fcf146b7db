import { useQuery } from "@tanstack/react-query";
import { peopleApi } from "../api/people-api.ts";
import { Loading, Trouble } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";

/** Analysts and reviewers, to whom work can be given. */
export function ColleagueChoice({
  value,
  onChoose,
}: {
  readonly value: string;
  readonly onChoose: (name: string) => void;
}) {
  const { words } = useWords();
  const list = useQuery({ queryKey: ["colleagues"], queryFn: peopleApi.colleagues, staleTime: 0 });
  if (list.isPending) return <Loading />;
  if (list.isError) return <Trouble error={list.error} again={() => void list.refetch()} />;
  if (list.data.items.length === 0) return <p>{words.people.noColleague}</p>;
  return (
    <label className="field">
      <span>{words.forms.toLabel}</span>
      <select value={value} onChange={({ target }) => onChoose(target.value)} required autoFocus>
        <option value="">{words.people.chooseColleague}</option>
        {list.data.items.map(({ name, roles }) => (
          <option key={name} value={name}>
            {`${name} (${roles.map((role) => words.roles[role]).join(", ")})`}
          </option>
        ))}
      </select>
    </label>
  );
}
