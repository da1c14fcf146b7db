import { useMutation } from "@tanstack/react-query";
import { deskApi, Refusal } from "../api/desk-api.ts";
import { saidOf } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";
import { LanguageChoice } from "./language-choice.tsx";
import { OtherSignIns } from "./other-sign-ins.tsx";
import { useChangeSession } from "./session.tsx";

export function SignInPage() {
  const { words } = useWords();
  const change = useChangeSession();
  const signIn = useMutation({
    mutationFn: ({ name, password }: { name: string; password: string }) => deskApi.signIn(name, password),
    onSuccess: change,
  });
  return (
    <main className="sign-in">
      <h1>Counterwatch</h1>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          signIn.mutate({ name: textOf(form, "name"), password: textOf(form, "password") });
        }}
      >
        <label className="field">
          <span>{words.name}</span>
          <input
            name="name"
            autoComplete="username"
            autoCapitalize="none"
            required
            maxLength={64}
            autoFocus
          />
        </label>
        <label className="field">
          <span>{words.password}</span>
          <input name="password" type="password" autoComplete="current-password" required maxLength={256} />
        </label>
        {signIn.error !== null && (
          <p className="trouble" role="alert">
            {refusal(signIn.error)}
          </p>
        )}
        <button type="submit" className="main" disabled={signIn.isPending}>
          {words.signIn}
        </button>
      </form>
      <OtherSignIns />
      <p className="muted">{words.signInNote}</p>
      <LanguageChoice />
    </main>
  );

  function refusal(error: unknown): string {
    if (error instanceof Refusal && error.status === 401) return words.signInWrong;
    if (error instanceof Refusal && error.status === 429) return words.signInWait(error.seconds ?? 1);
    return saidOf(error, words).sentence;
  }
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
