import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { protectionApi } from "../api/protection-api.ts";
import { saidOf } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";
import { FileField, saveFile } from "./files.tsx";

/** Look-ups out, assessment in. The register stays where it is. */
export function AssessmentSteps({
  incident,
  isOfficer,
  isOpen,
  onSent,
}: {
  readonly incident: string;
  readonly isOfficer: boolean;
  readonly isOpen: boolean;
  readonly onSent: () => void;
}) {
  const { words, say } = useWords();
  const own = words.protection;
  const [assessment, chooseAssessment] = useState<File | undefined>();
  const [covers, chooseCovers] = useState<File | undefined>();
  const fetching = useMutation({
    mutationFn: (all: boolean) => protectionApi.lookUps(incident, all),
    onSuccess: ({ name, text }) => saveFile(name, text, "application/x-ndjson"),
  });
  const sending = useMutation({
    mutationFn: async (file: File) => {
      let value: unknown;
      try {
        value = JSON.parse(await file.text());
      } catch {
        throw new NotJson();
      }
      return await protectionApi.sendAssessment(incident, {
        assessment: value,
        ...(covers !== undefined && { covers: await covers.text() }),
      });
    },
    onSuccess: onSent,
  });
  const name = fetching.data?.name ?? "incident-….jsonl";
  const trouble = (error: Error | null) =>
    error !== null && (
      <p className="trouble" role="alert">
        {error instanceof NotJson ? own.notJson : saidOf(error, words).sentence} {saidOf(error, words).remedy}
      </p>
    );
  return (
    <details className="way" open={isOpen}>
      <summary>{own.toAssess}</summary>
      <p className="muted">{own.toAssessNote}</p>
      <h3>{own.stepFetch}</h3>
      <div className="buttons">
        <button type="button" disabled={fetching.isPending} onClick={() => fetching.mutate(false)}>
          {own.fetchNamed}
        </button>
        <button type="button" disabled={fetching.isPending} onClick={() => fetching.mutate(true)}>
          {own.fetchAll}
        </button>
      </div>
      {fetching.data !== undefined && (
        <p className="note" role="status">
          {own.fetched(fetching.data.name, fetching.data.lookups)}{" "}
          {fetching.data.unnamed > 0 && own.fetchedUnnamed(fetching.data.unnamed)}
        </p>
      )}
      {trouble(fetching.error)}
      <h3>{own.stepAssess}</h3>
      <p className="muted">{own.assessNote}</p>
      <p>
        <code>
          counterwatch assess --incident {name} --rows ROWS --register people --ledger ledger --key site.key
          --officer ana=/media/ana --officer bo=/media/bo
        </code>
      </p>
      {isOfficer && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (assessment !== undefined) sending.mutate(assessment);
          }}
        >
          <h3>{own.stepSend}</h3>
          <FileField label={own.assessmentFile} accept=".json" required onChoose={chooseAssessment} />
          <FileField label={own.coversFile} accept=".jsonl" onChoose={chooseCovers} />
          <button type="submit" className="main" disabled={assessment === undefined || sending.isPending}>
            {own.send}
          </button>
          {sending.data !== undefined && (
            <p className="note" role="status">
              {own.sent(say.number(sending.data.leaf))}
            </p>
          )}
          {trouble(sending.error)}
        </form>
      )}
    </details>
  );
}

class NotJson extends Error {
  override readonly name = "NotJson";
}
