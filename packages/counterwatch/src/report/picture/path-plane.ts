/** A pair of WGS 84 degrees. */
interface Degrees {
  readonly lat: number;
  readonly lon: number;
}

/** Where something lies on the picture, in percent of its width and height from the top left. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/** Width over height of the picture. */
export const ASPECT = 1.5;
const METRES_A_DEGREE = 111_320;
/** Share of the picture that the outermost places may span, and the least width in metres. */
const FILLED = 0.8;
const NARROWEST = 400;

/**
 * Equirectangular projection with its true-scale parallel through the middle of the places (J. P. Snyder, Map Projections,
 * USGS Professional Paper 1395, 1987, p. 90): within a city its scale is right to 0.1 %. Longitudes are taken
 * relative to the first place, so that a path over the date line stays in one piece.
 */
export class PathPlane {
  readonly #origin: Degrees;
  readonly #metresEast: number;
  readonly #middle: { readonly x: number; readonly y: number };
  /** Metres across the picture. */
  readonly width: number;
  /** Length of the scale bar and of a grid cell in metres: 1, 2 or 5 times a power of ten. */
  readonly step: number;

  constructor(places: readonly Degrees[]) {
    const lats = places.map(({ lat }) => lat);
    const middle = (Math.min(...lats) + Math.max(...lats)) / 2;
    this.#origin = { lat: middle, lon: places[0]?.lon ?? 0 };
    this.#metresEast = METRES_A_DEGREE * Math.max(0.01, Math.cos((middle * Math.PI) / 180));
    const metres = places.map((place) => this.#metres(place));
    const [left, right] = extent(metres.map(({ x }) => x));
    const [low, high] = extent(metres.map(({ y }) => y));
    this.#middle = { x: (left + right) / 2, y: (low + high) / 2 };
    this.width = Math.max(NARROWEST, (right - left) / FILLED, ((high - low) / FILLED) * ASPECT);
    this.step = roundStep(this.width / 4);
  }

  at(place: Degrees): Place {
    const { x, y } = this.#metres(place);
    return {
      x: tenth(50 + ((x - this.#middle.x) / this.width) * 100),
      y: tenth(50 - ((y - this.#middle.y) / this.width) * ASPECT * 100),
    };
  }

  /** A grid cell in percent of the width. */
  get cell(): number {
    return (this.step / this.width) * 100;
  }

  #metres({ lat, lon }: Degrees): { x: number; y: number } {
    const east = ((lon - this.#origin.lon + 540) % 360) - 180;
    return { x: east * this.#metresEast, y: (lat - this.#origin.lat) * METRES_A_DEGREE };
  }
}

function extent(values: readonly number[]): readonly [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

/** The largest of 1, 2 or 5 times a power of ten that is at most `limit`. */
function roundStep(limit: number): number {
  const power = 10 ** Math.floor(Math.log10(limit));
  return power * (limit >= 5 * power ? 5 : limit >= 2 * power ? 2 : 1);
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
