const DAY = 86_400_000;
const QUARTER = 900_000;

/**
 * Local time of an IANA zone at the cost of a map look-up: an event costs nanoseconds, Intl microseconds. Offsets are kept
 * per UTC day, and per quarter of an hour on the days on which the clock changes (all changes in the zone database since
 * 1972 fall on one). Throws RangeError where the zone is unknown.
 */
export class ZoneClock {
  readonly zone: string;
  readonly #format: Intl.DateTimeFormat | undefined;
  readonly #days = new Map<number, number | undefined>();
  readonly #quarters = new Map<number, number>();

  constructor(zone: string) {
    this.zone = zone;
    this.#format =
      zone === "UTC"
        ? undefined
        : new Intl.DateTimeFormat("en-US", {
            timeZone: zone,
            hourCycle: "h23",
            year: "numeric",
            month: "numeric",
            day: "numeric",
            hour: "numeric",
            minute: "numeric",
            second: "numeric",
          });
  }

  /** Milliseconds since 1970 as the zone's wall clock reads them: feed it to the UTC getters of Date. */
  local(instant: number): number {
    return this.#format === undefined ? instant : instant + this.#offset(instant);
  }

  #offset(instant: number): number {
    const day = Math.floor(instant / DAY);
    let offset = this.#days.get(day);
    if (offset === undefined && !this.#days.has(day)) {
      if (this.#days.size > 50_000) this.#days.clear();
      const before = this.#measure(day * DAY);
      offset = before === this.#measure((day + 1) * DAY) ? before : undefined;
      this.#days.set(day, offset);
    }
    if (offset !== undefined) return offset;
    const quarter = Math.floor(instant / QUARTER);
    const known = this.#quarters.get(quarter);
    if (known !== undefined) return known;
    if (this.#quarters.size > 50_000) this.#quarters.clear();
    const measured = this.#measure(quarter * QUARTER);
    this.#quarters.set(quarter, measured);
    return measured;
  }

  #measure(instant: number): number {
    const field: Record<string, number> = {};
    for (const part of this.#format?.formatToParts(instant) ?? []) field[part.type] = Number(part.value);
    return (
      Date.UTC(
        field["year"] ?? 1970,
        (field["month"] ?? 1) - 1,
        field["day"],
        field["hour"],
        field["minute"],
        field["second"],
      ) - instant
    );
  }
}
