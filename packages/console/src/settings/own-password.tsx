import { useMutation, useQueryClient } from "@tanstack/react-query";
import { peopleApi } from "../api/people-api.ts";
import { useSession } from "../frame/session.tsx";
import { saidOf } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";

export function OwnPassword() {
  const { words } = useWords();
  const { people } = words;
  const { name } = useSession();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: ({ old, fresh }: { readonly old: string; readonly fresh: string }) =>
      peopleApi.changePassword(old, fresh),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["sessions"] }),
  });
  return (
    <section>
      <h2>{people.password}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const form = event.currentTarget;
          const [old, fresh] = ["old", "fresh"].map((field) => String(new FormData(form).get(field) ?? ""));
          change.mutate({ old: old ?? "", fresh: fresh ?? "" }, { onSuccess: () => form.reset() });
        }}
      >
        {/* For password managers. */}
        <input hidden readOnly autoComplete="username" value={name} />
        <label className="field">
          <span>{people.passwordOld}</span>
          <input name="old" type="password" autoComplete="current-password" required maxLength={256} />
        </label>
        <label className="field">
          <span>{people.passwordNew}</span>
          <input
            name="fresh"
            type="password"
            autoComplete="new-password"
            required
            minLength={12}
            maxLength={256}
          />
          <small>{people.passwordHint}</small>
        </label>
        {change.isError && (
          <p className="trouble" role="alert">
            {saidOf(change.error, words).sentence}
          </p>
        )}
        {change.isSuccess && <p role="status">{people.passwordChanged}</p>}
        <button type="submit" disabled={change.isPending}>
          {people.passwordChange}
        </button>
      </form>
    </section>
  );
}
