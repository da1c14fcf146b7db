#!/usr/bin/env node
/**
 * Intake of shown rows: `node packages/counterwatch/bench/row-intake.js [rows]`. Own JSON Lines and call records in CSV, from memory, with as many
 * people as a tenth of the rows; processor time of this process, against JSON.parse (own lines) and a bare split of lines at commas
 * (call records) over the same bytes in the same run. Prints, judges nothing.
 */
import { createIdentifiers } from "../dist/intake/identifiers.js";
import { readRows } from "../dist/intake/shown-rows/read-rows.js";

const rows = Number(process.argv[2] ?? 500_000);
if (!Number.isSafeInteger(rows) || rows < 1) {
  console.error("row-intake.js [rows]: write a whole number");
  process.exit(2);
}

let state = 1;
const random = (below) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};
const people = Math.max(10, Math.floor(rows / 10));
const phone = () => `+52155${String(10_000_000 + random(people)).padStart(8, "0")}`;
const start = Date.parse("2025-01-01T00:00:00Z");
const time = () => new Date(start + random(90 * 86_400) * 1000).toISOString();

function* ownLines() {
  for (let n = 0; n < rows; n++)
    yield `${JSON.stringify({ id: `calls:${n}`, lookup: `log:${n % 1000}`, system: "calls", kind: "call", time: time(), from: { type: "phone", id: phone() }, to: { type: "phone", id: phone() }, seconds: random(600) })}\n`;
}

function* callRecords() {
  yield "Calling Number,Called Number,Start Time,Duration,Cell ID,lookup\n";
  for (let n = 0; n < rows; n++)
    yield `${phone()},${phone()},${time()},${random(600)},cell-${random(4000)},log:${n % 1000}\n`;
}

function bytesOf(lines) {
  const parts = [];
  let part = "";
  for (const line of lines) {
    part += line;
    if (part.length > 65_536) {
      parts.push(Buffer.from(part));
      part = "";
    }
  }
  parts.push(Buffer.from(part));
  return parts;
}

function cpu(act) {
  const before = process.cpuUsage();
  const result = act();
  const since = () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  return result instanceof Promise ? result.then(since) : since();
}

async function measure(name, parts, bare) {
  const file = {
    name: `${name}.txt`,
    size: undefined,
    rereadable: true,
    bytes: async function* () {
      yield* parts;
    },
    whole: () => Promise.resolve(Buffer.concat(parts)),
    consumed: () => 0,
  };
  const identifiers = createIdentifiers({
    siteKey: new Uint8Array(32).fill(7),
    country: "MX",
    remembered: 262_144,
  });
  let read = 0;
  const seconds = await cpu(async () => {
    for await (const batch of readRows([file], { identifiers })) read += batch.rows.length;
  });
  const floor = cpu(() => {
    let count = 0;
    for (const part of parts)
      for (const line of part.toString("utf8").split("\n")) count += line === "" ? 0 : bare(line);
    return count;
  });
  console.log(
    `${name.padEnd(14)} ${read} rows in ${seconds.toFixed(2)} s of processor: ${Math.round(read / seconds).toLocaleString("en")} a second, ${(seconds / floor).toFixed(1)} times the bare reading`,
  );
}

console.log(`Node ${process.version}, ${new Date().toISOString().slice(0, 10)}, ${people} people`);
await measure("own-lines", bytesOf(ownLines()), (line) => (JSON.parse(line).id.length > 0 ? 1 : 0));
await measure("call-records", bytesOf(callRecords()), (line) => (line.split(",").length > 0 ? 1 : 0));
