/** Where a label stands beside its dot, in pixels. */
interface LabelPlace {
  readonly dx: number;
  readonly dy: number;
  readonly end: "start" | "middle" | "end";
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels of the picture that labels are placed for; on a wider one they only get more room. */
const WIDE = 360;
const HIGH = 240;
const LETTER = 7;
const LINE = 12;

const PLACES: readonly LabelPlace[] = [
  { dx: 7, dy: 4, end: "start" },
  { dx: -7, dy: 4, end: "end" },
  { dx: 0, dy: -8, end: "middle" },
  { dx: 0, dy: 17, end: "middle" },
  { dx: 6, dy: -6, end: "start" },
  { dx: -6, dy: -6, end: "end" },
  { dx: 6, dy: 15, end: "start" },
  { dx: -6, dy: 15, end: "end" },
];

/** In percent of the picture. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * For each dot the place of eight around it that covers least of the other dots, of the line through `path` and of the
 * labels before it. One pass: good enough for sixty, and the same every time.
 */
export function placeLabels(
  dots: readonly (Point & { readonly text: string })[],
  path: readonly Point[],
): readonly LabelPlace[] {
  const taken: Box[] = [
    ...dots.map((dot) => square(dot, 8)),
    ...along(path).map((point) => square(point, 3)),
  ];
  return dots.map(({ x, y, text }) => {
    let best = PLACES[0] as LabelPlace;
    let least = Number.POSITIVE_INFINITY;
    let room: Box | undefined;
    for (const place of PLACES) {
      const box = boxOf(place, (x / 100) * WIDE, (y / 100) * HIGH, text.length * LETTER);
      const covered = taken.reduce((sum, other) => sum + overlap(box, other), outside(box));
      if (covered < least) [best, least, room] = [place, covered, box];
    }
    if (room !== undefined) taken.push(room);
    return best;
  });
}

function square({ x, y }: Point, size: number): Box {
  return { left: (x / 100) * WIDE - size / 2, top: (y / 100) * HIGH - size / 2, width: size, height: size };
}

/** Points along the line, some ten pixels apart. */
function along(path: readonly Point[]): readonly Point[] {
  return path.slice(1).flatMap((to, i) => {
    const from = path[i] as Point;
    const steps = Math.ceil(Math.hypot(((to.x - from.x) / 100) * WIDE, ((to.y - from.y) / 100) * HIGH) / 10);
    return Array.from({ length: steps }, (_, step) => ({
      x: from.x + ((to.x - from.x) * (step + 0.5)) / steps,
      y: from.y + ((to.y - from.y) * (step + 0.5)) / steps,
    }));
  });
}

function boxOf({ dx, dy, end }: LabelPlace, x: number, y: number, width: number): Box {
  const left = x + dx - (end === "start" ? 0 : end === "end" ? width : width / 2);
  return { left, top: y + dy - LINE + 2, width, height: LINE };
}

function overlap(a: Box, b: Box): number {
  const wide = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const high = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  return wide > 0 && high > 0 ? wide * high : 0;
}

function outside(box: Box): number {
  const whole = { left: 0, top: 0, width: WIDE, height: HIGH };
  return box.width * box.height - overlap(box, whole);
}
