import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ProgressLine, progressText } from "./progress-line.ts";

describe("progress line", () => {
  it("says rows, speed, share and time left", () => {
    expect(progressText({ rows: 1_200_000, bytes: 250, totalBytes: 1000 }, 4, 120)).toMatch(
      /^━{6}─{18} {2,}25 % {2}1,200,000 rows · 300,000\/s · 12 s left$/,
    );
  });

  it("promises no end where none is known", () => {
    expect(progressText({ rows: 500, bytes: 9, totalBytes: undefined }, 1, 80)).toBe("500 rows · 500/s");
  });

  it("never breaks the line, whatever the numbers and the width", () => {
    const natural = fc.nat(1e12);
    fc.assert(
      fc.property(
        natural,
        natural,
        fc.option(natural, { nil: undefined }),
        fc.nat(1e6),
        fc.integer({ min: 10, max: 300 }),
        (rows, bytes, totalBytes, seconds, width) => {
          const text = progressText({ rows, bytes, totalBytes }, seconds, width);
          expect(text.length).toBeLessThanOrEqual(width);
          expect(text).not.toMatch(/NaN|Infinity|undefined/);
        },
      ),
    );
  });

  it("writes nothing where there is no terminal", () => {
    const written: string[] = [];
    const stream = {
      isTTY: false,
      write: (text: string) => written.push(text),
    } as unknown as NodeJS.WriteStream;
    const line = new ProgressLine(stream);
    for (let row = 0; row < 1000; row++) line.update({ rows: row, bytes: row, totalBytes: 1000 });
    line.clear();
    expect(written).toEqual([]);
  });

  it("on a terminal draws at most ten times a second and cleans up after itself", () => {
    let now = 0;
    const written: string[] = [];
    const stream = {
      isTTY: true,
      columns: 100,
      write: (text: string) => written.push(text),
    } as unknown as NodeJS.WriteStream;
    const line = new ProgressLine(stream, () => now);
    for (; now < 5000; now++) line.update({ rows: now, bytes: now, totalBytes: 5000 });
    expect(written.length).toBeGreaterThan(40);
    expect(written.length).toBeLessThanOrEqual(50);
    line.clear();
    expect(written.at(-1)).toBe("\r\u001B[K");
  });
});
