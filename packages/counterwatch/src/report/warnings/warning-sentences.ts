/** One warning in words: the same on the board and on the terminal. */
import type { ListedWarning } from "../../incidents/warnings/warning-list.ts";
import type { Messages } from "../words/messages.ts";
import { byOf, whatOf } from "../words/said-step.ts";
import type { Speech } from "../words/speech.ts";

export interface WarningSpeech {
  readonly say: Speech;
  readonly words: Messages;
  /** Milliseconds. */
  readonly now: number;
}

/** How much time is left, or how long it is over; undefined for a closed one. */
export function clockOf(
  { open, deadline }: ListedWarning,
  { say, words, now }: WarningSpeech,
): string | undefined {
  if (!open) return undefined;
  const left = Date.parse(deadline) - now;
  return left > 0 ? words.warnings.left(say.duration(left)) : words.warnings.over(say.duration(-left));
}

/** Which exposure, without with whom. */
export function whyOf({ basis, tier }: ListedWarning, { words }: WarningSpeech): string {
  const { warnings, assessment } = words;
  const relations = basis.relations.map((each) =>
    warnings.relation({ relation: each.relation, count: each.count, tier: assessment.tier[each.tier] }),
  );
  return [
    ...(relations.length === 0 ? [warnings.personTier(assessment.tier[tier])] : relations),
    ...(basis.recordsShown ? [warnings.recordsShown] : []),
    ...(basis.movement ? [warnings.movement] : []),
    ...(basis.gaps ? [warnings.gaps] : []),
  ].join("; ");
}

/** Who answers for it, until when, what was tried; of a closed one, how it ended: whole sentences. */
export function standingOf(warning: ListedWarning, speech: WarningSpeech): string[] {
  const words = speech.words.warnings;
  const { at, step: last } = warning.history.at(-1) ?? {};
  if (!warning.open && at !== undefined && last !== undefined)
    return [
      words.ended({
        what: whatOf(last, speech),
        by: byOf(last, speech),
        happened: moment("happened" in last ? last.happened : at, speech),
      }),
    ];
  const { holder, owner, open, deadline, attempts } = warning;
  return [
    ...(holder === undefined
      ? []
      : [words.held({ office: holder.office, since: moment(holder.since, speech) })]),
    ...(owner === undefined ? (open ? [words.noOwner] : []) : [words.owner(owner)]),
    ...(open ? [words.deadline(moment(deadline, speech))] : []),
    ...(attempts === 0 ? [] : [words.tried(attempts)]),
  ];
}

/** `2026-03-01 09:00 UTC`, in the reader's zone. */
export function moment(time: string, { say }: WarningSpeech): string {
  return `${say.minute(Date.parse(time))} ${say.zone}`;
}
