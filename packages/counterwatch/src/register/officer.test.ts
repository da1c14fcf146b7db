import { describe, expect, it } from "vitest";
import { type Credential, checkAnchor, lockCredential, openCredential } from "./officer.ts";

const CREDENTIAL: Credential = {
  format: "counterwatch-officer/v1",
  register: "ab".repeat(16),
  name: "alice",
  set: "cd".repeat(16),
  place: 0,
  share: "12".repeat(78),
  seed: "34".repeat(32),
  anchor: { version: 0, cover: "56".repeat(32) },
};

function chain(register: string, cover: string, set = "cd".repeat(16)) {
  return { newest: { register, set }, hashes: [cover] } as unknown as Parameters<typeof checkAnchor>[1];
}

describe("an officer's file", () => {
  it("opens with the passphrase alone, and refuses every damaged byte, cut and other name", async () => {
    const file = await lockCredential(CREDENTIAL, "correct horse battery", 1);
    expect(await openCredential(file, "correct horse battery", "alice")).toEqual(CREDENTIAL);
    await expect(openCredential(file, "correct horse batter", "alice")).rejects.toMatchObject({
      code: "share",
    });
    await expect(openCredential(file, "correct horse battery", "bruno")).rejects.toMatchObject({
      code: "share",
    });
    for (let at = 0; at < file.length; at++) {
      const damaged = file.map((byte, index) => (index === at ? byte ^ 1 : byte));
      await expect(
        openCredential(damaged, "correct horse battery", "alice"),
        `byte ${at}`,
      ).rejects.toMatchObject({
        code: "share",
        message: "the file of alice does not open",
      });
      await expect(
        openCredential(file.slice(0, at), "correct horse battery", "alice"),
        `cut at ${at}`,
      ).rejects.toMatchObject({ code: "share" });
    }
  });

  it("knows its register, and that its covers were not rewritten", () => {
    expect(() => checkAnchor(CREDENTIAL, chain("ab".repeat(16), "56".repeat(32)))).not.toThrow();
    expect(() => checkAnchor(CREDENTIAL, chain("00".repeat(16), "56".repeat(32)))).toThrow(
      expect.objectContaining({ code: "share" }),
    );
    expect(() => checkAnchor(CREDENTIAL, chain("ab".repeat(16), "00".repeat(32)))).toThrow(
      expect.objectContaining({ code: "rollback" }),
    );
  });

  it("knows which splitting of the key it is of", () => {
    const other = chain("ab".repeat(16), "56".repeat(32), "ef".repeat(16));
    expect(() => checkAnchor(CREDENTIAL, other)).toThrow(
      "the share of alice belongs to splitting cdcdcdcd of the key, and this register is sealed to splitting efefefef",
    );
  });
});
