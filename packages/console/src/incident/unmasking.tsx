import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Candidate, peopleApi, type SubjectType, type Unmasked } from "../api/people-api.ts";
import type { Incident } from "../api/shapes.ts";
import { mayJudge } from "../frame/access.ts";
import { useSession } from "../frame/session.tsx";
import { saidOf } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";

/** For whom an unmasking was granted: a candidate, and whether it is in this incident. */
export function Unmasking({ incident: { id, state, steps } }: { readonly incident: Incident }) {
  const { people } = useWords().words;
  const { name, roles } = useSession();
  const isGranted = steps.some(({ step }) => step.do === "unmask-granted" && step.asked === name);
  const grants = useQuery({
    // Each step may have granted something, or used it up.
    queryKey: ["unmask", id, steps.length],
    queryFn: () => peopleApi.unmaskGrants(id),
    // A try adds a step: what it answered stays where it is meanwhile.
    placeholderData: (previous) => previous,
    enabled: isGranted && mayJudge(roles) && state !== "closed" && state !== "merged",
  });
  if (grants.data === undefined || grants.data.grants.length === 0) return null;
  return (
    <section className="unmasking" aria-labelledby="unmasking">
      <h2 id="unmasking">{people.unmaskGranted}</h2>
      <p className="muted">{people.unmaskNote}</p>
      {grants.data.grants.map((grant) => (
        <CandidateForm key={grant.what} incident={id} {...grant} />
      ))}
    </section>
  );
}

function CandidateForm({
  incident,
  what,
  left,
  until,
}: {
  readonly incident: string;
  readonly what: Unmasked;
  readonly left: number;
  readonly until: string;
}) {
  const { words, say } = useWords();
  const { people } = words;
  const queries = useQueryClient();
  const [candidate, setCandidate] = useState("");
  const [type, setType] = useState<SubjectType>("phone");
  const attempt = useMutation({
    mutationFn: (wish: Candidate) => peopleApi.tryCandidate(incident, wish),
    // The history has it now; the candidate stays nowhere, here neither.
    onSettled: () => {
      setCandidate("");
      return queries.invalidateQueries({ queryKey: ["incident", incident] });
    },
  });
  return (
    <form
      className="candidate"
      onSubmit={(event) => {
        event.preventDefault();
        attempt.mutate(what === "operator" ? { what, candidate } : { what, type, candidate });
      }}
    >
      {what === "subjects" && (
        <label className="field">
          <span>{people.unmaskType}</span>
          <select value={type} onChange={({ target }) => setType(target.value as SubjectType)}>
            {(Object.keys(words.names.subject) as SubjectType[]).map((each) => (
              <option key={each} value={each}>
                {words.names.subject[each]}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className="field">
        <span>{people.unmaskWhat[what]}</span>
        <input
          value={candidate}
          onChange={({ target }) => setCandidate(target.value)}
          autoComplete="off"
          required
          maxLength={256}
        />
        <small>{people.unmaskLeft(left, say.minute(until))}</small>
      </label>
      <button type="submit" disabled={attempt.isPending || left === 0}>
        {people.unmaskTry}
      </button>
      {attempt.isSuccess && (
        <p role="status" className="note">
          {attempt.data.matched ? people.unmaskYes : people.unmaskNo}
        </p>
      )}
      {attempt.isError && (
        <p className="trouble" role="alert">
          {saidOf(attempt.error, words).sentence}
        </p>
      )}
    </form>
  );
}
