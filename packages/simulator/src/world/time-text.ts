const DAY_MS = 86_400_000;
const TWO = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, "0"));
/** Dates kept; a world of some years needs about a thousand. */
const KEPT = 4096;

/** RFC 3339 in UTC with milliseconds; several times the speed of Date.prototype.toISOString because dates repeat. */
export class TimeText {
  readonly #dates = new Map<number, string>();
  #at = Number.NaN;
  #clock = "";

  of(at: number): string {
    const whole = Math.floor(at);
    const day = Math.floor(whole / DAY_MS);
    const rest = whole - day * DAY_MS;
    /* A window of whole days has the same time of day at both ends. */
    if (rest !== this.#at) {
      const seconds = Math.floor(rest / 1000);
      const minutes = Math.floor(seconds / 60);
      const milliseconds = String(rest % 1000).padStart(3, "0");
      this.#at = rest;
      this.#clock = `${TWO[Math.floor(minutes / 60)]!}:${TWO[minutes % 60]!}:${TWO[seconds % 60]!}.${milliseconds}Z`;
    }
    return this.#date(day) + this.#clock;
  }

  #date(day: number): string {
    let date = this.#dates.get(day);
    if (date === undefined) {
      if (this.#dates.size >= KEPT) this.#dates.clear();
      date = new Date(day * DAY_MS).toISOString().slice(0, 11);
      this.#dates.set(day, date);
    }
    return date;
  }
}
