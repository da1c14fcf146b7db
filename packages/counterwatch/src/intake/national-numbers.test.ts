import fc from "fast-check";
import { getCountries, isValidPhoneNumber, parsePhoneNumberFromString } from "libphonenumber-js/max";
import { describe, expect, it } from "vitest";
import { canonicalPhone } from "./canonical.ts";
import { isNational } from "./national-numbers.ts";

const country = fc.constantFrom(...getCountries());
const groups = fc.array(fc.stringMatching(/^\d{1,6}$/), { minLength: 1, maxLength: 4 });

describe("what is too short for a phone of the country", () => {
  it("is none for libphonenumber either", () => {
    fc.assert(
      fc.property(country, groups, fc.constantFrom("", " ", "-", "."), (where, parts, sign) => {
        const text = parts.join(sign);
        expect(isNational(text, parts.join("").length, where)).toBe(isValidPhoneNumber(text, where));
      }),
      { numRuns: 5000 },
    );
  });
});

describe("a North American number in E.164", () => {
  it("is its own canonical form wherever it is read", () => {
    const number = fc.stringMatching(/^\+1[2-9]\d{2}[2-9]\d{6}$/);
    fc.assert(
      fc.property(number, fc.option(country, { nil: undefined }), (text, where) => {
        const read = parsePhoneNumberFromString(text, { defaultCountry: where!, extract: false });
        expect(read?.isPossible() === true ? read.number : text).toBe(text);
        expect(canonicalPhone(text, where)).toBe(text);
      }),
    );
  });
});
