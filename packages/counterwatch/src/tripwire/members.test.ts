import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createIdentifiers } from "../intake/identifiers.ts";
import type { AccessEvent, SubjectType } from "../model/index.ts";
import { findingSchema } from "../model/index.ts";
import { alarmFinding } from "./alarm.ts";
import { type MemberIdentifier, readMembers } from "./members.ts";
import { checkCanonical, checkTerms } from "./terms.ts";
import { WatchedSubjects } from "./watched-subjects.ts";

interface Vector {
  readonly type: SubjectType;
  readonly raw: string;
  readonly country: string;
  readonly canonical: { readonly value: string; readonly partial: boolean } | null;
}

const { vectors } = JSON.parse(
  readFileSync(new URL("../intake/canonical-vectors.json", import.meta.url), "utf8"),
) as { vectors: Vector[] };
const whole = vectors.filter(({ canonical }) => canonical?.partial === false);

async function* from(...identifiers: readonly Omit<MemberIdentifier, "decoy">[]) {
  for (const identifier of identifiers) yield { decoy: false, ...identifier };
}

/** What a custodian asks the VOPRF for a cell. */
function asked({ type, raw, country }: Vector): string[] {
  const watched = new WatchedSubjects({ shown: true });
  const { subjects } = createIdentifiers({
    siteKey: new Uint8Array(32).fill(1),
    country,
    observer: watched.observer,
  });
  const event = {
    id: "e",
    time: "",
    operator: { id: "o" },
    subjects: subjects(type, raw),
  } as unknown as AccessEvent;
  return [...watched.lookups([event])].map(({ input }) => input);
}

describe("canonical vectors, asked by the custodian and enrolled by the agency", () => {
  it.each(whole)("$type $raw", async (vector) => {
    const { inputs } = await readMembers(
      from({ type: vector.type, id: vector.canonical!.value, member: "m-1" }),
    );
    expect(asked(vector)).toEqual(inputs);
  });

  it.each(vectors.filter(({ canonical }) => canonical?.partial !== false))(
    "$type $raw is no tripwire",
    async (vector) => {
      expect(asked(vector)).toEqual([]);
      const identifiers = from({
        type: vector.type,
        id: vector.raw,
        member: "m-1",
      });
      await expect(readMembers(identifiers)).rejects.toThrow(expect.objectContaining({ code: "config" }));
    },
  );
});

describe("members", () => {
  it("are put in one order, each identifier of each member once", async () => {
    const one = await readMembers(
      from(plate("ABC1234", "m-2"), plate("abc 1234", "m-2"), plate("ABC1234", "m-1")),
    );
    const two = await readMembers(from(plate("ABC1234", "m-1"), plate("ABC-1234", "m-2")));
    expect(one).toEqual(two);
    expect(one.members.map(({ member }) => member)).toEqual(["m-1", "m-2"]);
    expect(new Set(one.inputs).size).toBe(1);
  });

  it("name those whose phone no custodian writes so, and refuse by member, never by identifier", async () => {
    const phones = from(
      { type: "phone", id: "5550199", member: "m-7" },
      { type: "phone", id: "+14155550199", member: "m-8" },
    );
    expect((await readMembers(phones)).nationalPhones).toEqual(["m-7"]);
    await expect(readMembers(from({ type: "plate", id: "QXW*", member: "m-9" }))).rejects.toThrow(
      /^(?!.*QXW).*m-9/,
    );
  });
});

describe("subjects that no tripwire can check", () => {
  it("are counted: withheld, fragments, and pseudonyms from before", () => {
    const watched = new WatchedSubjects({ shown: false });
    const { subjects } = createIdentifiers({ siteKey: new Uint8Array(32), observer: watched.observer });
    const old = { type: "plate" as const, id: `p1_${"0".repeat(24)}` as never };
    const events = [
      event([...subjects("plate", "***"), ...subjects("plate", "AB*"), old, ...subjects("plate", "ABC1234")]),
    ];
    expect([...watched.lookups(events)]).toHaveLength(1);
    expect(watched.unchecked).toBe(3);
    // Forgotten with the batch: the same pseudonym alone is nothing to it any more.
    expect([...watched.lookups([event([...(events[0]!.subjects ?? [])])])]).toHaveLength(0);
  });
});

describe("terms", () => {
  const terms = {
    custodian: "a",
    agency: "b",
    quota: 128,
    batch: 64,
    size: 8,
    payload: 256,
    tick: 1,
    canonical: 1,
  };
  it("refuse another version of canonical forms, and sizes that do not fit", () => {
    const config = expect.objectContaining({ code: "config" });
    expect(() => checkCanonical(2)).toThrow(config);
    expect(() => checkTerms({ ...terms, quota: 100 })).toThrow(config);
    expect(() => checkTerms({ ...terms, size: 0 })).toThrow(config);
    expect(checkTerms(terms)).toBe(terms);
  });
});

describe("an alarm", () => {
  const told = {
    v: 1 as const,
    event: "e52",
    time: "2025-03-01T12:00:05.000Z",
    source: "city-alpr",
    system: "plates" as const,
    action: "search" as const,
    operator: "op-1",
    type: "plate" as const,
  };
  const alarm = {
    member: { member: "m-16", type: "plate" as const, decoy: false },
    told,
    epoch: 2,
    batch: 7,
    tick: "2026-11-28T00:57:58.344Z",
    occurrence: 0,
    custodian: "city",
  };

  it("is a finding with the same id in whatever batch the look-up comes", () => {
    const finding = findingSchema.parse(alarmFinding(alarm));
    expect(finding).toMatchObject({
      detector: "tripwire",
      severity: "high",
      operator: "op-1",
      events: ["e52"],
      subjects: [],
    });
    expect(finding.explanation).toBe(
      "Operator op-1 looked up the plate of protected member m-16 in city-alpr at 2025-03-01 12:00:05 UTC; no case is given. Sent at 2026-11-28 00:57:58 UTC.",
    );
    expect(alarmFinding({ ...alarm, batch: 9, epoch: 3, occurrence: 4 }).id).toBe(finding.id);
    const others = [
      alarmFinding({ ...alarm, member: { ...alarm.member, member: "m-17" } }),
      alarmFinding({ ...alarm, told: { ...told, event: "e53" } }),
      alarmFinding({ ...alarm, member: { ...alarm.member, decoy: true } }),
    ];
    expect(new Set([finding, ...others].map(({ id }) => id)).size).toBe(4);
    expect(others[2]!.detector).toBe("decoy");
  });

  it("is one even where what was sealed cannot be read", () => {
    const finding = findingSchema.parse(alarmFinding({ ...alarm, told: undefined }));
    expect(finding).toMatchObject({
      operator: "not shown",
      events: ["city:2:7:0"],
      evidence: { unreadable: true },
    });
    expect(alarmFinding({ ...alarm, told: undefined, occurrence: 1 }).id).not.toBe(finding.id);
  });
});

const plate = (id: string, member: string) => ({ type: "plate" as const, id, member });

const event = (found: unknown) => ({ id: "e", operator: { id: "o" }, subjects: found }) as AccessEvent;
