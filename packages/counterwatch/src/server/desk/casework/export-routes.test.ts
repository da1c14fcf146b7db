import papaparse from "papaparse";
import { describe, expect, it } from "vitest";
import { incidentOf } from "../../../incidents/desk/grouping.ts";
import { FORMS } from "../../../report/forms/forms.ts";
import { finding, opened } from "../../../store/desk/contract/desk-contract.fixture.ts";
import { House, INCIDENT, NOW } from "../desk-house.fixture.ts";

const HOSTILE = "=cmd|' /C calc'!A0";

/** Six findings of three operators; `watched` is op-1 in the house. */
async function house(): Promise<House> {
  const place = await new House().furnish();
  const findings = [0, 2, 3, 4, 5].map((n) => finding(n, n === 5 ? { operator: HOSTILE } : {}));
  await place.store.advance({
    position: 9,
    events: [],
    findings,
    suppressed: new Set(),
    steps: [0, 2, 3, 4, 5].map((n) => opened(n, NOW)),
    now: NOW,
  });
  place.now += 60_000;
  return place;
}

const get = async (place: House, name: string, path: string) =>
  await place.ask("GET", path, { cookie: place.as(name) });

describe("findings handed out", () => {
  it("come in every form, as a file that no browser shows as a page", async () => {
    const place = await house();
    for (const form of FORMS) {
      const answer = await get(place, "analyst", `/api/findings/export?form=${form}`);
      expect([form, answer.status]).toEqual([form, 200]);
      expect(answer.headers.get("content-disposition")).toMatch(
        /^attachment; filename="counterwatch-findings-2026-03-01\.[a-z.]+"$/,
      );
      expect(answer.headers.get("content-type")).not.toContain("html");
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect((await answer.text()).length).toBeGreaterThan(100);
    }
    expect(place.looked).toHaveLength(FORMS.length);
  });

  it("are those of the queue's filters, each once", async () => {
    const place = await house();
    const idsOf = async (filters: string) => {
      const text = await (await get(place, "analyst", `/api/findings/export?form=jsonl&${filters}`)).text();
      return text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => (JSON.parse(line) as { id: string }).id)
        .toSorted();
    };
    expect(await idsOf("")).toEqual(["f-0", "f-1", "f-2", "f-3", "f-4", "f-5"]);
    expect(await idsOf("severity=critical,high")).toEqual(["f-2", "f-3"]);
    expect(await idsOf("operator=-op-1&detector=story/fixation")).toEqual(["f-0", "f-2"]);
    expect(await idsOf("until=2026-01-01T00:00:00Z")).toEqual([]);
  });

  it("leave out what is about the reader or their system", async () => {
    const place = await house();
    for (const form of FORMS) {
      const text = await (await get(place, "watched", `/api/findings/export?form=${form}`)).text();
      expect([form, text.includes("op-1")]).toEqual([form, false]);
      expect([form, text.includes("op-2")]).toEqual([form, true]);
      const kept = await (await get(place, "keeper", `/api/findings/export?form=${form}`)).text();
      expect([form, /op-\d/.test(kept)]).toEqual([form, false]);
    }
    for (const name of ["watched", "keeper"])
      expect((await get(place, name, `/api/incidents/${INCIDENT}/export?form=stix`)).status).toBe(403);
  });

  it("carry no formula into a spreadsheet", async () => {
    const place = await house();
    const text = await (await get(place, "analyst", "/api/findings/export?form=csv")).text();
    const { data } = papaparse.parse<string[]>(text);
    expect(data.flat()).toContain(`'${HOSTILE}`);
    expect(data.flat()).not.toContain(HOSTILE);
  });

  it("need a form that is known, and filters that are", async () => {
    const place = await house();
    for (const path of [
      "/api/findings/export",
      "/api/findings/export?form=html",
      "/api/findings/export?form=csv&colour=red",
      `/api/incidents/${INCIDENT}/export?form=`,
    ])
      expect([path, (await get(place, "analyst", path)).status]).toEqual([path, 400]);
    const nothing = `/api/incidents/${incidentOf("f-99")}/export?form=ocsf`;
    expect((await get(place, "analyst", nothing)).status).toBe(404);
    expect((await get(place, "administrator", "/api/findings/export?form=csv")).status).toBe(403);
  });

  it("are one Incident Finding where an incident is asked for in OCSF", async () => {
    const place = await house();
    const answer = await get(place, "auditor", `/api/incidents/${INCIDENT}/export?form=ocsf`);
    const event = JSON.parse(await answer.text()) as Record<string, unknown>;
    expect(event).toMatchObject({ class_uid: 2005, finding_info_list: [{ uid: "f-1" }] });
  });
});
