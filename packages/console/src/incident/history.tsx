import type { IncidentStep, RecordedStep } from "../api/shapes.ts";
import { Time } from "../parts/time.tsx";
import { shortId } from "../parts/subject.ts";
import type { Words } from "../words/english.ts";
import { useWords } from "../words/words.tsx";

/** Who the program's own steps are by. */
const PROGRAM = "counterwatch";

/** All that was done, in order; nothing is ever taken out of it. */
export function History({ steps }: { readonly steps: readonly RecordedStep[] }) {
  const { words } = useWords();
  return (
    <ol className="history">
      {steps.map(({ number, at, by, step }) => {
        const text = "why" in step ? step.why : step.do === "commented" ? step.text : undefined;
        return (
          <li key={number}>
            <Time at={at} />
            <div>
              <b>{by === PROGRAM ? words.program : by}</b> {doneBy(step, words)}
              {text !== undefined && <blockquote>{text}</blockquote>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function doneBy(step: IncidentStep, words: Words): string {
  const { steps, reasons, forms } = words;
  switch (step.do) {
    case "opened":
      return steps.opened(step.findings.length);
    case "finding-added":
      return steps.findingAdded;
    case "taken":
      return steps.taken;
    case "assigned":
      return steps.assigned(step.to);
    case "commented":
      return steps.commented;
    case "merged":
      return steps.merged(shortId(step.into));
    case "absorbed":
      return steps.absorbed(shortId(step.from));
    case "split":
      return steps.split(step.findings.length);
    case "close-proposed":
      return steps.closeProposed(reasons[step.reason]);
    case "closed":
      return steps.closed(reasons[step.reason]);
    case "reopened":
      return steps.reopened;
    case "unmask-asked":
      return steps.unmaskAsked(forms.what[step.what]);
    case "unmask-granted":
      return steps.unmaskGranted(forms.what[step.what], step.asked);
    case "unmask-tried":
      return words.people.unmaskTried(forms.what[step.what], step.matched);
  }
}
