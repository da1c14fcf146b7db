import fc from "fast-check";
import { expect, it } from "vitest";
import { splitQuotedList } from "./quoted-list.ts";

it("reads what was written, whatever the values hold", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: "binary" }), { minLength: 1 }),
      fc.array(fc.boolean()),
      (values, quoted) => {
        const written = values.map((value, i) =>
          quoted[i] === true || /[",]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value,
        );
        expect(splitQuotedList(written.join(","))).toEqual(values);
      },
    ),
  );
});

it("ends an open quote with the text", () => {
  expect(splitQuotedList('a,"b,c')).toEqual(["a", "b,c"]);
});
