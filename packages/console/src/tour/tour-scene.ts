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
  readonly isOfficer: boolean;
  /** What the page shows that is open; undefined: something else. */
  readonly here: TourPlace | undefined;
  /** What the campaign exposed was sent in. */
  readonly isAssessed: boolean;
  readonly isVerified: boolean;
}

/** The queue, the campaign's finding or incident, and what its look-ups exposed. */
export type TourPlace = "queue" | "finding" | "assessment";

export interface TourScene {
  readonly title: string;
  readonly text: string;
  /** Selectors of what it speaks of, the first that is there. */
  readonly points: readonly string[];
  /** Whether the reader may go on. */
  readonly isOpen: boolean;
  /** Somebody else's turn. */
  readonly become?: DemoPerson;
  /** This page is needed, and another one is shown. */
  readonly goTo?: TourPlace;
}

/** Steps at the finding itself. */
const JUDGED: ReadonlySet<TourStep> = new Set(["calm", "why", "two"]);
const BUTTONS = [".finding .buttons", "main .buttons"];

export function sceneOf(step: TourStep, facts: TourFacts, { tour, casework }: Words): TourScene {
  const { found, here, isVerified, mayJudge, people } = facts;
  const analyst = people.find(({ role }) => role === "analyst");
  if (found !== undefined && !mayJudge && analyst !== undefined && JUDGED.has(step))
    return {
      title: tour.twoTitle,
      text: tour.cannot,
      points: [".demo-people"],
      isOpen: true,
      become: analyst,
    };
  const away = (place: TourPlace) => here !== place && { goTo: place };
  switch (step) {
    case "calm":
      return found === undefined
        ? {
            title: here === "queue" ? tour.waitTitle : tour.calmTitle,
            text: here === "queue" ? tour.wait : tour.calm,
            points: here === "queue" ? [".demo-clock"] : [".verdict", ".demo-clock"],
            isOpen: false,
            ...away("queue"),
          }
        : {
            title: tour.waitTitle,
            text: tour.arrived,
            points: [`[id="${found.finding}"]`, ".counts button:not(.plain)", ".queue .counts"],
            isOpen: true,
            ...away("queue"),
          };
    case "why":
      return {
        title: tour.whyTitle,
        text: tour.why,
        points: [`.finding section[aria-label="${casework.sittings.title}"]`, ".finding .sentence"],
        isOpen: true,
        ...away("finding"),
      };
    case "two":
      return twoPeople(facts, tour);
    case "warn":
      return whomToWarn(facts, tour);
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
  const { incident, name, people, here } = facts;
  const scene = (text: string, more: Partial<TourScene> = {}): TourScene => ({
    title: tour.twoTitle,
    text,
    points: BUTTONS,
    isOpen: true,
    ...(here !== "finding" && { goTo: "finding" }),
    ...more,
  });
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

/** Register officers read no findings, only what an incident exposed; the register itself is on none of these pages. */
function whomToWarn({ isOfficer, isAssessed, here, people }: TourFacts, tour: Words["tour"]): TourScene {
  const scene = { title: tour.warnTitle, isOpen: true } as const;
  const officer = people.find(({ role }) => role === "register-officer");
  if (!isOfficer)
    return {
      ...scene,
      text: tour.warn(officer?.name ?? ""),
      points: [".demo-people"],
      ...(officer && { become: officer }),
    };
  return {
    ...scene,
    text: isAssessed ? tour.assessed : tour.assess,
    points: isAssessed ? [".draft-form"] : [".assessment-of"],
    ...(here !== "assessment" && { goTo: "assessment" }),
  };
}

export function stepAfter(step: TourStep): TourStep | "done" {
  return TOUR_STEPS[TOUR_STEPS.indexOf(step) + 1] ?? "done";
}

export function stepBefore(step: TourStep): TourStep | undefined {
  return TOUR_STEPS[TOUR_STEPS.indexOf(step) - 1];
}
