import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Loading } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";
import { publishedKeys, type Refuted, type Verified, verifyInBrowser } from "./browser-verification.ts";
import { keepCheckpoint, keptCheckpoint } from "./kept-checkpoint.ts";
import { VerificationResult } from "./verification-result.tsx";

export function LedgerPage() {
  const { words, say } = useWords();
  const published = useQuery({ queryKey: ["ledger keys"], queryFn: publishedKeys, retry: false });
  const [typed, type] = useState<string | undefined>();
  const [kept, keep] = useState(() => keptCheckpoint());
  const [progress, tell] = useState<{ readonly leaves: number; readonly of: number } | undefined>();
  const [result, show] = useState<Verified | Refuted | "broken" | undefined>();
  if (published.isPending) return <Loading />;
  const keys = typed ?? published.data ?? "";
  const ownKeys = typed !== undefined && typed.trim() !== (published.data ?? "").trim();

  async function verify() {
    show(undefined);
    tell({ leaves: 0, of: 0 });
    try {
      const verdict = await verifyInBrowser(keys, kept, (leaves, of) => tell({ leaves, of }));
      show(verdict);
      if (verdict.good) {
        keepCheckpoint(verdict.checkpoint);
        keep(verdict.checkpoint);
      }
    } catch {
      show("broken");
    } finally {
      tell(undefined);
    }
  }

  return (
    <div className="page">
      <h1>{words.pages.ledger}</h1>
      <p>{words.ledgerIntro}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void verify();
        }}
      >
        <label className="field">
          <span>{words.ledgerKeys}</span>
          <textarea
            className="mono"
            rows={3}
            required
            spellCheck={false}
            value={keys}
            onChange={({ target }) => type(target.value)}
          />
          {!ownKeys && (
            <small>{published.data === undefined ? words.ledgerKeysAbsent : words.ledgerKeysNote}</small>
          )}
        </label>
        {kept !== undefined && (
          <p className="muted">
            {words.ledgerKept(say.number(kept.size), say.minute(kept.at))}{" "}
            <button
              type="button"
              className="plain"
              onClick={() => {
                keepCheckpoint(undefined);
                keep(undefined);
              }}
            >
              {words.ledgerForget}
            </button>
          </p>
        )}
        <button type="submit" className="main" disabled={progress !== undefined || keys.trim() === ""}>
          {words.verify}
        </button>
      </form>
      {progress !== undefined && (
        <p>
          <progress
            aria-label={words.verifyProgress}
            value={progress.of === 0 ? undefined : progress.leaves}
            max={progress.of === 0 ? undefined : progress.of}
          />
          <br />
          {words.verifying(say.number(progress.leaves), say.number(progress.of))}
        </p>
      )}
      {result !== undefined && <VerificationResult result={result} ownKeys={ownKeys} />}
    </div>
  );
}
