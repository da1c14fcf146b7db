import { ZoneClock } from "./zone-clock.ts";

export type Locale = "en" | "es";

/** Plural forms; `#` stands for the number. `many` is for languages that have it (Spanish: one million *de* filas). */
export interface Forms {
  readonly one: string;
  readonly many?: string;
  readonly other: string;
}

/** British English and international Spanish: dates day first, and no thousands mark that another country reads as a decimal. */
const TAGS: Readonly<Record<Locale, string>> = { en: "en-GB", es: "es" };

const DAY = 86_400_000;
const HOUR = 3_600_000;
const THIN = "\u202f";

/** Numbers, dates and lists as one language writes them, and times as one zone reads them. Times are milliseconds since 1970. */
export class Speech {
  readonly locale: Locale;
  readonly zone: string;
  readonly #clock: ZoneClock;
  readonly #plural: Intl.PluralRules;
  readonly #number: Intl.NumberFormat;
  readonly #fine: Intl.NumberFormat;
  readonly #list: Intl.ListFormat;
  readonly #date: Intl.DateTimeFormat;
  readonly #units = new Map<string, Intl.NumberFormat>();

  constructor(locale: Locale, zone: string) {
    const tag = TAGS[locale];
    this.locale = locale;
    this.zone = zone;
    this.#clock = new ZoneClock(zone);
    this.#plural = new Intl.PluralRules(tag);
    this.#number = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
    this.#fine = new Intl.NumberFormat(tag, { maximumSignificantDigits: 2 });
    this.#list = new Intl.ListFormat(tag, { type: "conjunction" });
    this.#date = new Intl.DateTimeFormat(tag, { dateStyle: "long", timeZone: "UTC" });
  }

  /** 18,652 in English; 18 652 with a thin space in Spanish, which Spain and America both read alike. */
  number(value: number): string {
    return this.#write(this.#number, value);
  }

  #write(format: Intl.NumberFormat, value: number): string {
    if (this.locale === "en") return format.format(value);
    return format
      .formatToParts(value)
      .map((part) => (part.type === "group" ? THIN : part.value))
      .join("");
  }

  /** A measured figure: two digits that count below ten, one decimal above. 0.34 · 8.2 · 14.2 · 1,240.5 */
  figure(value: number): string {
    return value < 10 ? this.#write(this.#fine, value) : this.number(value);
  }

  /** A share of one as a whole percentage that never rounds something to nothing, or most to all. */
  percent(share: number): string {
    const whole = Math.round(share * 100);
    if (share > 0 && whole === 0) return `<1${THIN}%`;
    if (share < 1 && whole === 100) return `>99${THIN}%`;
    return `${this.number(whole)}${THIN}%`;
  }

  plural(value: number, forms: Forms): string {
    const category = this.#plural.select(value);
    const form =
      category === "one" ? forms.one : category === "many" ? (forms.many ?? forms.other) : forms.other;
    return form.replaceAll("#", this.number(value));
  }

  list(items: readonly string[]): string {
    return this.#list.format(items);
  }

  /** 2 March 2026 */
  day(instant: number): string {
    return this.#date.format(this.#clock.local(instant));
  }

  /** 1 January – 30 June 2025 */
  days(from: number, to: number): string {
    return this.#date.formatRange(this.#clock.local(from), this.#clock.local(to)).replaceAll("\u2009", " ");
  }

  /** 2026-03-02 */
  date(instant: number): string {
    return new Date(this.#clock.local(instant)).toISOString().slice(0, 10);
  }

  /** 09:14:05 */
  time(instant: number): string {
    return new Date(this.#clock.local(instant)).toISOString().slice(11, 19);
  }

  /** 2026-03-02 09:14 */
  minute(instant: number): string {
    return `${this.date(instant)} ${this.time(instant).slice(0, 5)}`;
  }

  /** The wall clock of the zone, for the UTC getters of Date. */
  local(instant: number): number {
    return this.#clock.local(instant);
  }

  /** The largest fitting unit, rounded: 30 days, 6 hours, 20 minutes. */
  duration(milliseconds: number): string {
    if (milliseconds >= 1.5 * DAY) return this.#unit("day", milliseconds / DAY);
    if (milliseconds >= 1.5 * HOUR) return this.#unit("hour", milliseconds / HOUR);
    if (milliseconds >= 90_000) return this.#unit("minute", milliseconds / 60_000);
    return this.#unit("second", milliseconds / 1000);
  }

  #unit(unit: string, value: number): string {
    let format = this.#units.get(unit);
    if (format === undefined) {
      format = new Intl.NumberFormat(TAGS[this.locale], { style: "unit", unit, unitDisplay: "long" });
      this.#units.set(unit, format);
    }
    return format.format(Math.round(value));
  }
}
