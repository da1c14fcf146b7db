import type { AccessEvent } from "../../model/index.ts";
import type { Policy } from "../policy.ts";
import { type FactNoun, type FactReader, type Moment } from "./fact.ts";

const HOUR = 3_600_000;
const QUARTER = 900_000;
const DAY = 86_400_000;

export const clock: FactNoun = {
  noun: "clock",
  needs: "business hours in the policy",
  facts: {
    outsideBusinessHours: {
      meaning: "True where the look-up lies outside the policy's `businessHours`, in their zone.",
      bounded: "the zone's offset of the moment",
    },
  },
  open: ({ policy: { businessHours } }) =>
    businessHours === undefined ? undefined : new ClockReader(businessHours),
};

class ClockReader implements FactReader {
  readonly facts: Record<"outsideBusinessHours", boolean | undefined> = { outsideBusinessHours: undefined };
  readonly #from: number;
  readonly #to: number;
  readonly #weekdays: ReadonlySet<number>;
  readonly #offset: (ms: number) => number;

  constructor(hours: NonNullable<Policy["businessHours"]>) {
    this.#from = timeOfDay(hours.from);
    this.#to = timeOfDay(hours.to);
    this.#weekdays = new Set(hours.weekdays);
    this.#offset = zoneOffset(hours.zone);
  }

  see(_event: AccessEvent, { ms }: Moment): boolean {
    const local = ms + this.#offset(ms);
    const time = ((local % DAY) + DAY) % DAY;
    // 1970-01-01 was a Thursday, weekday 4.
    const weekday = ((((Math.floor(local / DAY) + 3) % 7) + 7) % 7) + 1;
    const within =
      this.#from <= this.#to ? time >= this.#from && time < this.#to : time >= this.#from || time < this.#to;
    this.facts.outsideBusinessHours = !(within && this.#weekdays.has(weekday));
    return this.facts.outsideBusinessHours;
  }
}

function timeOfDay(text: string): number {
  return Number(text.slice(0, 2)) * HOUR + Number(text.slice(3)) * 60_000;
}

/** The zone's offset in milliseconds, asked once a quarter of an hour: no zone changes its clock in between, and the platform's formatter takes microseconds. */
function zoneOffset(zone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  let quarter = Number.NaN;
  let offset = 0;
  return (ms) => {
    const asked = Math.floor(ms / QUARTER);
    if (asked !== quarter) {
      quarter = asked;
      const name =
        format.formatToParts(asked * QUARTER).find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
      const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
      offset =
        sign === undefined ? 0 : (sign === "-" ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * 60_000);
    }
    return offset;
  };
}
