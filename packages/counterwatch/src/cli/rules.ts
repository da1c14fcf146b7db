import type { Command } from "commander";
import { type CounterwatchError, printPlace, type Severity } from "../model/index.ts";
import { counted } from "./counted.ts";
import { EXIT } from "./exit-codes.ts";
import { failureOf } from "./failure.ts";
import { addRuleFlags, settingsOf } from "./setting-flags.ts";
import { note, print } from "./standard-streams.ts";
import { table } from "./table.ts";

export function addRules(program: Command): void {
  const rules = program.command("rules").summary("check, test and explain detection rules");

  const lint = rules
    .command("lint")
    .summary("check rules and list them")
    .argument(
      "[path...]",
      "rule files or folders (default: the rules that ship, and those of the configuration)",
    )
    .option("--json", "print the rules as JSON");
  addRuleFlags(lint).action(runLint);

  const test = rules
    .command("test")
    .summary("run the tests that rules carry")
    .argument(
      "[path...]",
      "rule files or folders (default: the rules that ship, and those of the configuration)",
    )
    .option("--rule <name>", "this rule alone");
  addRuleFlags(test).action(runTest);

  const explain = rules
    .command("explain")
    .summary("say clause by clause why a rule matches an event or not")
    .argument("<rule>", "a rule's name, or a file with one rule")
    .argument("<event>", "events as JSON, a file of them (JSON or JSON Lines), or - for stdin")
    .option("--json", "print the explanations as JSON");
  addRuleFlags(explain)
    .addHelpText(
      "after",
      `
Only what matters of an event has to be written. Several events are seen in order.

Examples:
  counterwatch rules explain purpose-absent '{"subjects": ["plate A"]}'
  counterwatch rules explain my-rules/late.yml events.jsonl`,
    )
    .action(runExplain);
}

async function runLint(paths: readonly string[], flags: { json?: true }, command: Command): Promise<void> {
  const { lintRules } = await import("../app/rules.ts");
  const { rules, errors, warnings } = lintRules(paths, await settingsOf(command));
  if (flags.json === true) {
    const list = rules.map(({ name, severity, sigma, file }) => ({
      name,
      severity,
      title: sigma.title,
      file,
    }));
    await print(`${JSON.stringify(list, undefined, 2)}\n`);
  } else {
    const rows = rules.map(({ name, severity, sigma }) => [name, severity satisfies Severity, sigma.title]);
    await print(table(rows));
  }
  for (const { place, message, remedy } of warnings) {
    note(`${printPlace(place)}: warning: ${message}.${remedy === undefined ? "" : ` ${remedy}`}\n`);
  }
  report(errors);
  const doubts = warnings.length === 0 ? "" : `, ${counted(warnings.length, "warning")}`;
  note(
    `${counted(rules.length, "rule")}${errors.length === 0 ? ", no errors" : `, ${counted(errors.length, "error")}`}${doubts}\n`,
  );
  process.exitCode = errors.length === 0 ? EXIT.clean : EXIT.badInput;
}

async function runTest(paths: readonly string[], flags: { rule?: string }, command: Command): Promise<void> {
  const { testRules } = await import("../app/rules.ts");
  const { tested, errors } = testRules(paths, await settingsOf(command), flags.rule);
  for (const { rule, steps, outcomes, holds } of tested) {
    const count = `${steps.match} set it off, ${steps.pass} do not`;
    const said = outcomes.length === 0 ? "no test" : holds ? count : "fails";
    await print(`${holds ? (outcomes.length === 0 ? "–" : "✓") : "✗"} ${rule.name}  ${said}\n`);
    for (const { test, failures, error } of outcomes) {
      if (error !== undefined) await print(`    ${test}: ${error}\n`);
      for (const { step, repetition, expected, explanation } of failures) {
        const which = `event ${step}${repetition > 1 ? ` (repetition ${repetition})` : ""}`;
        const should =
          expected === "match" ? "should set it off and does not" : "should not set it off and does";
        await print(`    ${test}: ${which} ${should}\n${explanation.replace(/^/gm, "      ")}\n`);
      }
    }
  }
  report(errors);
  const failed = tested.filter(({ holds }) => !holds).length;
  const without = tested.filter(({ outcomes }) => outcomes.length === 0).length;
  note(`${tested.length} rules: ${failed} fail, ${without} have no test, ${errors.length} cannot be read\n`);
  process.exitCode = failed === 0 && errors.length === 0 ? EXIT.clean : EXIT.badInput;
}

async function runExplain(
  rule: string,
  event: string,
  flags: { json?: true },
  command: Command,
): Promise<void> {
  const { explainEvents } = await import("../app/rule-explanation.ts");
  const explanations = explainEvents(rule, event, await settingsOf(command));
  if (flags.json === true) {
    await print(`${JSON.stringify(explanations, undefined, 2)}\n`);
    return;
  }
  for (const [index, { event: id, text, note: aside }] of explanations.entries()) {
    const heading = explanations.length > 1 ? `${index > 0 ? "\n" : ""}${id}\n` : "";
    await print(`${heading}${text}\n${aside === undefined ? "" : `  ${aside}\n`}`);
  }
}

function report(errors: readonly CounterwatchError[]): void {
  for (const error of errors) note(failureOf(error).text);
}
