import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CONNECTORS } from "../intake/connectors.ts";
import { configSchema, parseConfig } from "../store/config-file.ts";
import { configText, initialise } from "./init.ts";
import { readSettings } from "./settings.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "counterwatch-init-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("counterwatch init", () => {
  it("makes a key and a configuration that the next run takes as they are", () => {
    const { configFile } = initialise(join(folder, "site"));
    expect(readSettings({ flags: {}, configFile, environment: {} }).key).toHaveLength(32);
  });

  it("explains every setting there is, and each example is valid", () => {
    const uncommented = configText().replace(/^# (\w+: )/gm, "$1");
    const config = parseConfig(uncommented, "f");
    expect(Object.keys(config).toSorted()).toEqual(Object.keys(configSchema.shape).toSorted());
    expect(CONNECTORS.map(({ id }) => id)).toContain(config.format);
  });

  it("overwrites neither a configuration nor a key, and makes nothing when it refuses", () => {
    writeFileSync(join(folder, "counterwatch.yaml"), "zone: UTC\n");
    expect(() => initialise(folder)).toThrow(/already there/);
    expect(readdirSync(folder)).toEqual(["counterwatch.yaml"]);

    const other = mkdtempSync(join(folder, "other-"));
    writeFileSync(join(other, "counterwatch.key"), "mine");
    expect(() => initialise(other)).toThrow(/never overwritten/);
    expect(readdirSync(other)).toEqual(["counterwatch.key"]);
  });
});
