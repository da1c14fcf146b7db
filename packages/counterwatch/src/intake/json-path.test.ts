import { describe, expect, it } from "vitest";
import { compilePath } from "./json-path.ts";

const RECORD = {
  actor: { user: { name: "ana" }, "e-mail": "x" },
  who: [{ id: 1 }, { id: 2 }, "no"],
  "a.b": { "it's": true },
  empty: null,
};

describe("a JSON path", () => {
  it.each([
    ["$", [RECORD]],
    ["$.actor.user.name", ["ana"]],
    ["$.actor.e-mail", ["x"]],
    ["$.who[0].id", [1]],
    ["$.who[*].id", [1, 2]],
    ["$['a.b']['it\\'s']", [true]],
    ['$["actor"].user.*', ["ana"]],
    ["$.empty", [null]],
    ["$.who[9].id", []],
    ["$.actor.user.name.length", []],
    ["$.constructor", []],
  ])("%s finds what is there", (path, expected) => {
    expect(compilePath(path)?.(RECORD)).toEqual(expected);
  });

  it.each(["actor", "$actor", "$.", "$.a[", "$.a[x]", "$..a", "$.a b"])("%s is none", (path) => {
    expect(compilePath(path)).toBeUndefined();
  });
});
