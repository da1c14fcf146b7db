/**
 * Six weeks of a plate-reader organization audit that never happened, in the real column format of late 2025 with its
 * real faults: a space in the header, two-line time frames, case numbers in the reason field, masks, damaged rows, a
 * service that polls, and two month files that overlap. One of sixty operators follows one car. Same seed, same bytes.
 */
const HEADER =
  "Name, Org Name,Total Networks Searched,Total Devices Searched,Time Frame,License Plate,Reason,Case #,Filters,Search Time,Search Type,Text Prompt,Moderation";
const FIRST_DAY = Date.UTC(2025, 8, 1);
const DAYS = 42;
const OPERATORS = 60;
const TRACKER = 41;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CRIMES = [
  "stolen vehicle",
  "hit and run",
  "robbery",
  "burglary",
  "missing person",
  "warrant",
  "shooting",
  "fraud",
];

/** Two overlapping files, as an agency exports them: September with the first days of October, and October. */
export function auditFiles(seed = 7) {
  const random = mulberry32(seed);
  const rows = [...caseWork(random), ...looseWork(random), ...following(random), ...polling(random)];
  rows.sort((a, b) => a.time - b.time);
  const october = FIRST_DAY + 30 * DAY;
  return new Map([
    [
      "audit-2025-09.csv",
      file(
        rows.filter(({ time }) => time < october + 2 * DAY),
        damagedRows(),
      ),
    ],
    [
      "audit-2025-10.csv",
      file(
        rows.filter(({ time }) => time >= october),
        [],
      ),
    ],
  ]);
}

/** Most work: a case, its small team, a plate or two, searched at one sitting and at times again in the days after. */
function* caseWork(random) {
  for (let number = 0; number < DAYS * 12; number++) {
    const opened = FIRST_DAY + random() * DAYS * DAY;
    const name = `25-${String(4000 + number * 7).padStart(6, "0")}`;
    const crime = pick(random, CRIMES);
    const team = times(1 + Math.floor(random() * 3), () => 1 + Math.floor(random() * OPERATORS));
    const plates = times(1 + Math.floor(random() * 1.4), () => plate(random));
    const sittings = 1 + Math.floor(random() ** 3 * 5);
    for (let sitting = 0; sitting < sittings; sitting++) {
      const begun = onShift(random, opened + sitting * random() * 4 * DAY);
      const operator = pick(random, team);
      // Half of all officers type the case number where the reason belongs.
      const style = random();
      for (let search = 0; search < plates.length * (1 + random() * 2); search++) {
        yield row(random, begun + search * 100_000, operator, {
          plate: random() < 0.02 ? "***" : plates[search % plates.length],
          reason: style < 0.5 ? `${name} ${crime}` : style < 0.97 ? crime : "REDACTED",
          case: style < 0.5 ? "" : name,
        });
      }
    }
  }
}

/** Searches without a case: a traffic stop, a car by its look, a reason that says nothing. */
function* looseWork(random) {
  for (let search = 0; search < DAYS * 18; search++) {
    const time = onShift(random, FIRST_DAY + random() * DAYS * DAY);
    const byLook = random() < 0.3;
    yield row(random, time, 1 + Math.floor(random() * OPERATORS), {
      plate: byLook ? "" : plate(random),
      reason: random() < 0.06 ? pick(random, ["", ".", "investigation", "test"]) : pick(random, CRIMES),
      filters: byLook ? pick(random, ["white suv", "silver pickup", "black sedan roof rack"]) : "",
      type: byLook ? "search" : "lookup",
    });
  }
}

/** The one to find: one plate, evenings, three times a week for five weeks, always the same word, never a case. */
function* following(random) {
  const target = plate(random);
  for (let week = 0; week < 5; week++) {
    for (const weekday of [1, 3, 5]) {
      const evening = FIRST_DAY + (week * 7 + weekday) * DAY + (21 + random() * 2) * HOUR;
      for (let again = 0; again < 1 + random() * 3; again++) {
        yield row(random, evening + again * 240_000, TRACKER, {
          plate: target,
          reason: "investigation",
          type: "lookup",
          networks: 480,
        });
      }
    }
  }
}

/** A service that asks for the same ten plates every hour, day and night. */
function* polling(random) {
  const list = times(10, () => plate(random));
  for (let hour = 0; hour < DAYS * 24; hour++) {
    const details = { plate: list[hour % 10], reason: "hotlist", type: "apiLookup", name: "Hotlist Service" };
    yield row(random, FIRST_DAY + hour * HOUR, 0, details);
  }
}

function row(random, time, operator, details) {
  const from = time - Math.ceil(random() * 30) * DAY;
  const cells = {
    name: `Operator ${operator}`,
    networks: 1 + Math.floor(random() * 60),
    case: "",
    filters: "",
    type: random() < 0.7 ? "search" : "lookup",
    ...details,
  };
  return {
    time,
    text: [
      cells.name,
      "Example City PD",
      cells.networks,
      cells.networks * 17,
      `${clock(from)}\n${clock(time)}`,
      cells.plate,
      cells.reason,
      cells.case,
      cells.filters,
      clock(time),
      cells.type,
      "",
      "",
    ]
      .map(quote)
      .join(","),
  };
}

/** A row cut off, a time that is none, a row without an operator: what exports do. */
function damagedRows() {
  const good = [
    "Operator 9",
    "Example City PD",
    3,
    51,
    "",
    "ABC1234",
    "robbery",
    "",
    "",
    clock(FIRST_DAY),
    "search",
    "",
    "",
  ];
  return [good.slice(0, 7), good.with(9, "last Tuesday"), good.with(0, "")].map((cells) =>
    cells.map(quote).join(","),
  );
}

function file(rows, damaged) {
  const lines = rows.map(({ text }) => text);
  damaged.forEach((line, index) => lines.splice((index + 1) * 200, 0, line));
  return `${[HEADER, ...lines].join("\r\n")}\r\n`;
}

/** `9/3/2025, 09:12:44 PM UTC`, as the portal prints it. */
function clock(time) {
  const date = new Date(time);
  const hour = date.getUTCHours();
  const day = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
  return `${day}, ${two(hour % 12 || 12)}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${hour < 12 ? "AM" : "PM"} UTC`;
}

function two(number) {
  return String(number).padStart(2, "0");
}

/** Fewer searches before dawn: the hour is drawn twice, and the later of the day wins. */
function onShift(random, time) {
  const day = Math.floor(time / DAY) * DAY;
  return Math.min(day + Math.max(random(), random()) * DAY, FIRST_DAY + DAYS * DAY - HOUR);
}

function plate(random) {
  const letters = times(3, () => "ABCDEFGHJKLMNPRSTUVWXYZ"[Math.floor(random() * 23)]).join("");
  return letters + String(Math.floor(random() * 10_000)).padStart(4, "0");
}

function quote(value) {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function pick(random, list) {
  return list[Math.floor(random() * list.length)];
}

function times(count, make) {
  return Array.from({ length: count }, make);
}

/** Tommy Ettinger's generator of 32 bits, public domain. */
function mulberry32(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
