import { describe, expect, it } from "vitest";
import { NOTICE_KINDS, noticeFor, type NoticeTarget } from "../../../incidents/notices/notice.ts";
import { House, NOW } from "../desk-house.fixture.ts";
import { noticePage } from "./notice-routes.ts";

const TARGET: NoticeTarget = {
  name: "webhook/siem",
  tell: new Set(NOTICE_KINDS),
  severity: "low",
  detail: "full",
  withhold: new Set(),
  gather: 0,
};

describe("the outbox as administrators see it", () => {
  it("says what became of each notice and not what it said; what was given up is tried again", async () => {
    const place = await new House().furnish();
    const { outbox } = place.store;
    const secret = "Operator op-1 looked at one plate.";
    const happening = { kind: "finding.new", about: "f-1", turn: "", at: NOW, sentence: secret } as const;
    const notice = noticeFor(TARGET, happening, NOW);
    await outbox.add([notice]);
    const ask = (method: string, path: string, name = "administrator", body?: object) =>
      place.ask(method, path, { cookie: place.as(name), ...(body !== undefined && { body }) });
    const page = async () => await (await ask("GET", "/api/notifications", "auditor")).text();
    expect(noticePage.parse(JSON.parse(await page())).items).toMatchObject([
      { about: "f-1", state: "waiting", attempts: 0 },
    ]);
    expect(await page()).not.toContain("op-1");
    expect((await ask("POST", `/api/notifications/${notice.id}/retry`)).status).toBe(409);
    await outbox.settle([notice.id], { state: "dead", reason: "answered 500" }, NOW);
    expect((await ask("POST", `/api/notifications/${notice.id}/retry`, "auditor")).status).toBe(403);
    expect((await ask("POST", `/api/notifications/${notice.id}/retry`)).status).toBe(200);
    expect((await ask("POST", "/api/notifications/n1_nothing/retry")).status).toBe(404);
    expect((await outbox.claim(TARGET.name, { now: NOW, until: NOW, limit: 9 })).map(({ id }) => id)).toEqual(
      [notice.id],
    );
    expect((await ask("POST", "/api/notifications/test", "administrator", { target: "nobody" })).status).toBe(
      404,
    );
    expect((await ask("GET", "/api/notifications?state=lost")).status).toBe(400);
    const { items } = await place.store.auditTrail({ limit: 9 });
    expect(items.map(({ action }) => action)).toContain("notice.retry");
  });
});
