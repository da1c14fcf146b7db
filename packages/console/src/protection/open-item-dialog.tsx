import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type ItemWish, type OpenItem, protectionApi } from "../api/protection-api.ts";
import { useSession } from "../frame/session.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Loading, saidOf, Trouble } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { useKeptText } from "../words/kept-text.ts";
import { useWords } from "../words/words.tsx";
import { useReportWords } from "./report-words.ts";

const STEPS = ["closed", "assigned", "accepted"] as const;
type Step = (typeof STEPS)[number];

/** An open item with its history; a register officer closes it with a reason, takes its risk until a day, or gives it to an office. */
export function OpenItemDialog({
  id,
  onClose,
  onDone,
}: {
  readonly id: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { roles } = useSession();
  const kept = useKeptText();
  const { posture } = useReportWords();
  const file = useQuery({ queryKey: ["open item", id], queryFn: () => protectionApi.item(id), staleTime: 0 });
  return (
    <Dialog title={posture.itemColumn} onClose={onClose}>
      {file.isPending && <Loading />}
      {file.isError && <Trouble error={file.error} again={() => void file.refetch()} />}
      {file.data !== undefined && (
        <div>
          <p {...kept.vulnerability(file.data.item.vulnerability)} />
          <ItemHistory item={file.data.item} />
          <ItemForm
            item={file.data.item}
            mayAct={roles.includes("register-officer") && file.data.item.said !== "closed"}
            onClose={onClose}
            onDone={() => {
              void file.refetch();
              onDone();
            }}
          />
        </div>
      )}
    </Dialog>
  );
}

function ItemHistory({ item }: { readonly item: OpenItem }) {
  const { words, say } = useWords();
  const { itemDid } = words.protection;
  return (
    <ol className="history">
      {item.history.map(({ at, step }, number) => (
        // A history only grows at its end.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={number}>
          <Time at={at} />
          <span>
            {step.do === "assigned"
              ? itemDid.assigned(step.owner)
              : step.do === "accepted"
                ? itemDid.accepted(say.day(step.until))
                : step.do === "founded"
                  ? ""
                  : itemDid[step.do]}
            {"by" in step && ` · ${step.by}`}
            {"reason" in step && <q>{step.reason}</q>}
          </span>
        </li>
      ))}
    </ol>
  );
}

function ItemForm({
  item,
  mayAct,
  onClose,
  onDone,
}: {
  readonly item: OpenItem;
  readonly mayAct: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { words } = useWords();
  const own = words.protection;
  const [step, choose] = useState<Step>("closed");
  const [reason, setReason] = useState("");
  const [owner, setOwner] = useState(item.owner);
  const [day, setDay] = useState("");
  const wish = wishOf(step, { reason: reason.trim(), owner: owner.trim(), day });
  const take = useMutation({
    mutationFn: (wished: ItemWish) => protectionApi.itemStep(item.id, item.history.length, wished),
    onSuccess: () => {
      setReason("");
      onDone();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (wish !== undefined) take.mutate(wish);
      }}
    >
      {mayAct && (
        <>
          <div className="buttons" role="group" aria-label={words.actions}>
            {STEPS.map((each) => (
              <button key={each} type="button" aria-pressed={each === step} onClick={() => choose(each)}>
                {own.itemSteps[each].replace("…", "")}
              </button>
            ))}
          </div>
          <p className="muted">{own.itemNotes[step]}</p>
          {step === "assigned" ? (
            <label className="field">
              <span>{own.ownerLabel}</span>
              <input
                value={owner}
                required
                maxLength={64}
                onChange={({ target }) => setOwner(target.value)}
              />
            </label>
          ) : (
            <label className="field">
              <span>{own.reasonLabel}</span>
              <textarea
                rows={3}
                value={reason}
                required
                maxLength={300}
                onChange={({ target }) => setReason(target.value)}
              />
              <small>{own.reasonHint}</small>
            </label>
          )}
          {step !== "closed" && (
            <label className="field">
              <span>{step === "accepted" ? own.untilLabel : own.dueLabel}</span>
              <input
                type="date"
                value={day}
                required={step === "accepted"}
                onChange={({ target }) => setDay(target.value)}
              />
            </label>
          )}
        </>
      )}
      {take.error !== null && (
        <p className="trouble" role="alert">
          {saidOf(take.error, words).sentence} {saidOf(take.error, words).remedy}
        </p>
      )}
      {take.data !== undefined && (
        <p className="note" role="status">
          {own.recorded}
        </p>
      )}
      <div className="buttons">
        {mayAct && (
          <button type="submit" className="main" disabled={wish === undefined || take.isPending}>
            {own.record}
          </button>
        )}
        <button type="button" onClick={onClose}>
          {words.close}
        </button>
      </div>
    </form>
  );
}

/** Undefined while something is missing. Days end in UTC, as on the command line. */
function wishOf(
  step: Step,
  { reason, owner, day }: { readonly reason: string; readonly owner: string; readonly day: string },
): ItemWish | undefined {
  const end = day === "" ? undefined : `${day}T23:59:59.000Z`;
  switch (step) {
    case "assigned":
      return owner === "" ? undefined : { do: step, owner, ...(end !== undefined && { due: end }) };
    case "accepted":
      return reason === "" || end === undefined ? undefined : { do: step, reason, until: end };
    case "closed":
      return reason === "" ? undefined : { do: step, reason };
  }
}
