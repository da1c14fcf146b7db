import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { CounterwatchError } from "../model/index.ts";
import type { RuleFile } from "../rules/rule-files.ts";
import { fileTrouble } from "./file-trouble.ts";

const MOST_BYTES = 1024 * 1024;

/** The folder of the rules that ship with the package; the same from sources and from the build. */
function shippedRulesFolder(): string {
  return fileURLToPath(new URL("../../rules/", import.meta.url));
}

/** The shipped rules, named from their folder: `rules/purpose-absent.yml`. */
export function readShippedRules(): RuleFile[] {
  const folder = shippedRulesFolder();
  return readRuleFiles([folder]).map(({ file, text }) => ({
    file: join("rules", relative(folder, file)),
    text,
  }));
}

/**
 * Rule files by path; a folder stands for every `.yml` and `.yaml` file in it and below, in the order of their names.
 * @throws CounterwatchError `not-found`, `unreadable`; `usage` for a folder without any rule file.
 */
export function readRuleFiles(paths: readonly string[]): RuleFile[] {
  return paths.flatMap((path) => {
    try {
      if (!statSync(path).isDirectory()) return [readRuleFile(path)];
      const names = readdirSync(path, { recursive: true, encoding: "utf8" }).filter((name) =>
        /\.ya?ml$/i.test(name),
      );
      if (names.length === 0) {
        throw new CounterwatchError("usage", "no rule file is in this folder", {
          place: { file: path },
          remedy: "Rule files end in .yml or .yaml.",
        });
      }
      return names.toSorted().map((name) => readRuleFile(join(path, name)));
    } catch (cause) {
      if (cause instanceof CounterwatchError) throw cause;
      throw fileTrouble(cause, path, "unreadable");
    }
  });
}

function readRuleFile(file: string): RuleFile {
  try {
    if (statSync(file).size > MOST_BYTES) {
      throw new CounterwatchError("rule", "the file is larger than 1 MB, and no rule is", {
        place: { file },
      });
    }
    return { file, text: readFileSync(file, "utf8") };
  } catch (cause) {
    if (cause instanceof CounterwatchError) throw cause;
    throw fileTrouble(cause, file, "unreadable");
  }
}
