import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { deskApi } from "../api/desk-api.ts";
import type { AccountShown, AccountWish, Role } from "../api/shapes.ts";
import { Dialog } from "../parts/dialog.tsx";
import { saidOf } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";

/** Whoever lacks one here lacks its word in the catalogue, too. */
const ROLES: readonly Role[] = ["analyst", "reviewer", "register-officer", "auditor", "administrator"];

export function AccountForm({
  account,
  onClose,
  onDone,
}: {
  /** Undefined: a new one. */
  readonly account: AccountShown | undefined;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { words } = useWords();
  const [name, setName] = useState(account?.name ?? "");
  const [roles, setRoles] = useState<readonly Role[]>(account?.roles ?? []);
  const [operators, setOperators] = useState(account?.operators.join("\n") ?? "");
  const [administers, setAdministers] = useState(account?.administers.join("\n") ?? "");
  const [password, setPassword] = useState("");
  const [disabled, setDisabled] = useState(account?.disabled ?? false);
  const save = useMutation({
    mutationFn: (wish: AccountWish) => deskApi.saveAccount(name.trim(), wish),
    onSuccess: onDone,
  });
  return (
    <Dialog
      title={account === undefined ? words.accountNew : words.accountEdit(account.name)}
      onClose={onClose}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({
            roles,
            operators: linesOf(operators),
            administers: linesOf(administers),
            disabled,
            ...(password !== "" && { password }),
          });
        }}
      >
        <label className="field">
          <span>{words.name}</span>
          <input
            value={name}
            onChange={({ target }) => setName(target.value)}
            readOnly={account !== undefined}
            required
            pattern="[a-z][a-z0-9._\-]{0,63}"
            autoCapitalize="none"
            autoComplete="off"
            autoFocus
          />
        </label>
        <fieldset className="checks">
          <legend>{words.accountColumns.roles}</legend>
          {ROLES.map((role) => (
            <label key={role}>
              <input
                type="checkbox"
                checked={roles.includes(role)}
                onChange={({ target }) =>
                  setRoles(target.checked ? [...roles, role] : roles.filter((each) => each !== role))
                }
              />
              {words.roles[role]}
            </label>
          ))}
        </fieldset>
        <label className="field">
          <span>{words.accountOperators}</span>
          <textarea rows={2} value={operators} onChange={({ target }) => setOperators(target.value)} />
        </label>
        <label className="field">
          <span>{words.accountAdministers}</span>
          <textarea rows={2} value={administers} onChange={({ target }) => setAdministers(target.value)} />
        </label>
        <label className="field">
          <span>{words.accountPassword}</span>
          <input
            type="password"
            autoComplete="new-password"
            value={password}
            minLength={12}
            maxLength={256}
            required={account === undefined}
            onChange={({ target }) => setPassword(target.value)}
          />
        </label>
        <div className="checks">
          <label>
            <input
              type="checkbox"
              checked={disabled}
              onChange={({ target }) => setDisabled(target.checked)}
            />
            {words.accountDisabled}
          </label>
        </div>
        {save.error !== null && (
          <p className="trouble" role="alert">
            {saidOf(save.error, words).sentence} {saidOf(save.error, words).remedy}
          </p>
        )}
        <div className="buttons">
          <button type="submit" className="main" disabled={save.isPending}>
            {words.save}
          </button>
          <button type="button" onClick={onClose}>
            {words.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
