import { describe, expect, it } from "vitest";
import { identifiers, phone, plate, rowsOf } from "./rows.fixture.ts";

const AT = "2025-03-01T12:00:05.000Z";

describe("call detail records", () => {
  it("reads caller and called with the caller's cell and device", async () => {
    const { connector, rows } = await rowsOf(
      "CDR Id,Calling Number,Called Number,Start Time,Duration,Cell ID,Cell Latitude,Cell Longitude,IMEI\n" +
        "c-1,+52 55 1234 0001,+52 55 1234 0002,2025-03-01T12:00:05Z,61,MX-334-7,19.43,-99.13,490154203237518\n" +
        "c-2,+52 55 1234 0001,+52 55 1234 0003,2025-03-01T12:00:05Z,0:01:01,,,,490154203237518\n",
    );
    expect(connector).toBe("call-records");
    const [from, to] = [phone("+525512340001"), phone("+525512340002")];
    expect(rows).toEqual([
      {
        id: "c-1",
        system: "calls",
        kind: "call",
        time: AT,
        seconds: 61,
        from,
        to,
        site: { id: "MX-334-7", lat: 19.43, lon: -99.13 },
      },
      {
        id: "c-1~device",
        system: "calls",
        kind: "device",
        subject: from,
        thing: identifiers.subject("imei", "490154203237518")?.id,
        from: AT,
      },
      { id: "c-2", system: "calls", kind: "call", time: AT, seconds: 61, from, to: phone("+525512340003") },
    ]);
  });

  it.each([
    "A Number,B Number,Date,Time,Duration (s)\n5512340001,5512340002,01/03/2025,12:00:05,61\n",
    "numero_a;numero_b;fecha;hora;duracion\n5512340001;5512340002;01.03.2025;12:00:05;61\n",
    "caller,callee,timestamp,call duration\n5512340001,5512340002,1740830405,00:01:01\n",
    "From,To,Date,Start Time,Seconds\n5512340001,5512340002,2025-03-01,2025-03-01 12:00:05,61 s\n",
  ])("knows the header of %s", async (csv) => {
    const { connector, rows, deadLetters } = await rowsOf(csv.replace("01/03/2025", "03/01/2025"));
    expect(deadLetters).toEqual([]);
    expect(connector).toBe("call-records");
    expect(rows).toMatchObject([
      {
        id: "rows:1",
        kind: "call",
        time: AT,
        seconds: 61,
        from: phone("5512340001"),
        to: phone("5512340002"),
      },
    ]);
  });

  it("turns an incoming call round, and leaves the cell with the subscriber", async () => {
    const { rows, withheld, deadLetters } = await rowsOf(
      "MSISDN,Other Party,Direction,Start Time,Cell ID\n" +
        "5512340001,5512340002,Incoming,2025-03-01T12:00:05Z,cell-7\n" +
        "5512340001,Private,Incoming,2025-03-01T12:00:05Z,\n" +
        "5512340001,,Outgoing,2025-03-01T12:00:05Z,cell-8\n" +
        "5512340001,5512340002,sideways,2025-03-01T12:00:05Z,cell-8\n",
    );
    const own = phone("5512340001");
    expect(rows).toEqual([
      { id: "rows:1", system: "calls", kind: "call", time: AT, from: phone("5512340002"), to: own },
      { id: "rows:1~cell", system: "calls", kind: "fix", time: AT, subject: own, site: { id: "cell-7" } },
      { id: "rows:3~cell", system: "calls", kind: "fix", time: AT, subject: own, site: { id: "cell-8" } },
    ]);
    expect(withheld).toBe(1);
    expect(deadLetters).toMatchObject([{ line: 5, reason: "schema", column: "direction" }]);
  });
});

describe("places", () => {
  it("reads fixes by phone, with coordinates or a cell", async () => {
    const { connector, rows } = await rowsOf(
      "Phone Number,Timestamp,Latitude,Longitude,Accuracy\n5512340001,2025-03-01 12:00:05,19.43,-99.13,40\n",
    );
    expect(connector).toBe("location-fixes");
    expect(rows).toEqual([
      {
        id: "rows:1",
        system: "location",
        kind: "fix",
        time: AT,
        subject: phone("5512340001"),
        lat: 19.43,
        lon: -99.13,
        radius: 40,
      },
    ]);
    const cells = await rowsOf("msisdn,time,cell id\n5512340001,2025-03-01 12:00:05,c-1\n5512340001,,c-1\n");
    expect(cells.rows).toMatchObject([{ kind: "fix", site: { id: "c-1" } }]);
    expect(cells.deadLetters).toMatchObject([{ reason: "time-missing", ordinal: 2 }]);
  });

  it("reads plate reads and camera sightings, local times in the declared zone", async () => {
    const reads = await rowsOf(
      "Plate,Camera,Lat,Lon,Read Id,Time\nABC 123,Av. Reforma 4,19.4,-99.1,r-9,2025-03-01 06:00:05\nAB*,cam-2,,,r-10,2025-03-01 06:00:05\n",
      { zone: "America/Mexico_City" },
    );
    expect(reads.connector).toBe("plate-reads");
    expect(reads.rows).toEqual([
      {
        id: "r-9",
        system: "plates",
        kind: "sighting",
        time: AT,
        subject: plate("ABC123"),
        site: { id: "Av. Reforma 4", lat: 19.4, lon: -99.1 },
      },
    ]);
    expect(reads.deadLetters).toMatchObject([{ reason: "identifier-invalid", column: "plate" }]);
    const faces = await rowsOf("Face ID,Camera Name,Timestamp\nf-77,lobby,2025-03-01T12:00:05Z\n");
    expect(faces).toMatchObject({
      connector: "camera-sightings",
      rows: [{ system: "cameras", subject: { type: "face" } }],
    });
  });
});

function things({ rows }: { readonly rows: readonly object[] }): string[] {
  return rows.map((row) => (row as { thing: string }).thing);
}

describe("what people share", () => {
  it("reads devices, addresses and bookings; the same thing under two spellings is one", async () => {
    const devices = await rowsOf(
      "Phone,IMEI,First Seen,Last Seen\n5512340001,490154203237518,2025-01-01,2025-02-01\n5512340002,49-015420-323751-8,,\n",
    );
    expect(devices).toMatchObject({
      connector: "devices",
      rows: [
        { kind: "device", from: "2025-01-01T00:00:00.000Z", to: "2025-02-01T00:00:00.000Z" },
        { kind: "device" },
      ],
    });
    expect(new Set(things(devices)).size).toBe(1);
    const addresses = await rowsOf(
      'Person,Address,Since\np-1,"Av. Juárez 12, 3º B",2024-01-01\np-2,AV JUAREZ  12 3º b,\np-3,av juarez 13,\n',
    );
    expect(addresses.connector).toBe("addresses");
    expect(things(addresses)[0]).toBe(things(addresses)[1]);
    expect(things(addresses)[0]).not.toBe(things(addresses)[2]);
    const bookings = await rowsOf("Passenger,PNR,Check In\np-1,X7 Y8Z9,2025-03-01\np-2,x7y8z9,\n");
    expect(bookings).toMatchObject({ connector: "bookings", rows: [{ system: "travel" }, {}] });
    expect(new Set(things(bookings)).size).toBe(1);
  });

  it("reads payments between accounts", async () => {
    const { connector, rows } = await rowsOf(
      "payer account,payee account,value date\nMX-1,MX-2,2025-03-01T12:00:05Z\n",
    );
    expect(connector).toBe("transfers");
    expect(rows).toMatchObject([{ kind: "transfer", system: "finance", from: { type: "account" } }]);
  });
});
