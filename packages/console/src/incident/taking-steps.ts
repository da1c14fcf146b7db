/**
 * Steps on one incident or several. Each says how many steps its page showed, so that nobody acts on what they have not seen: where
 * somebody else was quicker the page is loaded again, and nothing is done.
 */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { deskApi, Refusal } from "../api/desk-api.ts";
import type { DeskFinding, IncidentFile, IncidentStep } from "../api/shapes.ts";
import { saidOf } from "../parts/states.tsx";
import { shortId } from "../parts/subject.ts";
import { usePatchRows } from "../queue/snapshot.ts";
import type { Words } from "../words/english.ts";
import { useWords } from "../words/words.tsx";

/** Steps that people take from this console; the others are the program's, or made by the API alone. */
export type TakenStep = Extract<
  IncidentStep,
  {
    do:
      | "taken"
      | "assigned"
      | "commented"
      | "close-proposed"
      | "closed"
      | "reopened"
      | "unmask-asked"
      | "unmask-granted"
      | "merged"
      | "split";
  }
>;

export interface StepReport {
  readonly good: boolean;
  readonly sentence: string;
  readonly details: readonly string[];
}

const incidentKey = (id: string) => ["incident", id] as const;

/** Seconds for which what was read is shown again without being fetched, and recorded, once more. */
const FRESH = 30_000;

export function useIncident(id: string | undefined) {
  return useQuery({
    queryKey: incidentKey(id ?? ""),
    queryFn: () => deskApi.incident(id ?? ""),
    enabled: id !== undefined,
    staleTime: FRESH,
  });
}

export function useFinding(id: string) {
  return useQuery({ queryKey: ["finding", id], queryFn: () => deskApi.finding(id), staleTime: FRESH });
}

export function useSteps() {
  const queries = useQueryClient();
  const patchRows = usePatchRows();
  const { words } = useWords();
  const [report, tell] = useState<StepReport | undefined>();

  async function one(id: string, step: TakenStep): Promise<void> {
    const shown = queries.getQueryData<IncidentFile>(incidentKey(id)) ?? (await deskApi.incident(id));
    const { incident } = await deskApi.step(id, shown.incident.steps.length, step);
    const state = stateAfter(step);
    const change: Partial<DeskFinding> = {
      ...(state !== undefined && { state }),
      ...(incident.owner !== undefined && { owner: incident.owner }),
    };
    const moved = movedBy(step, incident.id);
    queries.setQueryData<IncidentFile>(incidentKey(id), {
      incident,
      findings: shown.findings
        .filter((finding) => finding !== null && !moved(finding))
        .map((finding) => finding && { ...finding, ...change }),
    });
    if (step.do === "merged" || step.do === "split") {
      patchRows(moved, { incident: step.into });
      await queries.invalidateQueries({ queryKey: incidentKey(step.into) });
      await queries.invalidateQueries({ queryKey: ["incidents"] });
    } else patchRows((finding) => finding.incident === id, change);
    await queries.invalidateQueries({ queryKey: ["finding"] });
  }

  return {
    report,
    async take(incidents: readonly string[], step: TakenStep): Promise<void> {
      const failed: string[] = [];
      let quicker = false;
      for (const id of incidents) {
        try {
          await one(id, step);
        } catch (error) {
          quicker ||= error instanceof Refusal && error.status === 409;
          const { sentence, remedy } = saidOf(error, words);
          failed.push(`${shortId(id)}: ${sentence}${remedy === undefined ? "" : ` ${remedy}`}`);
          await queries.invalidateQueries({ queryKey: incidentKey(id) });
        }
      }
      if (failed.length === 0) tell({ good: true, sentence: doneBy(step, words), details: [] });
      else if (incidents.length === 1 && quicker) tell({ good: false, sentence: words.quicker, details: [] });
      else tell({ good: false, sentence: words.someFailed(failed.length), details: failed });
    },
  };
}

function doneBy(step: TakenStep, words: Words): string {
  if (step.do === "merged") return words.casework.incident.merged(shortId(step.into));
  if (step.do === "split") return words.casework.incident.split(shortId(step.into));
  return words.done[step.do];
}

/** Findings that leave the incident by a step. */
function movedBy(step: TakenStep, incident: string): (finding: DeskFinding) => boolean {
  if (step.do === "merged") return (finding) => finding.incident === incident;
  if (step.do === "split") return ({ id }) => step.findings.includes(id);
  return () => false;
}

/** What a step means for the queue, as the server has it. */
function stateAfter(step: TakenStep): DeskFinding["state"] | undefined {
  if (step.do === "taken" || step.do === "assigned" || step.do === "reopened") return "taken";
  return step.do === "closed" ? "closed" : undefined;
}
