import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Refusal } from "../api/desk-api.ts";
import { peopleApi } from "../api/people-api.ts";
import { useSession } from "../frame/session.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { saidOf } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";

/** Asks for a password or a passkey once more. */
export function ProofDialog({
  onClose,
  onProven,
}: {
  readonly onClose: () => void;
  readonly onProven: () => void;
}) {
  const { words } = useWords();
  const { people } = words;
  const { name } = useSession();
  const [password, setPassword] = useState("");
  const proof = useMutation({
    mutationFn: (by: "password" | "passkey") =>
      by === "password" ? peopleApi.provePassword(password) : peopleApi.provePasskey(),
    onSuccess: onProven,
  });
  return (
    <Dialog title={people.prove} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          proof.mutate("password");
        }}
      >
        <p className="muted">{people.proveNote}</p>
        {/* For password managers. */}
        <input hidden readOnly autoComplete="username" value={name} />
        <label className="field">
          <span>{words.password}</span>
          <input
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={({ target }) => setPassword(target.value)}
            required
            maxLength={256}
            autoFocus
          />
        </label>
        {proof.error !== null && (
          <p className="trouble" role="alert">
            {proof.error instanceof Refusal ? saidOf(proof.error, words).sentence : people.passkeyNone}
          </p>
        )}
        <div className="buttons">
          <button type="submit" className="main" disabled={proof.isPending}>
            {people.proveDo}
          </button>
          <button type="button" onClick={() => proof.mutate("passkey")}>
            {people.provePasskey}
          </button>
          <button type="button" onClick={onClose}>
            {words.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
