import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { SourceTokens } from "./source-tokens.ts";

const print = (token: string) => createHash("sha256").update(token).digest("hex");

it("holds for a reader that was open before a token was made, replaced and ended, and lets nobody in where it is damaged", () => {
  const folder = mkdtempSync(join(tmpdir(), "counterwatch-tokens-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "sources.json");
  const [server, machine] = [new SourceTokens(path), new SourceTokens(path)];
  expect(server.of("city")).toBeUndefined();
  const first = machine.make("city");
  expect(server.of("city")).toBe(print(first));
  const second = machine.make("city");
  machine.make("town");
  expect(server.of("city")).toBe(print(second));
  expect(server.of("toString")).toBeUndefined();
  for (const name of ["counterwatch", "city/alpr", "/", "", "x".repeat(257)])
    expect(() => machine.make(name), name).toThrow(expect.objectContaining({ code: "usage" }));
  machine.end("city");
  expect(server.of("city")).toBeUndefined();
  expect(Object.keys(server.all())).toEqual(["town"]);
  expect(() => machine.end("city")).toThrow(expect.objectContaining({ code: "not-found" }));
  writeFileSync(path, "{");
  expect(() => server.of("town")).toThrow(expect.objectContaining({ code: "unavailable" }));
});
