import { spawnSync } from "node:child_process";
import { Command, Option } from "commander";
import { describe, expect, it } from "vitest";
import { completionScript } from "./completion.ts";

const program = new Command("counterwatch").version("1.2.3");
program
  .command("scan")
  .summary("scan an access log")
  .argument("<file...>")
  .option("-o, --out <folder>", "folder: for what it's worth")
  .addOption(new Option("--lang <language>", "language").choices(["en", "es"]))
  .option("--json", "machines first");
const rules = program.command("rules").summary("work on rules");
rules.command("lint").summary("check rules").option("--quick", "in a hurry");
rules.command("test").summary("run rules' own tests");

/** What bash offers after `line`, whose last word is being typed. */
function offered(line: string): string[] {
  const words = line.split(" ");
  const script = `${completionScript(program, "bash")}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}
_counterwatch
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, status } = spawnSync("bash", ["--norc", "-c", script], {
    encoding: "utf8",
    cwd: import.meta.dirname,
  });
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  return stdout.split("\n").filter((word) => word !== "");
}

describe("completion", () => {
  it("is valid bash", () => {
    const { status, stderr } = spawnSync("bash", ["-n"], {
      input: completionScript(program, "bash"),
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("offers commands, commands of commands, flags, choices and files", () => {
    expect(offered("counterwatch ")).toEqual(["scan", "rules"]);
    expect(offered("counterwatch sc")).toEqual(["scan"]);
    expect(offered("counterwatch rules ")).toEqual(["lint", "test"]);
    expect(offered("counterwatch rules lint --")).toEqual(["--quick", "--help"]);
    expect(offered("counterwatch scan --j")).toEqual(["--json"]);
    expect(offered("counterwatch scan --lang ")).toEqual(["en", "es"]);
    expect(offered("counterwatch scan completion.te")).toEqual(["completion.test.ts"]);
    expect(offered("counterwatch scan --out completion.te")).toEqual(["completion.test.ts"]);
  });

  it("names every command and flag for zsh and fish, with quotes that close", () => {
    for (const shell of ["zsh", "fish"] as const) {
      const script = completionScript(program, shell);
      for (const word of ["scan", "rules", "lint", "test", "lang", "en", "es", "quick"])
        expect(script).toContain(word);
      expect((script.match(/'/g) ?? []).length % 2).toBe(0);
    }
  });
});
