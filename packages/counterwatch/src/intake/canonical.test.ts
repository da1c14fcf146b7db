import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SubjectType } from "../model/index.ts";
import { canonicalise, passesLuhn, readAddress } from "./canonical.ts";

function canonical(type: SubjectType, raw: string, country = "US"): string | undefined {
  return canonicalise(type, raw, country)?.value;
}

describe("canonical forms", () => {
  it.each([
    ["ABC 1234", "ABC1234"],
    ["abc-1234", "ABC1234"],
    ["B·MW 12.34", "BMW1234"],
    ["ＡＢＣ１２３４", "ABC1234"],
    ["MY09978.", "MY09978"],
    ["GC39828\\", "GC39828"],
    [" 7533654 ", "7533654"],
    ["ñu 123", "ÑU123"],
  ])("plate %s is %s", (raw, value) => {
    expect(canonicalise("plate", raw)).toEqual({ value, partial: false });
  });

  it.each([
    ["QZ*****", "QZ*"],
    ["AB?12", "AB?12"],
    ["AB_12", "AB?12"],
    ["%123%", "*123*"],
    ["HG", "HG"],
    ["051", "051"],
  ])("plate %s is a fragment", (raw, value) => {
    expect(canonicalise("plate", raw)).toEqual({ value, partial: true });
  });

  it("finds nothing in punctuation", () => {
    expect(canonicalise("plate", " .- ")).toBeUndefined();
    expect(canonicalise("plate", "?")).toBeUndefined();
    expect(canonicalise("phone", "  ")).toBeUndefined();
  });

  it.each([
    ["(415) 555-2671", "US", "+14155552671"],
    ["415.555.2671", "US", "+14155552671"],
    ["+1 415 555 2671", "MX", "+14155552671"],
    ["0014155552671", "DE", "+14155552671"],
    ["tel:+52-55-5080-2000", "US", "+525550802000"],
    ["55 5080 2000", "MX", "+525550802000"],
    ["030 901820", "DE", "+4930901820"],
  ])("phone %s in %s is %s (E.164)", (raw, country, value) => {
    expect(canonical("phone", raw, country)).toBe(value);
  });

  it("keeps a phone that is none, cleaned, because the look-up happened", () => {
    expect(canonical("phone", "12-34")).toBe("1234");
    expect(canonical("phone", "Unknown caller")).toBe("unknowncaller");
  });

  it("gives an IMEI its check digit and drops the software version (3GPP TS 23.003)", () => {
    expect(canonical("imei", "49015420323751")).toBe("490154203237518");
    expect(canonical("imei", "49-015420-323751-8")).toBe("490154203237518");
    expect(canonical("imei", "4901542032375101")).toBe("490154203237518");
    expect(passesLuhn("490154203237518")).toBe(true);
    expect(passesLuhn("490154203237519")).toBe(false);
  });

  it("keeps an IMEI whose check digit is wrong as it is", () => {
    expect(canonical("imei", "490154203237519")).toBe("490154203237519");
  });

  it("cleans IMSI, e-mail, persons and accounts", () => {
    expect(canonical("imsi", "310-410 123456789")).toBe("310410123456789");
    expect(canonical("email", " Jane.DOE@Example.ORG ")).toBe("jane.doe@example.org");
    expect(canonical("email", "Jane Doe <jane@example.org>")).toBe("jane@example.org");
    expect(canonical("email", "mailto:jane@example.org")).toBe("jane@example.org");
    expect(canonical("person", "  Jane   DOE ")).toBe(canonical("person", "jane doe"));
    expect(canonical("account", "STRASSE")).toBe(canonical("account", "straße"));
  });

  it.each([
    ["2001:0DB8:0000:0000:0000:0000:0000:0001", "2001:db8::1"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["FE80::1%eth0", "fe80::1"],
    ["::ffff:192.0.2.33", "192.0.2.33"],
    ["[2001:db8::1]:443", "2001:db8::1"],
    ["192.0.2.33:8080", "192.0.2.33"],
    ["010.000.000.008", "10.0.0.8"],
  ])("address %s is %s (RFC 5952)", (raw, value) => {
    expect(canonicalise("ip", raw)).toEqual({ value, partial: false });
  });

  it("takes a network for a fragment, and no address for text", () => {
    expect(canonicalise("ip", "10.0.0.0/8")).toEqual({ value: "10.0.0.0", partial: true });
    expect(canonicalise("ip", "10.0.0.1/32")?.partial).toBe(false);
    expect(readAddress("10:32:22")).toBeUndefined();
    expect(readAddress("300.1.1.1")).toBeUndefined();
    expect(canonical("ip", "host-7")).toBe("host-7");
  });

  it("is idempotent", () => {
    const types: SubjectType[] = ["plate", "phone", "imei", "imsi", "email", "ip", "person", "account"];
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.string({ unit: "grapheme", maxLength: 40 }), (type, raw) => {
        const once = canonical(type, raw);
        if (once !== undefined) expect(canonical(type, once)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });

  it("is idempotent for every single character", () => {
    const moved: string[] = [];
    for (let code = 0; code < 0x11_0000; code++) {
      if (code >= 0xd800 && code < 0xe000) continue;
      for (const type of ["account", "email", "plate", "imsi"] as const) {
        const once = canonical(type, String.fromCodePoint(code));
        if (once !== undefined && canonical(type, once) !== once) moved.push(`${type} ${code.toString(16)}`);
      }
    }
    expect(moved).toEqual([]);
  });

  it("does not see how a plate is spaced or written", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Z0-9]{4,8}$/),
        fc.array(fc.constantFrom("", " ", "-", "."), { minLength: 8, maxLength: 8 }),
        (plate, gaps) => {
          const spaced = [...plate].map((sign, index) => sign.toLowerCase() + (gaps[index] ?? "")).join("");
          expect(canonical("plate", spaced)).toBe(plate);
        },
      ),
    );
  });
});
