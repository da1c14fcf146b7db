import { expect, it } from "vitest";
import { keepCheckpoint, keptCheckpoint } from "./kept-checkpoint.ts";

it("what this browser saw is kept, forgotten, and never half-read", () => {
  const held = new Map<string, string>();
  const storage = {
    getItem: (name: string) => held.get(name) ?? null,
    setItem: (name: string, value: string) => void held.set(name, value),
    removeItem: (name: string) => void held.delete(name),
  } as unknown as Storage;
  expect(keptCheckpoint(storage)).toBeUndefined();
  const checkpoint = { note: "log\n3\nroot\n", size: 3, at: "2026-03-02T08:14:00.000Z" };
  keepCheckpoint(checkpoint, storage);
  expect(keptCheckpoint(storage)).toEqual(checkpoint);
  for (const text of ["{", '{"note":1}', "[]", "null"]) {
    held.set("counterwatch.checkpoint", text);
    expect(keptCheckpoint(storage), text).toBeUndefined();
  }
  keepCheckpoint(undefined, storage);
  expect(held.size).toBe(0);
});
