import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Refusal } from "../api/desk-api.ts";
import { peopleApi } from "../api/people-api.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Loading, saidOf, Trouble } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { useWords } from "../words/words.tsx";
import { ProofDialog } from "./proof-dialog.tsx";

/** What is wanted, until it is done: with a proof first where the server asks for one. */
type Wish = { readonly add: string } | { readonly remove: string };

export function OwnPasskeys() {
  const { words } = useWords();
  const { people } = words;
  const means = useQuery({ queryKey: ["means"], queryFn: peopleApi.means });
  const list = useQuery({ queryKey: ["passkeys"], queryFn: peopleApi.passkeys, staleTime: 0 });
  const [isNaming, setNaming] = useState(false);
  const [unproven, setUnproven] = useState<Wish | undefined>();
  const change = useMutation({
    mutationFn: (wish: Wish) =>
      "add" in wish ? peopleApi.addPasskey(wish.add) : peopleApi.removePasskey(wish.remove),
    onSuccess: () => list.refetch(),
    onError: (error, wish) => {
      if (error instanceof Refusal && error.status === 403) setUnproven(wish);
    },
  });
  if (list.isPending || means.isPending) return <Loading />;
  if (list.isError) return <Trouble error={list.error} again={() => void list.refetch()} />;
  const { items } = list.data;
  const columns = people.passkeyColumns;
  return (
    <section>
      <h2>{people.passkeys}</h2>
      <p className="muted">{means.data?.passkey === true ? people.passkeysNote : people.passkeysAbsent}</p>
      {items.length === 0 && means.data?.passkey === true && <p>{people.passkeysEmpty}</p>}
      {items.length > 0 && (
        <div className="wide" tabIndex={0} role="region" aria-label={people.passkeys}>
          <table>
            <thead>
              <tr>
                <th scope="col">{columns.name}</th>
                <th scope="col">{columns.made}</th>
                <th scope="col">{columns.used}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {items.map(({ id, name, made, used }) => (
                <tr key={id}>
                  <th scope="row">{name}</th>
                  <td className="t">
                    <Time at={made} />
                  </td>
                  <td className="t">{used === undefined ? people.passkeyUnused : <Time at={used} />}</td>
                  <td>
                    <button type="button" onClick={() => change.mutate({ remove: id })}>
                      {people.passkeyRemove(name)}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {means.data?.passkey === true && (
        <button type="button" onClick={() => setNaming(true)} disabled={change.isPending}>
          {people.passkeyAdd}
        </button>
      )}
      {change.isSuccess && (
        <p role="status">{"add" in change.variables ? people.passkeyAdded : people.passkeyRemoved}</p>
      )}
      {change.isError && unproven === undefined && (
        <p className="trouble" role="alert">
          {change.error instanceof Refusal ? saidOf(change.error, words).sentence : people.passkeyNone}
        </p>
      )}
      {isNaming && (
        <NameDialog
          onClose={() => setNaming(false)}
          onName={(name) => {
            setNaming(false);
            change.mutate({ add: name });
          }}
        />
      )}
      {unproven !== undefined && (
        <ProofDialog
          onClose={() => setUnproven(undefined)}
          onProven={() => {
            setUnproven(undefined);
            change.mutate(unproven);
          }}
        />
      )}
    </section>
  );
}

function NameDialog({
  onClose,
  onName,
}: {
  readonly onClose: () => void;
  readonly onName: (name: string) => void;
}) {
  const { words } = useWords();
  const { people } = words;
  const [name, setName] = useState("");
  return (
    <Dialog title={people.passkeyAdd.replace("…", "")} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onName(name.trim());
        }}
      >
        <label className="field">
          <span>{people.passkeyName}</span>
          <input
            value={name}
            onChange={({ target }) => setName(target.value)}
            required
            pattern=".*\S.*"
            maxLength={64}
            autoFocus
          />
          <small>{people.passkeyNameHint}</small>
        </label>
        <div className="buttons">
          <button type="submit" className="main">
            {people.passkeyMake}
          </button>
          <button type="button" onClick={onClose}>
            {words.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
