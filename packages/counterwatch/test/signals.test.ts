import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Workshop } from "./workshop.ts";

const workshop = new Workshop();

function staging(out: string): boolean {
  const path = join(workshop.path, out);
  return existsSync(path) && readdirSync(path).some((name) => name.startsWith(".counterwatch-partial-"));
}

describe("a signal in the middle of a scan", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("%s leaves with %i and no half output", async (name, exitCode) => {
    workshop.writeAudit();
    const before = workshop.files();
    const said = await workshop.run(["scan", "-", "--out", "deep/out"], {
      input: workshop.read("log/audit-2025-09.csv"),
      signal: { name, when: () => staging("deep/out") },
    });
    expect(said).toMatchObject({ status: exitCode, stdout: "" });
    expect(said.stderr).toContain(`stopped by ${name}`);
    expect(workshop.files()).toEqual(before);
    expect(existsSync(join(workshop.path, "deep"))).toBe(false);
  });

  it("takes what it kept on disk to sort a log with it", async () => {
    const rows = workshop.writeAudit() && workshop.read("log/audit-2025-09.csv").trim().split(/\r\n/);
    const [header = "", ...body] = rows;
    const copies = Array.from({ length: 50 }, (_, copy) => body.toReversed().map((row) => `${copy} ${row}`));
    workshop.write("temporary/.keep", "");
    const temporary = join(workshop.path, "temporary");
    const before = workshop.files();
    const said = await workshop.run(["scan", "-", "--out", "out"], {
      input: [header, ...copies.flat()].join("\r\n"),
      env: { TMPDIR: temporary },
      signal: {
        name: "SIGTERM",
        when: () => readdirSync(temporary).some((name) => name.startsWith("counterwatch-order")),
      },
    });
    expect(said).toMatchObject({ status: 143, stdout: "" });
    expect(workshop.files()).toEqual(before);
    expect(readdirSync(temporary)).toEqual([".keep"]);
  });

  it("keeps the result of the run before", async () => {
    workshop.writeAudit();
    await workshop.run(["scan", "log"]);
    const before = workshop.files();
    await workshop.run(["scan", "-"], {
      input: workshop.read("log/audit-2025-09.csv"),
      signal: { name: "SIGINT", when: () => staging("counterwatch-out") },
    });
    expect(workshop.files()).toEqual(before);
  });

  it("a run that was killed outright leaves nothing that stops the next one", async () => {
    workshop.writeAudit();
    await workshop.run(["scan", "-"], {
      input: workshop.read("log/audit-2025-09.csv"),
      signal: { name: "SIGKILL", when: () => staging("counterwatch-out") },
    });
    expect(staging("counterwatch-out")).toBe(true);
    expect((await workshop.run(["scan", "log", "-q"])).status).toBe(0);
    expect(staging("counterwatch-out")).toBe(false);
  });
});
