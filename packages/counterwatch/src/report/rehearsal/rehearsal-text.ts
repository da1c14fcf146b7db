/** A rehearsal on a terminal: what would be known, by which system, and the plan. */
import { TIERS } from "../../model/index.ts";
import { messagesFor } from "../words/messages.ts";
import { measureNames, type RehearsalInput } from "./rehearsal-page.ts";
import { Speech } from "../words/speech.ts";
import type { Screen } from "../scan/terminal.ts";
import { clip, columnsOf, wrap } from "../page/terminal-text.ts";

const MOST_STEPS = 5;

export function rehearsalText(input: RehearsalInput, { width: columns, colour, reportPath }: Screen): string {
  const { rehearsal } = input;
  const say = new Speech(input.locale, input.zone);
  const all = messagesFor(say);
  const words = all.rehearsal;
  const named = measureNames(input.measures, all);
  const width = Math.max(40, columns);
  const { before, plan, systems, vectors } = rehearsal;
  const relations = TIERS.reduce((sum, tier) => sum + before.tiers[tier], 0);
  const names = systems.map(({ system }) => all.system[system]);
  const name = Math.max(0, ...names.map(columnsOf));
  const notAssessed = vectors.flatMap((vector) => vector.notAssessed).map((system) => all.system[system]);
  const lines = [
    ...(input.exercise ? wrap(words.exercise, width, 3) : []),
    ...wrap(words.headline({ relations, ...before.tiers }), width, 3),
    ...systems.map(({ alone: { tiers } }, at) =>
      clip(
        `  ${(names[at] ?? "").padEnd(name)}  ${TIERS.map((tier) => `${all.assessment.tier[tier]} ${say.number(tiers[tier])}`).join(" · ")}`,
        width,
      ),
    ),
    ...(plan.steps.length === 0
      ? [words.noPlan]
      : wrap(
          words.planHeadline({
            measures: plan.steps.length,
            before: say.figure(before.exposure),
            after: say.figure(plan.after.exposure),
            floor: say.figure(plan.floor),
          }),
          width,
          3,
        )),
    ...plan.steps
      .slice(0, MOST_STEPS)
      .map(({ id, exposure }, at) =>
        clip(`  ${at + 1}  ${named.get(id) ?? id} → ${say.figure(exposure)}`, width),
      ),
    ...(plan.steps.length > MOST_STEPS ? [`  ${all.terminalMore(plan.steps.length - MOST_STEPS)}`] : []),
    clip(
      `${words.notAssessedColumn}: ${notAssessed.length === 0 ? words.nothing : notAssessed.join(", ")}`,
      width,
    ),
    `${all.terminalReport}  ${colour ? `\u001b[36m${reportPath}\u001b[0m` : reportPath}`,
  ];
  return lines.map((line) => `${line}\n`).join("");
}
