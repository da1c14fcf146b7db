// Sums over stored look-ups as the console asks for them, in the embedded database: `node packages/counterwatch/bench/look-ups.js [look-ups]`.
// Prints the median of seven in wall and processor time; the second does not depend on what else the machine does.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { openDuckDb } from "../dist/store/desk/duckdb-driver.js";
import { openDesk } from "../dist/store/desk/sql-desk.js";

const LOOK_UPS = Number(process.argv[2] ?? 1_000_000);
const OPERATORS = 2000;
const UNITS = 20;
const SUBJECTS = 200_000;
const AT_ONCE = 20_000;
const NOW = "2026-04-01T00:00:00.000Z";
const SPAN = { from: "2026-01-01T00:00:00.000Z", until: NOW };
const MONTH = { from: "2026-01-10T00:00:00.000Z", until: "2026-02-10T00:00:00.000Z" };
const SYSTEMS = ["plates", "calls", "location"];

let state = 1;
const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
const pseudonym = (n) => `p1_${n.toString(16).padStart(24, "0")}`;

function lookUp(leaf) {
  const who = Math.floor(random() * OPERATORS);
  return {
    leaf,
    received: NOW,
    event: {
      id: `e-${leaf}`,
      time: new Date(Date.parse(SPAN.from) + Math.floor((leaf / LOOK_UPS) * 90 * 86_400_000)).toISOString(),
      source: "city",
      system: SYSTEMS[leaf % 3],
      action: "search",
      operator: { id: `op-${who}`, unit: `unit-${who % UNITS}` },
      subjects: [{ type: "plate", id: pseudonym(Math.floor(random() * random() * SUBJECTS)) }],
      ...(leaf % 3 > 0 && { purpose: { case: `C26-${1000 + Math.floor(random() * 5000)}` } }),
    },
  };
}

async function measured(name, ask) {
  const runs = [];
  for (let run = 0; run < 7; run++) {
    const [cpu, from] = [process.cpuUsage(), performance.now()];
    await ask();
    const { user, system } = process.cpuUsage(cpu);
    runs.push({ wall: performance.now() - from, cpu: (user + system) / 1000 });
  }
  const middle = (of) =>
    runs
      .map(of)
      .toSorted((a, b) => a - b)[3]
      .toFixed(1);
  console.log(
    `${name.padEnd(36)} ${middle(({ wall }) => wall)} ms, processor ${middle(({ cpu }) => cpu)} ms`,
  );
}

const folder = mkdtempSync(join(tmpdir(), "counterwatch-look-ups-"));
const store = await openDesk(await openDuckDb(join(folder, "desk.duckdb")));
try {
  for (let at = 0; at < LOOK_UPS; at += AT_ONCE)
    await store.advance({
      position: at + AT_ONCE,
      events: Array.from({ length: AT_ONCE }, (_, n) => lookUp(at + n)),
      findings: [],
      suppressed: new Set(),
      steps: [],
      now: NOW,
    });
  console.log(`${LOOK_UPS} look-ups of ${OPERATORS} operators in ${UNITS} units over 90 days`);
  const asked = { operator: "op-17", systems: SYSTEMS, nightHours: ["22", "23", "00", "01"] };
  const { lookUps } = store;
  for (const quantity of ["repeats", "uncased", "night", "subjects", "lookups"]) {
    await measured(`${quantity}, a unit, a month`, () =>
      lookUps.peers({ ...asked, ...MONTH, quantity, unit: "unit-17" }),
    );
    await measured(`${quantity}, everybody, 90 days`, () =>
      lookUps.peers({ ...asked, ...SPAN, quantity, unit: undefined }),
    );
  }
  const subjects = [5, 6, 7].map(pseudonym);
  await measured("company on three subjects", () => lookUps.company(subjects, "op-17", SPAN));
  const matter = { subjects: subjects.slice(0, 1), cases: ["26-1001"] };
  await measured("look-ups about a matter", () => lookUps.eventsAbout(matter, SPAN, 4000));
  await measured("an operator's work", () => lookUps.work("op-17"));
  await measured("the unit's work", () => lookUps.unitWork("unit-17", "op-17", SPAN));
} finally {
  await store.close();
  rmSync(folder, { recursive: true });
}
