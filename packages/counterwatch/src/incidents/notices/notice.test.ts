import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SEVERITIES } from "../../model/index.ts";
import { incidentOf } from "../desk/grouping.ts";
import { findingHappenings, stepHappenings } from "./happenings.ts";
import { DETAILS, NOTICE_KINDS, noticeFor, noticesOf, type Happening, type NoticeTarget } from "./notice.ts";
import { MOST_TRIES, waitAfter } from "./retrying.ts";

const NOW = "2026-03-01T10:00:20.000Z";

const target = (more: Partial<NoticeTarget> = {}): NoticeTarget => ({
  name: "webhook/siem",
  tell: new Set(NOTICE_KINDS),
  severity: "high",
  detail: "summary",
  withhold: new Set(),
  gather: 0,
  ...more,
});

const grown = (more: Partial<Happening> = {}): Happening => ({
  kind: "finding.new",
  about: "f-1",
  turn: "",
  at: NOW,
  severity: "high",
  detector: "story/fixation",
  incident: "i-1",
  operators: ["op-17"],
  sentence: "Operator op-17 looked at one plate.",
  ...more,
});

const tells = (happening: Happening, ...targets: NoticeTarget[]) => noticesOf([happening], targets, NOW);

describe("notices", () => {
  it("of findings go to whom their severity reaches, once", () => {
    const both = [target(), target({ name: "webhook/all", severity: "low" })] as const;
    expect(tells(grown({ severity: "medium" }), ...both).map((notice) => notice.target)).toEqual([
      "webhook/all",
    ]);
    // Worse than before: new to the one that heard nothing of it, and to nobody else.
    expect(tells(grown({ formerly: "medium" }), ...both).map((notice) => notice.target)).toEqual([
      "webhook/siem",
    ]);
    expect(tells(grown({ severity: "critical", formerly: "high" }), ...both)).toEqual([]);
  });

  it("name nobody unless the target is configured to hear it", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6 }), fc.constantFrom(...DETAILS), (operator, detail) => {
        const marked = `>${operator}<`;
        const told = grown({ operators: [marked], by: marked, sentence: `Operator ${marked} looked.` });
        const [notice] = tells(told, target({ detail }));
        expect(JSON.stringify(notice).includes(JSON.stringify(marked).slice(1, -1))).toBe(detail === "full");
      }),
    );
    const [bare] = tells(grown(), target({ detail: "none" }));
    expect(bare?.body).toEqual({ type: "finding.new", timestamp: NOW, data: { id: "f-1" } });
  });

  it("about people whom a target is close to do not go there", () => {
    const near = target({ withhold: new Set(["op-17"]) });
    expect(tells(grown(), near)).toEqual([]);
    expect(tells(grown({ operators: ["op-18"] }), near)).toHaveLength(1);
  });

  it("have ids by target and happening alone, and no two happenings share one", () => {
    const names = fc.string({ maxLength: 8 });
    const happening = fc.record({
      kind: fc.constantFrom(...NOTICE_KINDS),
      about: names,
      turn: names,
      severity: fc.constantFrom(...SEVERITIES),
    });
    fc.assert(
      fc.property(happening, happening, names, names, (a, b, one, two) => {
        const of = (what: typeof a, name: string, now: string) =>
          noticeFor(target({ name }), { ...grown(), ...what }, now).id;
        const isSame = one === two && a.kind === b.kind && a.about === b.about && a.turn === b.turn;
        expect(of(a, one, NOW) === of(b, two, "2027-01-01T00:00:00.000Z")).toBe(isSame);
      }),
    );
  });

  it("that are gathered are due together at the end of their minute", () => {
    const mail = target({ gather: 60_000 });
    const due = (now: string) => noticeFor(mail, grown(), now).due;
    expect([due("2026-03-01T10:00:00.000Z"), due(NOW), due("2026-03-01T10:00:59.999Z")]).toEqual(
      Array.from({ length: 3 }, () => "2026-03-01T10:01:00.000Z"),
    );
  });
});

describe("happenings", () => {
  const finding = {
    id: "f-1",
    time: NOW,
    since: NOW,
    detector: "story/fixation",
    severity: "high" as const,
    operator: "op-1",
    subjects: [],
    lookups: 1,
    explanation: "One plate.",
    evidence: {},
  };
  const atHand = { findings: [{ finding, events: [] }], homes: new Map([["f-1", "i-1"]]), now: NOW };
  const nothing = new Set<string>();

  it("of findings know what was told before, and leave out what is suppressed", () => {
    const [fresh] = findingHappenings({ ...atHand, before: new Map(), suppressed: nothing });
    expect(fresh).toMatchObject({ about: "f-1", formerly: undefined, incident: "i-1", operators: ["op-1"] });
    const before = new Map([["f-1", { severity: "low", state: "closed" } as const]]);
    expect(findingHappenings({ ...atHand, before, suppressed: nothing })[0]?.formerly).toBe("low");
    expect(findingHappenings({ ...atHand, before, suppressed: new Set(["f-1"]) })).toEqual([]);
    const hidden = new Map([["f-1", { severity: "high", state: "suppressed" } as const]]);
    expect(
      findingHappenings({ ...atHand, before: hidden, suppressed: nothing })[0]?.formerly,
    ).toBeUndefined();
  });

  it("of steps are those that others wait for", () => {
    const id = incidentOf("f-1");
    const incident = {
      id,
      state: "taken",
      severity: "high",
      operators: ["op-1"],
      findings: ["f-1"],
      owner: "ana",
      opened: NOW,
      changed: NOW,
      closing: undefined,
      steps: [],
    } as const;
    const step = (number: number, what: Parameters<typeof stepHappenings>[0][number]["step"]) => ({
      incident: id,
      number,
      at: NOW,
      by: "ana",
      step: what,
    });
    const told = stepHappenings(
      [
        step(1, { do: "taken" }),
        step(2, { do: "commented", text: "a comment" }),
        step(3, { do: "close-proposed", reason: "explained", why: "a case" }),
        step(4, { do: "closed", reason: "explained", why: "a case" }),
      ],
      [incident],
    );
    expect(told.map(({ kind, turn }) => [kind, turn])).toEqual([
      ["incident.taken", "1"],
      ["incident.close-proposed", "3"],
      ["incident.closed", "4"],
    ]);
  });
});

describe("trying again", () => {
  it("waits longer each time, at least half of it, and never more than twelve hours", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: MOST_TRIES }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        (tries, random, asked) => {
          const whole = Math.min(12 * 3_600_000, 5000 * 4 ** (tries - 1));
          const wait = waitAfter(tries, random, asked);
          expect(wait).toBeLessThanOrEqual(12 * 3_600_000);
          expect(wait).toBeGreaterThanOrEqual(
            Math.floor(Math.min(12 * 3_600_000, Math.max(asked, whole / 2))),
          );
        },
      ),
    );
    expect([1, 2, 3].map((tries) => waitAfter(tries, 0))).toEqual([5000, 20_000, 80_000]);
  });
});
