import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Channel, Outcome } from "../../../incidents/notices/channel.ts";
import { NOTICE_KINDS, noticeFor, type NoticeTarget } from "../../../incidents/notices/notice.ts";
import { MOST_TRIES } from "../../../incidents/notices/retrying.ts";
import { MemoryOutbox } from "../../../store/desk/memory/memory-outbox.fixture.ts";
import { Deliveries } from "./deliveries.ts";

const START = Date.parse("2026-03-01T00:00:00.000Z");

function target(name: string, gather = 0): NoticeTarget {
  return { name, tell: new Set(NOTICE_KINDS), severity: "low", detail: "none", withhold: new Set(), gather };
}

class Place {
  now = START;
  readonly outbox = new MemoryOutbox(() => {});
  /** Messages that arrived, each with the ids of its notices. */
  readonly arrived: { to: string; ids: string[]; at: number }[] = [];

  channel(
    name: string,
    outcome: () => Outcome = () => ({ as: "delivered" }),
    atOnce = 1,
    gather = 0,
  ): Channel {
    return {
      target: target(name, gather),
      address: "a",
      longest: 20_000,
      atOnce,
      send: async (notices) => {
        const result = outcome();
        if (result.as === "delivered")
          this.arrived.push({ to: name, ids: notices.map(({ id }) => id), at: this.now });
        return result;
      },
    };
  }

  deliveries(...channels: Channel[]): Deliveries {
    return new Deliveries({ outbox: this.outbox, channels, clock: () => this.now, random: () => 0 });
  }

  async tell(channel: Channel, ...abouts: string[]): Promise<void> {
    const at = new Date(this.now).toISOString();
    for (const about of abouts)
      await this.outbox.add([noticeFor(channel.target, { kind: "finding.new", about, turn: "", at }, at)]);
  }

  async states(): Promise<Record<string, string>> {
    const { items } = await this.outbox.entries({}, { limit: 1000 });
    return Object.fromEntries(items.map(({ about, state }) => [about, state]));
  }
}

describe("deliveries", () => {
  it("go on to others where one target does not answer, and come back later each time", async () => {
    const place = new Place();
    const bad = place.channel("webhook/bad", () => ({ as: "failed", reason: "answered 500" }));
    const good = place.channel("webhook/good");
    const deliveries = place.deliveries(bad, good);
    await place.tell(bad, "f-1", "f-2");
    await place.tell(good, "f-3");
    const waits: number[] = [];
    for (let next = await deliveries.round(); next !== undefined; next = await deliveries.round()) {
      waits.push(next - place.now);
      place.now = next;
    }
    expect(place.arrived.map(({ to }) => to)).toEqual(["webhook/good"]);
    expect(await place.states()).toEqual({ "f-1": "dead", "f-2": "dead", "f-3": "delivered" });
    const { items } = await place.outbox.entries({ state: "dead" }, { limit: 9 });
    expect(items.map(({ attempts, reason }) => [attempts, reason])).toEqual([
      [MOST_TRIES, "answered 500"],
      [MOST_TRIES, "answered 500"],
    ]);
    expect(Math.max(...waits)).toBeLessThanOrEqual(12 * 3_600_000);
    expect(deliveries.failures.get("webhook/bad")).toBe(2 * MOST_TRIES);
  });

  it("are one message where notices are gathered", async () => {
    const place = new Place();
    const mail = place.channel("mail/duty", undefined, 500, 60_000);
    const deliveries = place.deliveries(mail);
    place.now = START + 5000;
    await place.tell(mail, "f-1", "f-2");
    place.now = START + 50_000;
    await place.tell(mail, "f-3");
    expect(await deliveries.round()).toBe(START + 60_000);
    expect(place.arrived).toEqual([]);
    place.now = START + 60_000;
    expect(await deliveries.round()).toBeUndefined();
    expect(place.arrived.map(({ ids }) => ids.length)).toEqual([3]);
  });

  it("end for a target that is gone, until it leads elsewhere", async () => {
    const place = new Place();
    const gone = place.channel("webhook/siem", () => ({ as: "gone", reason: "answered 410 Gone" }));
    await place.tell(gone, "f-1", "f-2");
    await place.deliveries(gone).round();
    await place.deliveries(gone).round();
    expect(await place.states()).toEqual({ "f-1": "dead", "f-2": "dead" });
    const moved = { ...place.channel("webhook/siem"), address: "b" };
    await place.tell(moved, "f-3");
    await place.deliveries(moved).round();
    expect(await place.states()).toEqual({ "f-1": "dead", "f-2": "dead", "f-3": "delivered" });
    expect(await place.outbox.stopped()).toEqual([]);
  });

  it("are given up for targets that the configuration no longer has", async () => {
    const place = new Place();
    await place.tell(place.channel("webhook/old"), "f-1");
    expect(await place.deliveries(place.channel("webhook/new")).round()).toBeUndefined();
    expect(await place.states()).toEqual({ "f-1": "dead" });
  });

  it("give up what ends the process each time", async () => {
    const place = new Place();
    let tries = 0;
    const deadly: Channel = {
      ...place.channel("webhook/siem"),
      send: () => {
        tries++;
        return Promise.reject(new Error("killed"));
      },
    };
    await place.tell(deadly, "f-1");
    for (let starts = 0; starts < MOST_TRIES + 3; starts++) {
      await place
        .deliveries(deadly)
        .round()
        .catch(() => {});
      place.now += 20_000;
    }
    expect([tries, await place.states()]).toEqual([MOST_TRIES, { "f-1": "dead" }]);
  });

  it("lose nothing and make no new ids, wherever the process dies", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom("lives", "dies before", "dies after", "fails"), { maxLength: 60 }),
        async (fates) => {
          const place = new Place();
          const left = [...fates];
          class Death extends Error {}
          const deadly = (): Channel => ({
            ...place.channel("webhook/siem"),
            send: async (notices) => {
              const fate = left.shift() ?? "lives";
              if (fate === "dies before") throw new Death();
              if (fate === "fails") return { as: "failed", reason: "answered 500" };
              place.arrived.push({ to: "", ids: notices.map(({ id }) => id), at: place.now });
              if (fate === "dies after") throw new Death();
              return { as: "delivered" };
            },
          });
          await place.tell(deadly(), "f-1", "f-2", "f-3", "f-4");
          const { items } = await place.outbox.entries({}, { limit: 9 });
          for (let starts = 0; starts < 300; starts++) {
            const next = await place
              .deliveries(deadly())
              .round()
              .catch((cause: unknown) => {
                if (!(cause instanceof Death)) throw cause;
                return place.now + 20_000;
              });
            if (next === undefined) break;
            place.now = Math.max(place.now + 1, next);
          }
          const arrived = new Set(place.arrived.flatMap(({ ids }) => ids));
          const { items: after } = await place.outbox.entries({}, { limit: 9 });
          expect(after.map(({ state }) => state)).not.toContain("waiting");
          for (const { id, state } of after) if (state === "delivered") expect(arrived).toContain(id);
          for (const id of arrived) expect(items.map((item) => item.id)).toContain(id);
          // A crash alone gives none of them up: only tries without an end do.
          if (fates.filter((fate) => fate !== "lives").length < MOST_TRIES)
            expect(after.map(({ state }) => state)).toEqual(after.map(() => "delivered"));
        },
      ),
    );
  });
});
