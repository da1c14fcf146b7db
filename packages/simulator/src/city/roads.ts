import type { SiteJson } from "../event.ts";
import { CITY } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";

/** What a road crossing may carry. */
export type SiteKind = "camera" | "reader" | "cell";

const METRES_PER_DEGREE = 111_320;

/**
 * The road graph of one city: a square grid of crossings. Crossings carry cameras and plate readers at random; a cell
 * covers a block of crossings. Positions are made up: cities lie on a lattice 0.6 degrees apart.
 */
export class Roads {
  readonly side: number;
  readonly #name: string;
  readonly #random: RandomStream;
  readonly #origin: { readonly lat: number; readonly lon: number };
  readonly #sites = new Map<number, SiteJson>();
  /** Crossings that have one. */
  readonly cameras: readonly number[];
  readonly readers: readonly number[];

  constructor(name: string, ordinal: number, people: number, random: RandomStream) {
    this.#name = name;
    this.#random = random.fork("roads");
    this.side = Math.max(
      CITY.leastSide,
      Math.min(CITY.mostSide, Math.round(Math.sqrt(people / CITY.peoplePerCrossing))),
    );
    this.#origin = { lat: 19.2 + 0.6 * Math.floor((ordinal % 400) / 20), lon: -99.4 + 0.6 * (ordinal % 20) };
    const all = Array.from({ length: this.nodes }, (_, node) => node);
    this.cameras = all.filter((node) => this.has(node, "camera"));
    this.readers = all.filter((node) => this.has(node, "reader"));
  }

  get nodes(): number {
    return this.side * this.side;
  }

  has(node: number, kind: SiteKind): boolean {
    if (kind === "cell") return true;
    return (
      this.#random.at(node, kind === "camera" ? 1 : 2) <
      (kind === "camera" ? CITY.cameraShare : CITY.readerShare)
    );
  }

  /** The site at a crossing; for a cell the one that covers it. */
  site(node: number, kind: SiteKind): SiteJson {
    const place = kind === "cell" ? this.#cellCentre(node) : node;
    const key = place * 3 + (kind === "camera" ? 0 : kind === "reader" ? 1 : 2);
    let site = this.#sites.get(key);
    if (site === undefined) {
      const metres = CITY.blockMetres;
      const lat = this.#origin.lat + (Math.floor(place / this.side) * metres) / METRES_PER_DEGREE;
      const lon =
        this.#origin.lon +
        ((place % this.side) * metres) / (METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180));
      site = {
        id: `${this.#name}-${kind === "camera" ? "cam" : kind === "reader" ? "alpr" : "cell"}-${String(place).padStart(4, "0")}`,
        lat: Math.round(lat * 1e5) / 1e5,
        lon: Math.round(lon * 1e5) / 1e5,
      };
      this.#sites.set(key, site);
    }
    return site;
  }

  /** Crossings from one to another: first along, then across, or the other way round. Both ends included. */
  route(from: number, to: number, acrossFirst: boolean): number[] {
    const path = [from];
    let node = from;
    const along = () => {
      while (node % this.side !== to % this.side) {
        node += node % this.side < to % this.side ? 1 : -1;
        path.push(node);
      }
    };
    const across = () => {
      while (Math.floor(node / this.side) !== Math.floor(to / this.side)) {
        node += Math.floor(node / this.side) < Math.floor(to / this.side) ? this.side : -this.side;
        path.push(node);
      }
    };
    if (acrossFirst) across();
    along();
    across();
    return path;
  }

  /** Milliseconds from the first crossing of a route until the person has left the last. */
  travelTime(from: number, to: number): number {
    const columns = Math.abs((from % this.side) - (to % this.side));
    const rows = Math.abs(Math.floor(from / this.side) - Math.floor(to / this.side));
    return (columns + rows + 1) * CITY.secondsPerBlock * 1000;
  }

  /** The crossing reached on a route after so many blocks: what `route` gives at this index, its end beyond. */
  along(from: number, to: number, acrossFirst: boolean, blocks: number): number {
    const columns = (to % this.side) - (from % this.side);
    const rows = Math.floor(to / this.side) - Math.floor(from / this.side);
    const [first, second] = acrossFirst ? [rows, columns] : [columns, rows];
    const onFirst = Math.sign(first) * Math.min(Math.abs(first), blocks);
    const onSecond = Math.sign(second) * Math.min(Math.abs(second), Math.max(0, blocks - Math.abs(first)));
    const [down, right] = acrossFirst ? [onFirst, onSecond] : [onSecond, onFirst];
    return from + down * this.side + right;
  }

  /** The crossing that a site's id names (for a cell the one that stands for it), or undefined: not of this city. */
  nodeOf(id: string, kind: SiteKind): number | undefined {
    const node = Number(/-(\d{4,6})$/.exec(id)?.[1] ?? Number.NaN);
    return node < this.nodes && this.has(node, kind) && this.site(node, kind).id === id ? node : undefined;
  }

  /** Crossings with a camera, nearest first. */
  camerasNear(node: number, count: number): number[] {
    const [row, column] = [Math.floor(node / this.side), node % this.side];
    const found: number[] = [];
    for (let ring = 0; ring < this.side && found.length < count; ring++) {
      for (let dr = -ring; dr <= ring; dr++) {
        for (let dc = -ring; dc <= ring; dc++) {
          if (Math.max(Math.abs(dr), Math.abs(dc)) !== ring) continue;
          const [r, c] = [row + dr, column + dc];
          if (r < 0 || c < 0 || r >= this.side || c >= this.side) continue;
          const candidate = r * this.side + c;
          if (this.has(candidate, "camera")) found.push(candidate);
        }
      }
    }
    return found.slice(0, count);
  }

  #cellCentre(node: number): number {
    const block = CITY.cellBlock;
    const row = Math.floor(Math.floor(node / this.side) / block) * block;
    return row * this.side + Math.floor((node % this.side) / block) * block;
  }
}
