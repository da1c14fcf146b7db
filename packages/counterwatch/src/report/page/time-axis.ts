import { type Html, html, trusted } from "./html.ts";
import type { Speech } from "../words/speech.ts";

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** Units across a strip, whatever its width on screen. */
export const ACROSS = 1000;

interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Time to the right, the same for every strip of a page: whole local days from the first look-up's to the last one's. */
export class TimeAxis {
  readonly #say: Speech;
  readonly #from: number;
  readonly #to: number;

  constructor(from: number, to: number, say: Speech) {
    this.#say = say;
    this.#from = Math.floor(say.local(from) / DAY) * DAY;
    this.#to = (Math.floor(say.local(to) / DAY) + 1) * DAY;
  }

  get days(): number {
    return (this.#to - this.#from) / DAY;
  }

  get firstDay(): number {
    return this.#from / DAY;
  }

  /** Where an instant lies, 0 to 1000, whole numbers; what falls outside is drawn at the edge. */
  at(instant: number): number {
    return this.#place(this.#say.local(instant));
  }

  /** Where a local day begins. */
  atDay(day: number): number {
    return this.#place(day * DAY);
  }

  /** `<defs>` with the hairlines (`#grid`, 24 units high) and the labels (`#ticks`), to be used by every strip. */
  definitions(): Html {
    const ticks = this.#ticks();
    const lines = ticks.map(({ at }) => `M${at} 0V24`).join("");
    const labels = ticks
      .filter(({ at }) => at <= ACROSS * 0.94)
      .map(({ at, label }) => html`<text x="${at / 10}%" y="11" dx="3">${label}</text>`);
    return html`<svg width="0" height="0" class="defs" aria-hidden="true"><defs><path id="grid" d="${trusted(lines)}"/><g id="ticks">${labels}</g></defs></svg>`;
  }

  #place(local: number): number {
    const share = (local - this.#from) / (this.#to - this.#from);
    return Math.round(Math.min(1, Math.max(0, share)) * ACROSS);
  }

  #ticks(): readonly Tick[] {
    const ticks: Tick[] = [];
    const format = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(this.#say.locale === "en" ? "en-GB" : "es", { timeZone: "UTC", ...options });
    if (this.days > 75) {
      const month = format({ month: "short" });
      const year = format({ year: "numeric" });
      const step = Math.max(1, Math.ceil(this.days / 30.4 / 7));
      const start = new Date(this.#from);
      const first = start.getUTCDate() === 1 ? 0 : 1;
      for (let i = first; ; i += step) {
        const at = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + i, 1);
        if (at >= this.#to) break;
        const label = new Date(at).getUTCMonth() < step ? year : month;
        ticks.push({ at: this.#place(at), label: label.format(at) });
      }
      return ticks;
    }
    const hours = this.days <= 2;
    const step = hours ? 6 * HOUR : Math.ceil(this.days / 8) * DAY;
    const label = format(
      hours ? { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } : { day: "numeric", month: "short" },
    );
    for (let at = this.#from; at < this.#to; at += step)
      ticks.push({ at: this.#place(at), label: label.format(at) });
    return ticks;
  }
}
