/** Raw identifiers in every column of every record form are in no row and no dead letter, read or refused. */
import { describe, expect, it } from "vitest";
import { ROW_CONNECTORS } from "./row-connectors.ts";
import { rowsOf } from "./rows.fixture.ts";

const PHONE = "+52 55 4321 9876";
const OTHER = "+52 55 4321 0011";
const PLATE = "CNRY-477";
const PERSON = "GARC800101HDFXYZ09";
const IMEI = "490154203237518";
const STREET = "Calle Canario 4477, Colonia Roma";
const ACCOUNT = "MX4400112233445566";
const TRACES = ["43219876", "43210011", "cnry477", "garc800101", "49015420323751", "canario4477", "445566"];

const AT = "2025-03-01T12:00:05Z";
/** One good row and one whose time or place is an identifier, for each form. */
const SAMPLES: Readonly<Record<string, string>> = {
  "shown-rows":
    [
      {
        id: PHONE,
        lookup: PLATE,
        system: "calls",
        kind: "call",
        time: AT,
        from: { type: "phone", id: PHONE },
        to: { type: "phone", id: OTHER },
        site: { id: `cell of ${PHONE}` },
      },
      {
        id: "x",
        system: "calls",
        kind: "call",
        time: PHONE,
        from: { type: "phone", id: PHONE },
        to: { type: PLATE, id: OTHER },
        [PLATE]: 1,
      },
    ]
      .map((row) => JSON.stringify(row))
      .join("\n") + "\n",
  "call-records": `id,calling number,called number,start time,duration,cell id,imei,lookup\n${PHONE},${PHONE},${OTHER},${AT},61,cell ${PHONE},${IMEI},${PHONE}\n1,${PHONE},${OTHER},${PHONE},${PLATE},,${IMEI},\n`,
  "location-fixes": `msisdn,time,latitude,longitude,cell id,imei\n${PHONE},${AT},19.4,-99.1,near ${PHONE},${IMEI}\n${PHONE},${PHONE},${PLATE},,,\n`,
  "plate-reads": `plate,camera,time,id\n${PLATE},in front of ${PLATE},${AT},read ${PLATE}\n${PLATE},cam,${PLATE},\n`,
  "camera-sightings": `face,camera,time\n${PERSON},door of ${PERSON},${AT}\n${PERSON},,${PERSON}\n`,
  devices: `phone,imei,first seen\n${PHONE},${IMEI},${AT}\n${PHONE},${IMEI},${PHONE}\n`,
  addresses: `person,address,since\n${PERSON},"${STREET}",${AT}\n${PERSON},"${STREET}",${PERSON}\n`,
  bookings: `passport,pnr,check in\n${PERSON},${PLATE},${AT}\n${PERSON},${PLATE},${PERSON}\n`,
  transfers: `payer account,payee account,time\n${ACCOUNT},${PHONE},${AT}\n${ACCOUNT},${PHONE},${ACCOUNT}\n`,
};

function traces(text: string): string[] {
  const squashed = text.toLowerCase().replace(/[^a-z0-9]/g, "");
  return TRACES.filter((trace) => squashed.includes(trace));
}

describe("raw identifiers in shown rows", () => {
  it.each(ROW_CONNECTORS.map(({ id }) => id))("%s: none is left", async (id) => {
    const { connector, rows, deadLetters } = await rowsOf(SAMPLES[id] ?? "", {
      name: `export of ${PHONE}.csv`,
    });
    expect(connector).toBe(id);
    expect(rows.length).toBeGreaterThan(0);
    expect(deadLetters.length).toBe(1);
    expect(traces(JSON.stringify([rows.map(({ lookup: _lookup, ...row }) => row), deadLetters]))).toEqual([]);
    expect(traces(SAMPLES[id] ?? "").length).toBeGreaterThan(0);
  });
});
