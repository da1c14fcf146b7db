import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { protectionApi, type Rehearsal } from "../api/protection-api.ts";
import { useSession } from "../frame/session.tsx";
import { Loading, saidOf, Trouble } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";
import { FileField } from "./files.tsx";
import { MeasureTable } from "./measure-table.tsx";
import { useReportWords } from "./report-words.ts";
import { StandingTable } from "./standing-table.tsx";

/** The newest rehearsal: what a thief of whole record systems would learn about the register, and what would make it less. */
export function RehearsalPage() {
  const { words } = useWords();
  const { roles } = useSession();
  const page = useQuery({ queryKey: ["rehearsal"], queryFn: protectionApi.rehearsal, staleTime: 0 });
  if (page.isPending) return <Loading />;
  if (page.isError) return <Trouble error={page.error} again={() => void page.refetch()} />;
  const { newest } = page.data;
  return (
    <div className="page rehearsal">
      {newest === null ? (
        <>
          <h1>{words.pages.rehearsal}</h1>
          <p role="status">{words.protection.rehearsalNone}</p>
          <p className="muted">{words.protection.rehearsalHow}</p>
        </>
      ) : (
        <RehearsalSheet {...newest} />
      )}
      {roles.includes("register-officer") && <SendRehearsal isFirst={newest === null} />}
    </div>
  );
}

function RehearsalSheet({ rehearsal, by, at }: { rehearsal: Rehearsal; by: string; at: string }) {
  const { words, say } = useWords();
  const { rehearsal: said, assessment, speech } = useReportWords();
  const { before, plan, vectors, systems, weights } = rehearsal;
  const { certain, likely, possible, none } = before.tiers;
  const names = words.names.system;
  return (
    <>
      <h1>{said.title(systems.map(({ system }) => names[system]))}</h1>
      <p className="kicker">
        <span>{said.kind}</span>
        <span>
          {words.protection.rehearsed(say.minute(rehearsal.rehearsed), by)} ({say.minute(at)}, {say.zone})
        </span>
      </p>
      <p className="lead">
        {said.headline({ certain, likely, possible, relations: certain + likely + possible + none })}
      </p>
      <p className="lead">
        {plan.steps.length === 0
          ? said.noPlan
          : said.planHeadline({
              measures: plan.steps.length,
              before: speech.number(before.exposure),
              after: speech.number(plan.after.exposure),
              floor: speech.number(plan.floor),
            })}
      </p>
      <p className="note unseen">{said.notSafe}</p>
      <h2>{said.vectorsTitle}</h2>
      <div className="wide" tabIndex={0} role="region" aria-label={said.vectorsTitle}>
        <table>
          <thead>
            <tr>
              <th scope="col">{said.vectorColumn}</th>
              <th scope="col">{said.assessedColumn}</th>
              <th scope="col">{said.notAssessedColumn}</th>
            </tr>
          </thead>
          <tbody>
            {vectors.map(({ vector, assessed, notAssessed }) => (
              <tr key={vector}>
                <th scope="row">{said.vector[vector]}</th>
                <td>{assessed.map((system) => names[system]).join(", ") || said.nothing}</td>
                <td className={notAssessed.length > 0 ? "" : "muted"}>
                  {notAssessed.map((system) => names[system]).join(", ") || said.nothing}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h2>{said.systemsTitle}</h2>
      <p className="muted">{said.systemsNote}</p>
      <StandingTable
        label={said.systemsTitle}
        column={said.systemColumn}
        rows={[
          ...systems.map(({ system, rows, people, alone }) => ({
            name: names[system],
            facts: [say.number(rows), say.number(people)],
            standing: alone,
          })),
          { name: said.together, facts: ["", ""], standing: before },
        ]}
        facts={[said.rowsColumn, said.peopleColumn]}
      />
      <h2>{said.relationsTitle}</h2>
      <StandingTable
        label={said.relationsTitle}
        column={said.relationColumn}
        rows={Object.entries(before.byRelation).map(([relation, tiers]) => ({
          name: relation,
          facts: [],
          standing: { tiers },
        }))}
        facts={[]}
      />
      <p className="muted">
        {said.weightsNote({
          certain: speech.number(weights.certain),
          likely: speech.number(weights.likely),
          possible: speech.number(weights.possible),
        })}
      </p>
      <h2>{said.planTitle}</h2>
      <p className="muted">
        {plan.budget === undefined
          ? said.planCost(speech.number(plan.cost))
          : said.planBudget({ cost: speech.number(plan.cost), budget: speech.number(plan.budget) })}
      </p>
      <MeasureTable rehearsal={rehearsal} />
      <h2>{said.openTitle}</h2>
      <p className="muted">
        {said.openNote} <Link to="/posture">{words.protection.openItems}</Link>
      </p>
      {rehearsal.vulnerabilities.length === 0 ? (
        <p>{said.noneOpen}</p>
      ) : (
        <ul className="limits">
          {rehearsal.vulnerabilities.map(({ id, system, ...others }) => (
            <li key={id}>{said.vulnerability({ system: names[system], ...others })}</li>
          ))}
        </ul>
      )}
      <details>
        <summary>{said.assumedTitle}</summary>
        <ul className="limits">
          {said.assumed.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
          <li>
            {said.planNote({
              floor: speech.number(plan.floor),
              assessments: speech.number(plan.assessments),
            })}
          </li>
        </ul>
        <p className="muted">{assessment.method.at(-1)}</p>
      </details>
    </>
  );
}

function SendRehearsal({ isFirst }: { readonly isFirst: boolean }) {
  const { words } = useWords();
  const own = words.protection;
  const queries = useQueryClient();
  const [file, choose] = useState<File | undefined>();
  const [bad, setBad] = useState(false);
  const send = useMutation({
    mutationFn: protectionApi.sendRehearsal,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["rehearsal"] });
      await queries.invalidateQueries({ queryKey: ["posture"] });
    },
  });
  return (
    <details className="way" open={isFirst}>
      <summary>{own.rehearsalSend}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void file?.text().then((text) => {
            try {
              setBad(false);
              send.mutate(JSON.parse(text));
            } catch {
              setBad(true);
            }
          });
        }}
      >
        {!isFirst && <p className="muted">{own.rehearsalHow}</p>}
        <FileField label={own.rehearsalFile} accept=".json" required onChoose={choose} />
        <button type="submit" className="main" disabled={file === undefined || send.isPending}>
          {own.send}
        </button>
        {send.data !== undefined && (
          <p className="note" role="status">
            {own.rehearsalKept(send.data.opened)}
          </p>
        )}
        {(bad || send.error !== null) && (
          <p className="trouble" role="alert">
            {bad ? own.notJson : saidOf(send.error, words).sentence}
          </p>
        )}
      </form>
    </details>
  );
}
