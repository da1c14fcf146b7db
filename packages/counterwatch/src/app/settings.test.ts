import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CounterwatchError } from "../model/index.ts";
import { createKeyFile, readKeyFile } from "../store/key-file.ts";
import { readSettings, type SettingSources } from "./settings.ts";

let folder: string;
let configFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "counterwatch-settings-"));
  configFile = join(folder, "counterwatch.yaml");
  writeFileSync(configFile, "zone: UTC\ncountry: US\nfailOn: low\nout: results\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

function read(sources: Partial<SettingSources>) {
  return readSettings({ flags: {}, configFile, environment: {}, ...sources });
}

function refusal(sources: Partial<SettingSources>): CounterwatchError {
  try {
    read(sources);
  } catch (error) {
    if (error instanceof CounterwatchError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("settings", () => {
  it("come from the file, then the environment, then flags; the later wins", () => {
    const settings = read({
      environment: { COUNTERWATCH_COUNTRY: "MX", COUNTERWATCH_FAIL_ON: "medium", PATH: "/bin" },
      flags: { failOn: "critical", zone: undefined },
    });
    expect(settings).toMatchObject({ zone: "UTC", country: "MX", failOn: "critical", configFile });
  });

  it("take a heartbeat by flag beside those of the file, and say the flag's name where it is wrong", () => {
    writeFileSync(configFile, 'sources:\n  city-a: { heartbeat: "1h" }\n  city-b: { heartbeat: "2h" }\n');
    const flags = { sources: { "city-b": { heartbeat: "5m" }, "city-c": { heartbeat: "1d" } } };
    expect(read({ flags }).sources).toEqual({
      "city-a": { heartbeat: "1h" },
      "city-b": { heartbeat: "5m" },
      "city-c": { heartbeat: "1d" },
    });
    const wrong = refusal({ flags: { sources: { "city-a": { heartbeat: "soon" } } } });
    expect(wrong).toMatchObject({ code: "config", place: { file: "--heartbeat" } });
  });

  it("take paths of the file relative to the file", () => {
    expect(read({}).out).toBe(join(folder, "results"));
    expect(read({ flags: { out: "here" } }).out).toBe("here");
  });

  it("turn words of the environment into the setting's type", () => {
    const environment = { COUNTERWATCH_DEFAULT_RULES: "no", COUNTERWATCH_RULES: "a, b" };
    expect(read({ environment })).toMatchObject({ defaultRules: false, rules: ["a", "b"] });
    expect(refusal({ environment: { COUNTERWATCH_DEFAULT_RULES: "perhaps" } })).toMatchObject({
      code: "config",
      place: { file: "COUNTERWATCH_DEFAULT_RULES" },
    });
  });

  it("read `_FILE` variables from the file they name", () => {
    writeFileSync(join(folder, "country"), "CA\n");
    expect(read({ environment: { COUNTERWATCH_COUNTRY_FILE: join(folder, "country") } }).country).toBe("CA");
    expect(refusal({ environment: { COUNTERWATCH_COUNTRY_FILE: join(folder, "none") } }).code).toBe(
      "not-found",
    );
  });

  it("refuse an unknown variable with the nearest one", () => {
    const error = refusal({ environment: { COUNTERWATCH_CONTRY: "US" } });
    expect(error).toMatchObject({ code: "config", place: { file: "COUNTERWATCH_CONTRY" } });
    expect(error.remedy).toContain("COUNTERWATCH_COUNTRY");
  });

  it("name the flag that has a wrong value", () => {
    expect(refusal({ flags: { zone: "Chicago" } })).toMatchObject({
      code: "config",
      place: { file: "--zone" },
    });
  });

  it("take the key from the environment, a file that it names, or the key file; a flag wins", () => {
    const hex = Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString("hex");
    expect(read({ environment: { COUNTERWATCH_KEY: hex } }).key).toEqual(
      new Uint8Array(Buffer.from(hex, "hex")),
    );
    const keyFile = join(folder, "site.key");
    createKeyFile(keyFile);
    expect(read({ environment: { COUNTERWATCH_KEY_FILE: keyFile } }).key).toEqual(readKeyFile(keyFile));
    expect(read({ environment: { COUNTERWATCH_KEY: hex }, flags: { keyFile } }).key).toEqual(
      readKeyFile(keyFile),
    );
    expect(read({}).key).toBeUndefined();
  });

  it("never repeat a key that cannot be used", () => {
    const error = refusal({ environment: { COUNTERWATCH_KEY: "not-a-key-but-secret" } });
    expect(error.code).toBe("key-file");
    expect(JSON.stringify([error.message, error.place, error.remedy])).not.toContain("secret");
  });
});
