import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { deskApi } from "../api/desk-api.ts";
import type { AccountShown } from "../api/shapes.ts";
import { useSession } from "../frame/session.tsx";
import { Loading, Trouble } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";
import { AccountForm } from "./account-form.tsx";

export function AccountsPage() {
  const { words } = useWords();
  const { roles } = useSession();
  const [form, open] = useState<{ readonly account: AccountShown | undefined } | undefined>();
  const list = useQuery({ queryKey: ["accounts"], queryFn: deskApi.accounts, staleTime: 0 });
  if (list.isPending) return <Loading />;
  if (list.isError) return <Trouble error={list.error} again={() => void list.refetch()} />;
  const manages = roles.includes("administrator");
  const columns = words.accountColumns;
  return (
    <div className="page">
      <h1>{words.pages.accounts}</h1>
      {manages && (
        <button type="button" onClick={() => open({ account: undefined })}>
          {words.accountNew}…
        </button>
      )}
      <div className="wide" tabIndex={0} role="region" aria-label={words.pages.accounts}>
        <table>
          <thead>
            <tr>
              <th scope="col">{columns.name}</th>
              <th scope="col">{columns.roles}</th>
              <th scope="col">{columns.operators}</th>
              <th scope="col">{columns.administers}</th>
              <th scope="col">{columns.state}</th>
            </tr>
          </thead>
          <tbody>
            {list.data.items.map((account) => (
              <tr key={account.name}>
                <th scope="row">
                  {manages ? (
                    <button
                      type="button"
                      className="plain"
                      aria-label={words.accountEdit(account.name)}
                      onClick={() => open({ account })}
                    >
                      {account.name}
                    </button>
                  ) : (
                    account.name
                  )}
                </th>
                <td>{account.roles.map((role) => words.roles[role]).join(", ")}</td>
                <td className="mono">{account.operators.join(", ")}</td>
                <td className="mono">{account.administers.join(", ")}</td>
                <td>
                  {account.disabled ? words.accountDisabled : words.accountEnabled}
                  {!account.hasPassword && <span className="muted"> ({words.accountNoPassword})</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {form !== undefined && (
        <AccountForm
          account={form.account}
          onClose={() => open(undefined)}
          onDone={() => {
            open(undefined);
            void list.refetch();
          }}
        />
      )}
    </div>
  );
}
