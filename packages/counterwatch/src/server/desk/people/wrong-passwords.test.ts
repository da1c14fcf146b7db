import { describe, expect, it } from "vitest";
import type { AuditRow } from "../../../incidents/desk/desk-store.ts";
import { Browser, House, NOW } from "../desk-house.fixture.ts";
import { WrongPasswords } from "./wrong-passwords.ts";

const rowOf = (action: string, by: string, at = NOW, detail?: string): AuditRow => ({
  at,
  by,
  action,
  target: undefined,
  detail,
});

describe("wrong passwords", () => {
  it("are remembered through a restart, as the trail has them", async () => {
    const { store } = new House();
    for (let tries = 0; tries < 6; tries++)
      await store.audit(rowOf("sign-in.failed", "old", "2026-02-01T00:00:00.000Z"));
    for (let tries = 0; tries < 6; tries++) await store.audit(rowOf("sign-in.failed", "analyst"));
    for (let tries = 0; tries < 6; tries++) await store.audit(rowOf("sign-in.failed", "ana"));
    await store.audit(rowOf("sign-in", "ana"));
    for (let tries = 0; tries < 6; tries++)
      await store.audit(rowOf("sign-in.failed", "keys", NOW, "passkey: its answer does not hold"));
    const wrong = new WrongPasswords(() => Date.parse(NOW));
    await wrong.recall(store);
    expect(["analyst", "ana", "keys", "old"].map((name) => wrong.wait(name))).toEqual([2000, 0, 0, 0]);
  });

  it("are asked for again where the trail could not be read", async () => {
    const { store } = new House();
    for (let tries = 0; tries < 5; tries++) await store.audit(rowOf("sign-in.failed", "analyst"));
    const wrong = new WrongPasswords(() => Date.parse(NOW));
    const broken = { auditTrail: () => Promise.reject(new Error("the store is away")) };
    await expect(wrong.recall(broken)).rejects.toThrow("the store is away");
    await wrong.recall(store);
    expect(wrong.wait("analyst")).toBe(1000);
  });

  it("are answered without waiting for the trail, which has names that exist alone", async () => {
    const house = await new House().furnish();
    const writes: (() => void)[] = [];
    const { audit } = house.store;
    house.store.audit = async (row) => {
      await new Promise<void>((resolve) => writes.push(resolve));
      await audit.call(house.store, row);
    };
    const password = "wrong";
    const { status } = await new Browser(house).ask("POST", "/api/session", { name: "analyst", password });
    expect([status, writes.length]).toEqual([401, 1]);
    writes[0]?.();
  });
});

describe("a password", () => {
  it("opens nothing that was replaced, or whose account was disabled, while it was looked at", async () => {
    for (const change of [{ password: "hash of another" }, { disabled: true }]) {
      const house = await new House().furnish();
      const analyst = (await house.store.accounts()).find(({ name }) => name === "analyst");
      if (analyst === undefined) throw new Error("the house has an analyst");
      const { store } = house;
      let asked = 0;
      const { accounts } = store;
      store.accounts = async () => {
        if (++asked === 2) await store.saveAccount({ ...analyst, ...change }, rowOf("account.save", "root"));
        return await accounts.call(store);
      };
      const body = { name: "analyst", password: "password of analyst" };
      expect((await new Browser(house).ask("POST", "/api/session", body)).status).toBe(401);
      expect(house.sessions.of("analyst")).toEqual([]);
    }
  });
});
