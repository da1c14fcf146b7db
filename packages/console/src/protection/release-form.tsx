import { Link } from "@tanstack/react-router";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { type BoardWarning, protectionApi } from "../api/protection-api.ts";
import { useSession } from "../frame/session.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { saidOf } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";
import { FileField, saveFile } from "./files.tsx";
import { TierMark } from "./tier-mark.tsx";

/** Two officers: one proposes, another one agrees; or both sign where the register is, and the file comes back here. */
export function ReleaseForm({
  drafts,
  onClose,
  onDone,
}: {
  readonly drafts: readonly BoardWarning[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { words } = useWords();
  const own = words.protection.release;
  const { name } = useSession();
  const [said, say] = useState<string | undefined>();
  const [file, chooseFile] = useState<File | undefined>();
  const done = (sentence: string) => () => {
    say(sentence);
    onDone();
  };
  const ids = drafts.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const propose = useMutation({
    mutationFn: (warnings: string[]) => protectionApi.release({ do: "proposed", warnings }),
    onSuccess: done(own.proposed),
  });
  const agree = useMutation({
    mutationFn: (wish: { warnings: string[]; proposed: string }) =>
      protectionApi.release({ do: "agreed", ...wish }),
    onSuccess: done(own.agreed),
  });
  const fetching = useMutation({
    mutationFn: () => protectionApi.signing(ids),
    onSuccess: (request) =>
      saveFile("to-be-signed.json", `${JSON.stringify(request, undefined, 1)}\n`, "application/json"),
  });
  const sending = useMutation({
    mutationFn: async (chosen: File) => {
      let signed: unknown;
      try {
        signed = JSON.parse(await chosen.text());
      } catch {
        throw new Error(words.protection.notJson);
      }
      return await protectionApi.signed(signed);
    },
    onSuccess: done(own.sent),
  });
  const [mine, others] = proposalsOf(drafts, name);
  const error = propose.error ?? agree.error ?? fetching.error ?? sending.error;
  return (
    <Dialog title={own.title} onClose={onClose}>
      <div>
        <p className="muted">{own.note}</p>
        {said === undefined ? (
          <>
            <ul className="drafts">
              {drafts.slice(0, 50).map((draft, at) => (
                <li key={draft.id ?? at}>
                  <TierMark tier={draft.tier} />{" "}
                  {draft.id !== undefined && (
                    <Link to="/warnings/$id" params={{ id: draft.id }} className="mono">
                      {draft.person}
                    </Link>
                  )}
                </li>
              ))}
            </ul>
            {ids.length === 0 && <p>{own.nothing}</p>}
            {others.map(([proposed, warnings]) => (
              <p key={proposed}>
                <button
                  type="button"
                  className="main"
                  disabled={agree.isPending}
                  onClick={() => agree.mutate({ warnings, proposed })}
                >
                  {own.agree(proposed)}
                </button>{" "}
                {own.toAgree(warnings.length, proposed)}
              </p>
            ))}
            {mine.length > 0 && (
              <p>
                <button
                  type="button"
                  className={others.length === 0 ? "main" : ""}
                  disabled={propose.isPending}
                  onClick={() => propose.mutate(mine)}
                >
                  {own.propose}
                </button>{" "}
                {own.toPropose(mine.length)}
              </p>
            )}
            {mine.length === 0 && others.length === 0 && ids.length > 0 && <p>{own.own}</p>}
            <details>
              <summary>{own.signedTitle}</summary>
              <p className="muted">{own.signedNote}</p>
              <button type="button" disabled={ids.length === 0} onClick={() => fetching.mutate()}>
                {own.fetch}
              </button>
              <p>{own.command}</p>
              <p>
                <code>
                  counterwatch warnings sign to-be-signed.json --register people --ledger ledger --officer
                  ana=/media/ana --officer bo=/media/bo &gt; signed.json
                </code>
              </p>
              <FileField label="signed.json" accept=".json" onChoose={chooseFile} />
              <p>
                <button
                  type="button"
                  disabled={file === undefined || sending.isPending}
                  onClick={() => file !== undefined && sending.mutate(file)}
                >
                  {own.send}
                </button>
              </p>
            </details>
          </>
        ) : (
          <p className="note" role="status">
            {said}
          </p>
        )}
        {error !== null && (
          <p className="trouble" role="alert">
            {saidOf(error, words).sentence} {saidOf(error, words).remedy}
          </p>
        )}
        <div className="buttons">
          <button type="button" onClick={onClose}>
            {words.close}
          </button>
        </div>
      </div>
    </Dialog>
  );
}

/** What this reader may propose; and by who else proposed it, what they may agree to. */
function proposalsOf(drafts: readonly BoardWarning[], name: string): [string[], [string, string[]][]] {
  const mine: string[] = [];
  const others = new Map<string, string[]>();
  for (const { id, proposals = [] } of drafts) {
    if (id === undefined) continue;
    const release = proposals.filter(({ deed }) => deed === "release");
    const other = release.find(({ account }) => account !== name);
    if (other !== undefined) others.set(other.account, [...(others.get(other.account) ?? []), id]);
    else if (release.length === 0) mine.push(id);
  }
  return [mine, [...others]];
}
