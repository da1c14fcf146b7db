/** Writes an organization audit of any length in the real column format: fixed seed, one row at a time, backpressure respected. */
import { createWriteStream } from "node:fs";
import { once } from "node:events";

const HEADER =
  "Name, Org Name,Total Networks Searched,Total Devices Searched,Time Frame,License Plate,Reason,Case #,Filters,Search Time,Search Type,Text Prompt,Moderation\n";
const REASONS = [
  ".stolen",
  ".hit/run",
  ".fled",
  ".vehicle theft",
  ".shooting",
  "domestic",
  ".wanted",
  "fight",
  "suspect vehicle",
  "criminal damage",
];
const FILTERS = [
  "illinois",
  "all images",
  "white suv all images",
  "silver_grey",
  "chevrolet red",
  "bmw white suv all images",
];
const TYPES = ["search", "search", "search", "lookup", "convoy", "visual", "search - Mobile"];
const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";

/** xorshift32: the same file every time. */
function createRandom(seed) {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function plate(number) {
  return `${LETTERS[number % 24]}${LETTERS[Math.floor(number / 24) % 24]}${String((number * 7919) % 100000).padStart(5, "0")}`;
}

/**
 * 600 operators and one plate for every twenty rows, in sittings of three look-ups on average; 24 % without plate, 63 % without reason,
 * 12 % with a case. Two rows in three are of the same operator as the row before, as in the real audit (66 %). One row in
 * 500 is repeated, one in 5,000 unreadable.
 */
export async function writeAudit(path, rows, seed = 20250101) {
  const random = createRandom(seed);
  const out = createWriteStream(path, { highWaterMark: 1 << 20 });
  const plates = Math.max(1000, Math.floor(rows / 20));
  const step = Math.max(1, Math.floor((365 * 86400) / rows)) * 1000;
  let time = Date.UTC(2024, 0, 1);
  let text = HEADER;
  let left = 0;
  let [operator, subject, reason, caseNumber, filter, type, networks] = ["", "", "", "", "", "", 3];
  let last = "";
  for (let row = 0; row < rows; row++) {
    if (left-- === 0) {
      left = random(5);
      operator = `Operator ${(0x100000 + random(600) * 7001).toString(16)}`;
      subject = random(100) < 24 ? "" : plate(Math.min(random(plates), random(plates)));
      reason =
        random(100) < 63 ? "" : random(10) === 0 ? `cfs ${random(1000)}` : REASONS[random(REASONS.length)];
      caseNumber = random(100) < 88 ? "" : `c${10 + random(90)}-${10000 + random(90000)}`;
      type = random(6) === 0 ? TYPES[random(TYPES.length)] : "";
      filter = random(100) < 65 ? "" : FILTERS[random(FILTERS.length)];
    } else if (random(4) === 0) {
      filter = random(2) === 0 ? "" : FILTERS[random(FILTERS.length)];
    }
    if (random(3) === 0) networks = random(3) === 0 ? 1400 + random(90) : 1 + random(4);
    time += random(2 * step) + (random(3) === 0 ? 1000 : 0);
    const line = `${operator},City A PD,${networks},,,${subject},${reason},${caseNumber},${filter},"${random(5000) === 0 ? "soon" : clock(time)}",${type},,\n`;
    text += random(500) === 0 && last !== "" ? last : line;
    last = line;
    if (text.length > 1 << 18) {
      if (!out.write(text)) await once(out, "drain");
      text = "";
    }
  }
  out.end(text);
  await once(out, "finish");
}

const two = (number) => String(number).padStart(2, "0");

function clock(time) {
  const date = new Date(time);
  const hour = date.getUTCHours();
  const day = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
  return `${day}, ${two(hour % 12 || 12)}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${hour < 12 ? "AM" : "PM"} UTC`;
}
