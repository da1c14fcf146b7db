/** One line on a terminal: rows, rows per second, share of bytes, time left. Redrawn at most ten times a second. */
import { widthOf } from "./standard-streams.ts";

const REDRAW_MS = 100;
/** Shorter runs show nothing: a line that flashes is noise. */
const SHOW_AFTER_MS = 300;
const BAR = 24;

export interface ProgressState {
  readonly rows: number;
  /** Bytes as stored, before decompression. */
  readonly bytes: number;
  /** Undefined where the end is not known, as on stdin. */
  readonly totalBytes: number | undefined;
}

export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  readonly #clock: () => number;
  readonly #started: number;
  #drawn = 0;
  #shown = false;

  /** `clock`: milliseconds. */
  constructor(stream: NodeJS.WriteStream = process.stderr, clock: () => number = () => performance.now()) {
    this.#stream = stream;
    this.#clock = clock;
    this.#started = clock();
  }

  update(state: ProgressState): void {
    const now = this.#clock();
    if (!this.#stream.isTTY || now - this.#started < SHOW_AFTER_MS || now - this.#drawn < REDRAW_MS) return;
    this.#drawn = now;
    this.#shown = true;
    const width = widthOf(this.#stream);
    this.#stream.write(`\r\u001B[K${progressText(state, (now - this.#started) / 1000, width - 1)}`);
  }

  clear(): void {
    if (!this.#shown) return;
    this.#shown = false;
    this.#stream.write("\r\u001B[K");
  }
}

/** At most `width` characters. */
export function progressText(
  { rows, bytes, totalBytes }: ProgressState,
  seconds: number,
  width: number,
): string {
  const speed = `${grouped(rows)} rows · ${grouped(Math.round(rows / Math.max(seconds, 0.001)))}/s`;
  if (totalBytes === undefined || totalBytes === 0) return speed.slice(0, width);
  const share = Math.min(1, bytes / totalBytes);
  const left = share > 0.01 ? ` · ${duration((seconds * (1 - share)) / share)} left` : "";
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  const text = `${percent}  ${speed}${left}`;
  const room = Math.min(BAR, width - text.length - 1);
  if (room < 6) return text.slice(0, width);
  const full = Math.round(share * room);
  return `${"━".repeat(full)}${"─".repeat(room - full)} ${text}`;
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
