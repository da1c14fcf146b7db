import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ASPECT, PathPlane } from "./path-plane.ts";

const RADIUS = 111_320 / (Math.PI / 180);

/** Great-circle distance in metres on a sphere of the same degree length. */
function haversine(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const rad = Math.PI / 180;
  const h =
    Math.sin(((b.lat - a.lat) * rad) / 2) ** 2 +
    Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lon - a.lon) * rad) / 2) ** 2;
  return 2 * RADIUS * Math.asin(Math.sqrt(h));
}

const city = fc
  .tuple(fc.double({ min: -60, max: 60, noNaN: true }), fc.double({ min: -180, max: 180, noNaN: true }))
  .chain(([lat, lon]) =>
    fc.array(
      fc.record({
        lat: fc.double({ min: lat - 0.05, max: lat + 0.05, noNaN: true }),
        lon: fc.double({ min: lon - 0.05, max: lon + 0.05, noNaN: true }).map((x) => ((x + 540) % 360) - 180),
      }),
      { minLength: 2, maxLength: 20 },
    ),
  );

describe("equirectangular projection of a path", () => {
  it("keeps every place on the picture and every distance within a city, date line or not", () => {
    fc.assert(
      fc.property(city, (places) => {
        const plane = new PathPlane(places);
        const drawn = places.map((place) => plane.at(place));
        for (const { x, y } of drawn) {
          expect(Math.min(x, y)).toBeGreaterThanOrEqual(9.9);
          expect(Math.max(x, y)).toBeLessThanOrEqual(90.1);
        }
        const [a, b] = [drawn[0], drawn[1]] as const;
        const across = plane.width / 100;
        const metres = Math.hypot((b!.x - a!.x) * across, ((b!.y - a!.y) * across) / ASPECT);
        const true_ = haversine(places[0]!, places[1]!);
        // Places are rounded to a tenth of a percent.
        expect(Math.abs(metres - true_)).toBeLessThanOrEqual(0.002 * true_ + 0.3 * across);
      }),
    );
  });

  it("has a round scale that covers between a tenth and a quarter of the width", () => {
    fc.assert(
      fc.property(city, (places) => {
        const plane = new PathPlane(places);
        expect([1, 2, 5]).toContain(Number(String(plane.step)[0]));
        expect(String(plane.step)).toMatch(/^[125]0*$/);
        expect(plane.cell).toBeGreaterThanOrEqual(10 - 1e-9);
        expect(plane.cell).toBeLessThanOrEqual(25 + 1e-9);
      }),
    );
  });

  it("draws one place in the middle, with north up and east to the right", () => {
    const home = { lat: 19.43, lon: -99.13 };
    const plane = new PathPlane([home]);
    expect(plane.at(home)).toEqual({ x: 50, y: 50 });
    expect(plane.width).toBe(400);
    expect(plane.at({ lat: 19.431, lon: -99.13 }).y).toBeLessThan(50);
    expect(plane.at({ lat: 19.43, lon: -99.129 }).x).toBeGreaterThan(50);
  });
});
