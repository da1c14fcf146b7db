/**
 * What the tour says and points at, from where the reader is and what has truly happened. It takes no step for anybody: what it waits
 * for is told by a detector, done by a person or worked out by the browser.
 */
import type { Incident } from "../api/shapes.ts";
import type { Words } from "../words/english.ts";
import type { DemoPerson, DemoState } from "./demo-api.ts";
import { TOUR_STEPS, type TourStep } from "./tour-progress.ts";

export interface TourFacts {
  readonly found: DemoState["found"];
  readonly people: readonly DemoPerson[];
  /** As this page last read it; undefined: not yet. */
  readonly incident: Pick<Incident, "state" | "owner" | "closing"> | undefined;
  readonly name: string;
  readonly mayJudge: boolean;
  /** The page that shows the finding of the campaign is open. */
  readonly isThere: boolean;
  readonly isVerified: boolean;
}

export interface TourScene {
  readonly title: string;
  readonly text: string;
  /** Selectors of what it speaks of, the first that is there. */
  readonly points: readonly string[];
  /** Whether the reader may go on. */
  readonly isOpen: boolean;
  /** Somebody else's turn. */
  readonly become?: DemoPerson;
  /** The finding's page is needed, and another one is shown. */
  readonly goThere?: true;
}

const BUTTONS = [".finding .buttons", "main .buttons"];

export function sceneOf(step: TourStep, facts: TourFacts, { tour, casework }: Words): TourScene {
  const { found, isThere, isVerified } = facts;
  switch (step) {
    case "calm":
      return { title: tour.calmTitle, text: tour.calm, points: [".verdict", ".queue .counts"], isOpen: true };
    case "wait":
      return found === undefined
        ? { title: tour.waitTitle, text: tour.wait, points: [".demo-clock"], isOpen: false }
        : {
            title: tour.waitTitle,
            text: tour.arrived,
            points: [`[id="${found.finding}"]`, ".counts button:not(.plain)", ".queue .counts"],
            isOpen: true,
          };
    case "why":
      return {
        title: tour.whyTitle,
        text: tour.why,
        points: [`.finding section[aria-label="${casework.sittings.title}"]`, ".finding .sentence"],
        isOpen: true,
        ...(!isThere && { goThere: true }),
      };
    case "two":
      return twoPeople(facts, tour);
    case "ledger":
      return {
        title: tour.ledgerTitle,
        text: isVerified ? tour.verified : tour.ledger,
        points: isVerified ? [".court"] : ["main form button.main", 'nav a[href*="ledger"]'],
        isOpen: true,
      };
  }
}

function twoPeople(facts: TourFacts, tour: Words["tour"]): TourScene {
  const { incident, name, mayJudge, people, isThere } = facts;
  const scene = (text: string, more: Partial<TourScene> = {}): TourScene => ({
    title: tour.twoTitle,
    text,
    points: BUTTONS,
    isOpen: true,
    ...(!isThere && { goThere: true }),
    ...more,
  });
  if (!mayJudge) return scene(tour.cannot, { points: [".demo-people"] });
  if (incident?.state === "closed") return scene(tour.closed, { points: [".history", ...BUTTONS] });
  if (incident?.state === "close-proposed") {
    const proposer = incident.closing?.by ?? "";
    const other = people.find((person) => person.role === "reviewer" && person.name !== proposer);
    if (name === proposer && other !== undefined)
      return scene(tour.switch(other.name), { become: other, points: [".demo-people"] });
    return scene(name === proposer ? tour.second : tour.agree(proposer));
  }
  return scene(incident?.state === "taken" ? tour.propose : tour.take);
}

export function stepAfter(step: TourStep): TourStep | "done" {
  return TOUR_STEPS[TOUR_STEPS.indexOf(step) + 1] ?? "done";
}

export function stepBefore(step: TourStep): TourStep | undefined {
  return TOUR_STEPS[TOUR_STEPS.indexOf(step) - 1];
}
