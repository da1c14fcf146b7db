/**
 * The log of a real PostgreSQL server, followed in both of its machine-readable forms while it is written and rotated. Debian's server has no
 * pgaudit: its records are written by RAISE LOG with the text that pgaudit gives them, and stand in the log as pgaudit's do; what
 * log_statement and log_connections write around them is the server's own.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createIdentifiers } from "../../../intake/identifiers.ts";
import type { AccessEvent } from "../../../model/index.ts";
import { DeadLetterFile } from "../../../store/dead-letter-file.ts";
import { PostgresCluster, postgresPrograms } from "../../../store/desk/postgres-cluster.fixture.ts";
import { Ingestion } from "./ingestion.ts";
import { Inputs } from "./inputs.ts";

const programs = postgresPrograms();

describe.skipIf(programs === undefined)("the log of PostgreSQL", () => {
  const data = mkdtempSync(join(tmpdir(), "counterwatch-postgres-tail-"));
  let cluster: PostgresCluster;
  beforeAll(async () => {
    cluster = await PostgresCluster.start(programs ?? "", {
      logging_collector: "on",
      log_destination: "csvlog,jsonlog",
      log_filename: "postgresql-%H%M%S.log",
      log_statement: "all",
      log_connections: "on",
    });
  });
  afterAll(() => {
    cluster.stop();
    rmSync(data, { recursive: true });
  });

  it("gives the same look-ups as csvlog and as jsonlog, with their bind parameters, over its rotation", async () => {
    const mapping = join(data, "telco.yaml");
    writeFileSync(
      mapping,
      "name: telco\nconstants: { system: calls }\npgaudit: { parameters: { 1: phone } }\n",
    );
    const events: AccessEvent[] = [];
    const letters = new DeadLetterFile(join(data, "letters.jsonl"));
    const inputs = new Inputs(
      ["csv", "json"].map((form) => ({ source: form, tail: join(cluster.logs, `*.${form}`), mapping })),
      {
        ingestion: new Ingestion({
          line: {
            take: (taken) => {
              events.push(...taken);
              return Promise.resolve({ appended: taken.length, present: 0 });
            },
          },
          letters,
          identifiers: createIdentifiers({ siteKey: new Uint8Array(32).fill(5), country: "MX" }),
          zone: undefined,
          clock: Date.now,
        }),
        letters,
        waiting: () => 0,
        wake: () => {},
        log: () => {},
        clock: Date.now,
        folder: data,
      },
    );
    inputs.start();
    try {
      const client = new pg.Client({
        connectionString: await cluster.database("telco"),
        application_name: "portal",
      });
      await client.connect();
      const lookUp = (number: number) => {
        const text = `AUDIT: SESSION,${number},1,READ,SELECT,TABLE,public.calls,"select *\n  from calls where a = $1","55 5080 20${10 + number}"`;
        return client.query(`DO $do$ BEGIN RAISE LOG USING MESSAGE = $m$${text}$m$; END $do$`);
      };
      for (let number = 0; number < 10; number++) await lookUp(number);
      await client.query("SELECT pg_rotate_logfile()");
      for (let number = 10; number < 20; number++) await lookUp(number);
      await client.end();
      const searches = (source: string) =>
        events.filter((event) => event.source === source && event.action === "search");
      while (searches("csv").length < 20 || searches("json").length < 20)
        await new Promise((resolve) => setTimeout(resolve, 50));
      const bare = (source: string) =>
        searches(source)
          .map((event) => ({ ...event, source: "" }))
          .toSorted((a, b) => (a.id < b.id ? -1 : 1));
      expect(bare("csv")).toHaveLength(20);
      expect(bare("json")).toEqual(bare("csv"));
      expect(new Set(bare("csv").map(({ id }) => id)).size).toBe(20);
      expect(new Set(bare("csv").map(({ subjects }) => subjects?.[0]?.id)).size).toBe(20);
      expect(bare("csv")[0]).toMatchObject({
        system: "calls",
        operator: { id: "desk" },
        session: { client: "portal", address: "127.0.0.1" },
        query: { kind: "READ SELECT" },
        object: { type: "TABLE", name: "public.calls" },
      });
      // Connections are sign-ins; statements that are no audit record are told, and nothing of their text is kept.
      expect(events.some(({ action, source }) => action === "sign-in" && source === "csv")).toBe(true);
      expect(letters.countOf("csv")).toBeGreaterThan(20);
      const kept = JSON.stringify([events, [...letters.replayable(undefined)]]);
      expect(kept).not.toMatch(/5080|55 ?50|select \*/);
    } finally {
      await inputs.stop();
    }
  });
});
