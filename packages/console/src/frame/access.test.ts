import { describe, expect, it } from "vitest";
import { english } from "../words/english.ts";
import { mayRead, PAGE_GROUPS, pageOf, pagesOf } from "./access.ts";

describe("pages by role", () => {
  it("stand in a group each", () => {
    expect(PAGE_GROUPS.flat()).toEqual(Object.keys(english.pages));
  });

  it("are those that the server would give", () => {
    expect(pagesOf(["administrator"])).toEqual([
      ["overview"],
      ["sources", "ledger"],
      ["accounts", "audit", "settings"],
    ]);
    expect(pagesOf(["analyst"]).flat()).not.toContain("accounts");
    expect(pagesOf(["register-officer"]).flat()).toContain("warnings");
    expect(mayRead("findings", ["register-officer"])).toBe(false);
    expect(mayRead("overview", [])).toBe(true);
  });

  it("are linked where they have an address", () => {
    const built = new Set(["findings", "ledger"]);
    expect(pagesOf(["analyst"], (page) => built.has(page))).toEqual([["findings"], ["ledger"]]);
  });

  it("own the addresses below them", () => {
    expect(pageOf("/incidents/i1_0")).toBe("incidents");
    expect(pageOf("/operators/op-1")).toBe("findings");
    expect(pageOf("/elsewhere")).toBeUndefined();
  });
});
