import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { watchApi } from "../api/watch-api.ts";
import { mayJudge } from "../frame/access.ts";
import { useSession } from "../frame/session.tsx";
import { Loading, saidOf, Trouble } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";
import { BacktestForm } from "./backtest-form.tsx";
import { CheckResult } from "./check-result.tsx";
import { CopyText } from "./copy-text.tsx";
import { emptyRule } from "./empty-rule.ts";
import { RuleEditor } from "./rule-editor.tsx";

export interface TryAddress {
  /** The rule that the text begins as. */
  readonly from?: string;
}

export function readTry({ from }: Readonly<Record<string, unknown>>): TryAddress {
  return typeof from === "string" && from !== "" ? { from } : {};
}

export function TryRulePage() {
  const { from } = useSearch({ from: "/rules/try" });
  const { words } = useWords();
  const { roles } = useSession();
  const file = useQuery({
    queryKey: ["rule", from],
    queryFn: () => watchApi.rule(from ?? ""),
    enabled: from !== undefined,
  });
  if (!mayJudge(roles))
    return (
      <div className="says">
        <p>{words.rules.notYours}</p>
      </div>
    );
  if (from !== undefined && file.isPending) return <Loading />;
  if (file.isError) return <Trouble error={file.error} again={() => void file.refetch()} />;
  return <Trial key={from ?? ""} begin={file.data?.text} from={from} />;
}

function Trial({ begin, from }: { readonly begin: string | undefined; readonly from: string | undefined }) {
  const { words } = useWords();
  const [text, write] = useState(() => begin ?? emptyRule(crypto.getRandomValues(new Uint8Array(16))));
  const [place, go] = useState<{ readonly line: number; readonly column: number } | undefined>();
  const check = useMutation({ mutationFn: watchApi.checkRule });
  const isOld = check.variables !== undefined && check.variables !== text;
  const errors = check.data?.errors ?? [];
  const say = words.rules;
  return (
    <div className="page">
      <p>
        {from === undefined ? (
          <Link to="/rules">{say.back}</Link>
        ) : (
          <Link to="/rules/$name" params={{ name: from }}>
            ← {from}
          </Link>
        )}
      </p>
      <h1>{say.tryTitle}</h1>
      <p className="muted">{say.tryNote}</p>
      <form
        className="trial"
        onSubmit={(event) => {
          event.preventDefault();
          check.mutate(text);
        }}
      >
        <RuleEditor
          text={text}
          onChange={write}
          place={place}
          marks={isOld ? [] : errors.flatMap(({ line }) => line ?? [])}
        />
        <div className="stack" aria-live="polite">
          <div className="buttons">
            <button type="submit" className="main" disabled={check.isPending}>
              {say.check}
            </button>
            <CopyText key={text} text={text} />
          </div>
          {check.error !== null && (
            <p className="trouble" role="alert">
              {saidOf(check.error, words).sentence}
            </p>
          )}
          {isOld && <p className="muted">{say.changedSince}</p>}
          {check.data !== undefined && <CheckResult check={check.data} onPlace={go} />}
        </div>
      </form>
      <BacktestForm wish={{ text }} blocked={text.trim() === "" || (errors.length > 0 && !isOld)} />
    </div>
  );
}
