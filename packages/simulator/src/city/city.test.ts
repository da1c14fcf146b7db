import { describe, expect, it } from "vitest";
import { Clock } from "../agency/roster.ts";
import { RandomStream } from "../random/stream.ts";
import { City } from "./city.ts";
import { Identities } from "./identities.ts";

const random = RandomStream.seeded("city");
const clock = new Clock(Date.UTC(2025, 0, 1), 30);
const city = new City("city-a", 0, 1000, 30_000, clock, new Identities(random), random);
const people = Array.from({ length: 300 }, (_, i) => 1000 + i * 97);

describe("the synthetic city", () => {
  it("gives everybody identifiers of their own", () => {
    for (const system of ["plates", "calls", "travel", "finance"] as const) {
      const ids = Array.from({ length: 30_000 }, (_, i) => city.identifier(system, 1000 + i).id);
      expect(new Set(ids).size, system).toBe(30_000);
    }
    expect(city.identifier("plates", 1000).id).toMatch(/^[A-Z]{3}\d{4}$/);
    expect(city.identifier("calls", 1000).id).toMatch(/^\+1\d{3}555\d{4}$/);
  });

  it("knows contacts both ways", () => {
    for (const person of people) {
      for (const contact of city.society.contacts(person, 40)) {
        expect(city.society.contacts(contact, 40)).toContain(person);
      }
    }
  });

  it("moves people along the road graph, in order of time, past sites that exist", () => {
    for (const person of people.slice(0, 60)) {
      const stops = city.movement.path(person, 5, "camera");
      for (const [i, stop] of stops.entries()) {
        expect(stop.site.id).toMatch(/^city-a-cam-\d{4}$/);
        if (i > 0) expect(stop.at).toBeGreaterThanOrEqual(stops[i - 1]!.at);
      }
    }
    const route = city.roads.route(0, city.roads.nodes - 1, false);
    expect(route.length).toBe(2 * city.roads.side - 1);
  });

  it("lets friends meet at one place and time", () => {
    let meetings = 0;
    for (const person of people) {
      const own = city.movement.meeting(person, 3);
      if (own === undefined) continue;
      meetings++;
      for (const friend of city.society.members("friends", city.society.circleOf(person, "friends"))) {
        const theirs = city.movement.meeting(friend, 3);
        if (theirs !== undefined) expect(theirs).toEqual(own);
      }
    }
    expect(meetings).toBeGreaterThan(10);
  });
});
