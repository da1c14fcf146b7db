import { describe, expect, it } from "vitest";
import { demoDoor } from "./demo-door.ts";

function door() {
  let watched = 0;
  const app = demoDoor({
    state: async () => ({
      phase: "waiting",
      loaded: 1,
      clock: "2026-11-28T07:15:00.000Z",
      hoursASecond: 1,
      people: [{ name: "ana", role: "analyst", password: "a password of this run" }],
    }),
    watch: () => void watched++,
  });
  const ask = (path: string, headers: Record<string, string>, method = "GET") =>
    app.request(`http://127.0.0.1:8470${path}`, { method, headers });
  return { ask, watched: () => watched };
}

describe("the door of a demo", () => {
  it("tells this machine how far the city is, and who works there", async () => {
    const { ask } = door();
    const answer = await ask("/api/demo", { host: "127.0.0.1:8470" });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await answer.json()).toMatchObject({ phase: "waiting", people: [{ name: "ana" }] });
  });

  it.each(["evil.example", "127.0.0.1.evil.example:8470", "localhost.evil.example", ""])(
    "tells a page that calls itself %j nothing",
    async (host) => {
      const { ask, watched } = door();
      for (const [path, method] of [
        ["/api/demo", "GET"],
        ["/api/demo/watched", "POST"],
      ] as const) {
        const answer = await ask(path, { host, "x-counterwatch": "1" }, method);
        expect(answer.status).toBe(403);
        expect(await answer.text()).not.toContain("password");
      }
      expect(watched()).toBe(0);
    },
  );

  it("lets the city go on for the console alone", async () => {
    const { ask, watched } = door();
    expect((await ask("/api/demo/watched", { host: "localhost" }, "POST")).status).toBe(403);
    expect(watched()).toBe(0);
    expect(
      (await ask("/api/demo/watched", { host: "localhost", "x-counterwatch": "1" }, "POST")).status,
    ).toBe(200);
    expect(watched()).toBe(1);
  });
});
