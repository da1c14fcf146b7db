import { nearClause } from "./fixation.ts";
import { printed } from "./mark.ts";
import { marksIn, saidIn } from "./marks.ts";
import { draw, emptyUrn, type PitmanYor, probabilityOf, probabilityOfNew, type Urn } from "./pitman-yor.ts";
import { countOutcome, emptyRates, honestRate, type RateState } from "./rate-table.ts";
import { addEvidence, addMark, addSitting, DAY, growInto, MINUTE, openRun, type Run } from "./run.ts";
import { counted } from "./sentences.ts";
import type { Peers, Scene, Sitting, Story } from "./story.ts";

/**
 * An operator follows somebody from camera to camera: the places and record times asked for form a path that one
 * person could travel. Each step that continues a path is bet on given how long the path is already, since honest
 * viewing that has followed a suspect for five cameras mostly follows to a sixth: p is the peers' rate of going on so, times
 * their Pitman-Yor predictive of the next place after this one (rounds, neighbours on the camera wall and busy crossings are
 * thereby explained), g says that the next place is any of those that can be reached in the time.
 */
export interface FollowingState {
  /** Place → where peers went next. */
  readonly next: Map<string, Urn>;
  /** Places with coordinates, by grid cell, for "which could be reached". */
  readonly places: Map<number, Place[]>;
  readonly paths: Map<string, Path>;
  /** Operator → the path that alerted. */
  readonly told: Map<string, Run>;
  readonly known: Map<string, Place>;
  /** How often viewing that has looked like a path for n steps does so for one more. */
  readonly steps: RateState;
}

interface Place {
  readonly name: string;
  readonly lat: number;
  readonly lon: number;
}

interface Path {
  readonly run: Run;
  place: Place;
  recordTime: number;
  readonly visited: string[];
}

/** Cameras this close are one place: several lenses on one pole or crossing. */
const SAME_PLACE = 80;
const GRID = 0.02;
const METRES = 111_320;
/** What a person in town can do: from a walk's pace to fast driving, seen again within a quarter of an hour. */
const FASTEST = 35;
const SLOWEST = 0.3;
const AGAIN = 20 * MINUTE;
const BREAK = 45 * MINUTE;
const REVISIT = 6;
const FAR = 6000;
const CONTINUES = 0.85;
const LONGEST = 8;
const CAP = 3;
const PLACES: PitmanYor = { discount: 0.5, concentration: 2 };

export class Following implements Story {
  readonly name = "following";
  readonly state: FollowingState;

  constructor(state?: FollowingState) {
    this.state = state ?? {
      next: new Map(),
      places: new Map(),
      paths: new Map(),
      told: new Map(),
      known: new Map(),
      steps: emptyRates(1),
    };
  }

  see(sitting: Sitting, scene: Scene): void {
    const { event, operator, time, unit } = sitting;
    const { site } = event;
    if (site?.lat === undefined || site.lon === undefined) return;
    const place = this.#place(site.id, site.lat, site.lon);
    const recordTime = sitting.mark.from ?? time;
    const path = this.state.paths.get(operator);
    if (path !== undefined && path.place.name === place.name && time - path.run.last < BREAK) {
      addMark(path.run, sitting.mark);
      path.recordTime = Math.max(path.recordTime, recordTime);
      return;
    }
    const steps =
      path === undefined || time - path.run.last > BREAK
        ? undefined
        : this.#step(path, place, recordTime, unit);
    if (path === undefined || steps === undefined) {
      if (path?.run.alert === undefined || time - path.run.last > BREAK)
        this.#begin(sitting, place, recordTime);
      return;
    }
    path.place = place;
    path.recordTime = recordTime;
    path.visited.push(place.name);
    if (path.visited.length > REVISIT) path.visited.shift();
    const cased = sitting.mark.says.case !== undefined;
    addSitting(path.run, time, 0);
    addMark(path.run, sitting.mark);
    const nats = cased ? Math.min(0, steps) : steps;
    addEvidence(path.run, nats);
    sitting.nats = Math.max(sitting.nats, nats);
    this.#tell(path.run, sitting, scene);
  }

  /** A further path of an operator whose earlier one alerted makes that finding grow. */
  #tell(run: Run, sitting: Sitting, scene: Scene): void {
    const told = this.state.told.get(sitting.operator);
    const goesOn = told !== undefined && (run.alert === told.alert || run.score >= told.peak / 2);
    if (goesOn && told !== run) growInto(told, run, sitting.mark);
    if (run.sittings >= 3) scene.claim(run, sitting);
    if (told === undefined && run.alert !== undefined) this.state.told.set(sitting.operator, run);
  }

  #begin({ operator, unit, time, mark }: Sitting, place: Place, recordTime: number): void {
    const run = openRun(this.name, operator, unit, [], time);
    addSitting(run, time, 0);
    addMark(run, mark);
    this.state.paths.set(operator, { run, place, recordTime, visited: [place.name] });
  }

  /** Evidence of going on to `place`, in nats; undefined where it does not continue the path. */
  #step(path: Path, place: Place, recordTime: number, unit: string): number | undefined {
    const urn = this.state.next.get(path.place.name);
    const metres = distance(path.place, place);
    const seconds = (recordTime - path.recordTime) / 1000;
    const speed = metres / Math.max(seconds, 1);
    const could =
      seconds > 0 &&
      seconds * 1000 <= AGAIN &&
      speed <= FASTEST &&
      speed >= SLOWEST &&
      metres <= FAR &&
      !path.visited.includes(place.name);
    const reachable = could ? this.#reachable(path.place, Math.min(FAR, FASTEST * seconds)) : 0;
    const { steps } = this.state;
    const cell = Math.min(path.run.sittings, LONGEST);
    const honestStep = honestRate(steps, unit, cell, 0, 0.5);
    countOutcome(steps, unit, cell, could ? 0 : 1);
    let nats: number | undefined;
    if (could) {
      const seen =
        probabilityOf(urn, place.name, PLACES) + probabilityOfNew(urn, PLACES) / Math.max(1, reachable);
      nats = Math.max(-1, Math.min(CAP, Math.log(CONTINUES / Math.max(1, reachable) / (honestStep * seen))));
    }
    if (urn === undefined) this.state.next.set(path.place.name, draw0(place.name));
    else draw(urn, place.name, 64);
    return nats;
  }

  #place(id: string, lat: number, lon: number): Place {
    const known = this.state.known.get(id);
    if (known !== undefined) return known;
    const cell = gridCell(Math.round(lat / GRID), Math.round(lon / GRID));
    let here = this.state.places.get(cell);
    if (here === undefined) this.state.places.set(cell, (here = []));
    let place = here.find((other) => distance(other, { lat, lon }) < SAME_PLACE);
    if (place === undefined) here.push((place = { name: id, lat, lon }));
    this.state.known.set(id, place);
    return place;
  }

  #reachable(from: Place, radius: number): number {
    let count = 0;
    const reach = Math.ceil(radius / METRES / GRID);
    const [row, column] = [Math.round(from.lat / GRID), Math.round(from.lon / GRID)];
    for (let i = row - reach; i <= row + reach; i++) {
      for (let j = column - reach; j <= column + reach; j++) {
        const cell = this.state.places.get(gridCell(i, j));
        if (cell === undefined) continue;
        for (const place of cell) {
          if (METRES * Math.abs(place.lat - from.lat) <= radius && distance(from, place) <= radius) count++;
        }
      }
    }
    return Math.max(0, count - 1);
  }

  forget(now: number): void {
    for (const [operator, { run }] of this.state.paths) {
      if (run.last < now - DAY) this.state.paths.delete(operator);
    }
  }

  explain(run: Run, peers: Peers): string {
    const said = saidIn(run.marks);
    const [first, last] = [said[0], said[said.length - 1]];
    const cased = said.some((each) => each.case !== undefined);
    return (
      `${run.operator} went through ${counted(run.sittings, "place")} whose positions and record times form the path ` +
      `of one traveller, from ${first?.site?.id ?? "?"} to ${last?.site?.id ?? "?"} ` +
      `(${counted(run.lookups, "look-up")} in ${counted(Math.round((run.last - run.since) / MINUTE), "minute")}); ` +
      `${cased ? "an incident is given for a part only" : "no incident or case is given"}; ${nearClause(peers)}.`
    );
  }

  evidence(run: Run): Record<string, unknown> {
    const path = marksIn(run.marks).flatMap(({ says: { site }, time, from }) =>
      site?.lat === undefined
        ? []
        : [
            {
              site: site.id,
              lat: site.lat,
              lon: site.lon,
              time: printed(from ?? time),
            },
          ],
    );
    return { path };
  }
}

function draw0(name: string): Urn {
  const urn = emptyUrn();
  draw(urn, name);
  return urn;
}

/** Rows and columns are whole numbers below 10,000 either side of nought. */
function gridCell(row: number, column: number): number {
  return row * 65_536 + column;
}

/** Metres, equirectangular: within a city the error is below 0.1 %. */
function distance(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const x = (b.lon - a.lon) * Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
  const y = b.lat - a.lat;
  return METRES * Math.sqrt(x * x + y * y);
}
