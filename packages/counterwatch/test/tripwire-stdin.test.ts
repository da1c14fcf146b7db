/** A stream that cannot be read again: what an end in order keeps, and what is said of what it cannot. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { BOTH, TripwireParties } from "./tripwire-parties.ts";
import { Workshop } from "./workshop.ts";

const workshop = new Workshop();
const parties = new TripwireParties(workshop);

const lines = (count: number) =>
  Array.from({ length: count }, (_, at) => {
    const time = new Date(Date.UTC(2025, 2, 1) + at * 1000).toISOString();
    const subjects = [{ type: "plate", id: at % 10 === 7 ? "QXW0001" : `QXY${1000 + at}` }];
    const event = {
      id: `e${at}`,
      time,
      source: "alpr",
      system: "plates",
      action: "search",
      operator: { id: "op-1" },
    };
    return `${JSON.stringify({ ...event, subjects })}\n`;
  }).join("");
const MEMBER = `${JSON.stringify({ type: "plate", id: "QXW0001", member: "m-1" })}\n{"end":1}\n`;

describe("tripwire send -", () => {
  it("puts what it has read into batches when it is told to end, and the next run delivers them", async () => {
    await parties.pair("--size", "64", "--every", "1");
    const sending = parties.start(parties.send("-"), "open");
    await sending.says("are taken at");
    expect(sending.stderr).toContain("is lost if this process is killed");
    await parties.enrolled(parties.enrol(...BOTH), MEMBER);
    sending.child.stdin!.write(lines(1500));
    // More than one batch waits, and nobody takes any: the agency is not there.
    await sending.says("cannot be reached");
    await setTimeout(2000);
    sending.child.kill("SIGTERM");
    expect(await sending.ended).toBe(0);
    expect(sending.stderr).not.toContain("are lost.");
    const read = Number(/^(\d+) look-ups in 0 acknowledged batches/m.exec(sending.stderr)?.[1]);
    expect(read).toBeGreaterThan(100);
    const matching = parties.start(parties.match());
    workshop.write("log/audit.jsonl", lines(1));
    expect(await parties.start(parties.send("log/audit.jsonl")).ended).toBe(0);
    while (readdirSync(join(workshop.path, "ag/inbox")).length > 0) await setTimeout(20);
    matching.child.kill("SIGTERM");
    await matching.ended;
    const expected = Array.from({ length: 150 }, (_, at) => 10 * at + 7).filter((at) => at < read);
    expect(
      parties
        .findings()
        .map(({ events }) => events[0])
        .toSorted(),
    ).toEqual(expected.map((at) => `e${at}`).toSorted());
  });

  it("says how many look-ups it loses where nobody has enrolled", async () => {
    await parties.pair("--size", "8", "--every", "0.2");
    const sending = parties.start(parties.send("-"), "open");
    sending.child.stdin!.write(lines(1500));
    await sending.says("Waiting for the agency to enrol");
    await setTimeout(5000);
    sending.child.kill("SIGTERM");
    expect(await sending.ended).toBe(0);
    expect(sending.stderr).toMatch(/\d+ look-ups of stdin were read and are in no batch: they are lost\./);
  });
});
