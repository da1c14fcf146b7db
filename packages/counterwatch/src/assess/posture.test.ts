import { describe, expect, it } from "vitest";
import type { OpenItem } from "../incidents/journal/open-items.ts";
import { type KnownSource, type PostureGiven, postureOf } from "./posture.ts";

const NOW = Date.parse("2026-04-01T00:00:00.000Z");
const HOUR = 3_600_000;

function source(more: Partial<KnownSource> = {}): KnownSource {
  return {
    source: "alpr",
    system: "plates",
    heartbeat: 6 * HOUR,
    heard: NOW - HOUR,
    declared: true,
    ...more,
  };
}

function item(more: Partial<OpenItem> = {}): OpenItem {
  return {
    id: "o1_1",
    system: "calls",
    vulnerability: "Cells are kept for years.",
    found: "2026-03-01T00:00:00.000Z",
    lastFound: { rehearsal: "r", at: "2026-03-20T00:00:00.000Z" },
    owner: "records office",
    due: "2026-05-01T00:00:00.000Z",
    said: "open",
    reason: undefined,
    until: undefined,
    history: [],
    ...more,
  };
}

/** An agency that nothing can be said against. */
const SOUND: PostureGiven = {
  now: NOW,
  sources: (["plates", "calls", "finance", "travel", "online"] as const).map((system) =>
    source({ source: system, system }),
  ),
  ledger: { leaves: 100, cosigned: 100, witnesses: ["w1"] },
  items: [item()],
  authority: { line: ["duty officer"], incidents: [{ kind: "intrusion", office: "director" }] },
};

function lacks(more: Partial<PostureGiven>): string[] {
  return postureOf({ ...SOUND, ...more }).shortcomings.map(({ what, about }) =>
    about === undefined ? what : `${what} ${about}`,
  );
}

describe("a posture", () => {
  it("of an agency that lacks nothing of what is asked has no shortcoming", () => {
    expect(lacks({})).toEqual([]);
  });

  it("says where evidence could be rewritten unseen", () => {
    expect(lacks({ ledger: undefined })).toEqual(["no-ledger"]);
    expect(lacks({ ledger: { leaves: 5, cosigned: 0, witnesses: [] } })).toEqual(["no-witness"]);
    expect(lacks({ ledger: { leaves: 50_000, cosigned: 10, witnesses: ["w1"] } })).toEqual([
      "witness-behind",
    ]);
  });

  it("says which sources are silent, never heard, unknown or without a heartbeat", () => {
    const sources = [
      ...SOUND.sources,
      source({ source: "quiet", heard: NOW - 7 * HOUR }),
      source({ source: "mute", heard: undefined }),
      source({ source: "stranger", declared: false, heartbeat: undefined }),
      source({ source: "lax", heartbeat: undefined }),
    ];
    expect(lacks({ sources })).toEqual([
      "source-without-heartbeat lax",
      "source-never-heard mute",
      "source-silent quiet",
      "source-undeclared stranger",
    ]);
  });

  it("says which vectors nobody watches; a source that was never heard covers nothing", () => {
    const sources = [
      ...SOUND.sources.slice(0, 4),
      source({ source: "online", system: "online", heard: undefined }),
    ];
    expect(lacks({ sources })).toEqual(["vector-uncovered online", "source-never-heard online"]);
  });

  it("names what is overdue first, and a risk whose acceptance ended as open", () => {
    const items = [
      item(),
      item({ id: "o1_2", due: "2026-03-15T00:00:00.000Z" }),
      item({ id: "o1_3", said: "accepted", until: "2026-03-30T00:00:00.000Z", reason: "budget" }),
      item({ id: "o1_4", said: "closed", reason: "cells are cut" }),
    ];
    const posture = postureOf({ ...SOUND, items });
    expect(posture.items.map(({ id, state }) => `${id} ${state}`)).toEqual([
      "o1_2 open",
      "o1_1 open",
      "o1_3 open",
      "o1_4 closed",
    ]);
    expect(posture.shortcomings).toEqual([{ what: "item-overdue", about: "o1_2" }]);
  });

  it("says when nothing was rehearsed, or long ago, or nobody decides", () => {
    expect(lacks({ items: [] })).toEqual(["never-rehearsed"]);
    expect(lacks({ items: undefined })).toEqual(["items-not-read"]);
    const old = { rehearsal: "r", at: "2025-12-01T00:00:00.000Z" };
    expect(lacks({ items: [item({ lastFound: old })] })).toEqual([`rehearsal-old ${old.at}`]);
    expect(lacks({ authority: undefined })).toEqual(["no-authority", "no-line"]);
  });
});
