import { useQuery } from "@tanstack/react-query";
import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import type { IncidentFile } from "../api/shapes.ts";
import { mayJudge } from "../frame/access.ts";
import { useSession } from "../frame/session.tsx";
import { USUAL } from "../queue/filters.ts";
import { useWords } from "../words/words.tsx";
import type { DemoState } from "./demo-api.ts";
import { useBecome, useDemo } from "./demo-state.ts";
import { usePointing, usePresence } from "./pointing.ts";
import { setTour, TOUR_STEPS, type TourProgress, type TourStep, useTourProgress } from "./tour-progress.ts";
import { sceneOf, stepAfter, stepBefore, type TourPlace } from "./tour-scene.ts";

/** Five steps beside the page, never over what they speak of: the page gives up the room. */
export function Tour() {
  const progress = useTourProgress();
  return progress === "done" ? null : <TourPanel step={progress} />;
}

function TourPanel({ step }: { readonly step: TourStep }) {
  const { words } = useWords();
  const { name, roles } = useSession();
  const { data: demo } = useDemo();
  const become = useBecome();
  const navigate = useNavigate();
  const address = useRouterState({ select: ({ location }) => location.href });
  const heading = useRef<HTMLHeadingElement>(null);
  const found = demo?.found;
  // What the page itself has read: a look of the tour's own would be recorded as the reader's.
  const incident = useQuery<IncidentFile>({ queryKey: ["incident", found?.incident ?? ""], enabled: false });
  const here = placeOf(address, found);
  const isAssessed = usePresence(".assessment-of .tiers");
  const isVerified = usePresence(".court");
  const scene = sceneOf(
    step,
    {
      found,
      people: demo?.people ?? [],
      incident: incident.data?.incident,
      name,
      mayJudge: mayJudge(roles),
      isOfficer: roles.includes("register-officer"),
      here,
      isAssessed,
      isVerified,
    },
    words,
  );
  usePointing(scene.points);
  const { tour } = words;

  useEffect(() => heading.current?.focus({ preventScroll: true }), [step]);
  // Whoever opens the finding has done the step.
  useEffect(() => {
    if (step === "calm" && here === "finding") setTour("why");
  }, [step, here]);

  const goTo = (place: TourPlace) => {
    if (place === "queue") void navigate({ to: "/findings", search: USUAL });
    if (found === undefined) return;
    if (place === "finding") void navigate({ to: "/findings", search: { ...USUAL, id: found.finding } });
    if (place === "assessment")
      void navigate({ to: "/warnings/incidents/$id", params: { id: found.incident } });
  };
  const go = (next: TourProgress) => {
    if (next === "why") goTo("finding");
    if (next === "ledger") void navigate({ to: "/ledger" });
    setTour(next);
  };
  const before = stepBefore(step);
  const after = stepAfter(step);
  const wanted = scene.become === undefined ? scene.goTo : undefined;
  // One button of these is the one to press.
  const isNext = scene.become === undefined && wanted === undefined;
  return (
    <section
      className="tour"
      role="dialog"
      aria-modal="false"
      aria-labelledby="tour-title"
      aria-describedby="tour-text"
      onKeyDown={({ key }) => key === "Escape" && setTour("done")}
    >
      <div>
        <h2 id="tour-title" ref={heading} tabIndex={-1}>
          {scene.title}
          <span className="muted"> {tour.step(TOUR_STEPS.indexOf(step) + 1, TOUR_STEPS.length)}</span>
        </h2>
        <p id="tour-text" aria-live="polite">
          {scene.text}
        </p>
      </div>
      <div className="buttons">
        {scene.become !== undefined && (
          <button
            type="button"
            className="main"
            disabled={become.isPending}
            onClick={() => scene.become !== undefined && become.mutate(scene.become)}
          >
            {tour.goOnAs(scene.become.name)}
          </button>
        )}
        {wanted !== undefined && (
          <button type="button" className={isNext ? "" : "main"} onClick={() => goTo(wanted)}>
            {tour.to[wanted]}
          </button>
        )}
        {before !== undefined && (
          <button type="button" onClick={() => setTour(before)}>
            {tour.back}
          </button>
        )}
        <button
          type="button"
          className={isNext ? "main" : ""}
          disabled={!scene.isOpen}
          onClick={() => go(after)}
        >
          {after === "done" ? tour.done : tour.next}
        </button>
        {after !== "done" && (
          <button type="button" className="plain" onClick={() => setTour("done")}>
            {tour.end}
          </button>
        )}
      </div>
    </section>
  );
}

function placeOf(address: string, found: DemoState["found"]): TourPlace | undefined {
  if (found !== undefined && address.startsWith(`/warnings/incidents/${found.incident}`)) return "assessment";
  if (found !== undefined && (address.includes(found.finding) || address.includes(found.incident)))
    return "finding";
  return address.startsWith("/findings") ? "queue" : undefined;
}
