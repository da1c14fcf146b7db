import type { Command } from "commander";
import { addRegisterAnswers } from "./register-answers.ts";
import { addRegisterEdits } from "./register-edits.ts";
import { addRegisterOfficers } from "./register-officers.ts";

export function addRegister(program: Command): void {
  const register = program
    .command("register")
    .summary("keep the sealed list of protected people")
    .description(
      "The register holds people by internal ids, their identifiers, who must not be connected with whom, and decoys.\n" +
        "It is sealed; any two of three officers open it, each time in a process of its own and with a leaf in the ledger.",
    )
    .addHelpText(
      "after",
      `
Example:
  counterwatch register init people --ledger ledger --officer ana=/media/ana \\
    --officer bo=/media/bo --officer cy=/media/cy
  counterwatch register add people --from list.yaml --officer ana=/media/ana
  counterwatch register seal people --ledger ledger --officer ana=/media/ana \\
    --officer bo=/media/bo

Passphrases are asked for on the terminal; else --passphrase NAME=fd:3 or
NAME=FILE, or the variable COUNTERWATCH_PASSPHRASE_NAME_FILE.`,
    );

  addRegisterOfficers(register);
  addRegisterEdits(register);
  addRegisterAnswers(register);
}
