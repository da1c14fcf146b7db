import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EMPTY_DOCUMENT } from "./document.ts";
import { makeDataKey, paddedLength, sealDocument, unsealDocument } from "./sealing.ts";

const PLACE = { register: "ab".repeat(16), version: 3, previous: "cd".repeat(32) };

describe("the sealed file", () => {
  it("opens with its key at its place of the chain, and nowhere else", async () => {
    const { key, recipient } = await makeDataKey();
    const sealed = await sealDocument(EMPTY_DOCUMENT, PLACE, recipient);
    expect(await unsealDocument(sealed, key, PLACE)).toEqual(EMPTY_DOCUMENT);
    for (const change of [{ version: 2 }, { register: "00".repeat(16) }, { previous: "00".repeat(32) }])
      await expect(unsealDocument(sealed, key, { ...PLACE, ...change })).rejects.toMatchObject({
        code: "register",
      });
    const other = await makeDataKey();
    await expect(unsealDocument(sealed, other.key, PLACE)).rejects.toMatchObject({ code: "register" });
  });

  it("refuses every single damaged byte of its header, and any elsewhere (age-encryption.org/v1)", async () => {
    const { key, recipient } = await makeDataKey();
    const sealed = await sealDocument(EMPTY_DOCUMENT, PLACE, recipient);
    const header = Buffer.from(sealed).indexOf("--- ") + 48;
    expect(header).toBeGreaterThan(100);
    const places = [
      ...Array.from({ length: header }, (_, at) => at),
      ...Array.from({ length: 50 }, (_, at) => header + Math.floor(((sealed.length - header) * at) / 50)),
      sealed.length - 1,
    ];
    for (const at of places) {
      const damaged = sealed.slice();
      damaged[at] = (damaged[at] as number) ^ 1;
      await expect(unsealDocument(damaged, key, PLACE), `byte ${at}`).rejects.toMatchObject({
        code: "register",
      });
    }
    for (const length of [0, 1, header, sealed.length - 1])
      await expect(unsealDocument(sealed.slice(0, length), key, PLACE)).rejects.toMatchObject({
        code: "register",
      });
  });

  it("has few lengths (Padmé): never shorter, at most 12 % longer above 64 KiB", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 29 }), (length) => {
        const padded = paddedLength(length);
        expect(padded).toBeGreaterThanOrEqual(length);
        if (length > 65_536) expect(padded / length).toBeLessThan(1.12);
        else expect(padded).toBe(65_536);
        expect(paddedLength(padded)).toBe(padded);
      }),
    );
  });
});
