import type { Command } from "commander";
import { addTripwireEnrol } from "./tripwire-enrol.ts";
import { addTripwireMatch } from "./tripwire-match.ts";
import { addTripwireParties } from "./tripwire-parties.ts";
import { addTripwireSend } from "./tripwire-send.ts";
import { note, print } from "./standard-streams.ts";
import { share, whole } from "./tripwire-values.ts";

export function addTripwire(program: Command): void {
  const tripwire = program
    .command("tripwire")
    .summary("learn of look-ups of protected people without telling anybody who they are")
    .description(
      "A custodian sends blind tags of all look-ups; an agency recognises those of its own people and of nobody else.\n" +
        "The custodian never learns who is protected or what matched. docs/design/tripwires.md says who can learn what.",
    )
    .addHelpText(
      "after",
      `
Custodian:
  counterwatch tripwire init custodian --name city-alpr --as custodian
  counterwatch tripwire pair custodian --peer agency.crt --officer ana=ana.key.pub \\
    --officer bo=bo.key.pub
  counterwatch tripwire send audit.jsonl --data custodian \\
    --agency https://10.0.0.2:8472 --listen 10.0.0.1:8471
Agency:
  counterwatch tripwire init agency --name agency-7 --as agency
  counterwatch tripwire officer ana.key      each officer makes one, apart
  counterwatch tripwire pair agency --peer custodian.crt --officer ana=ana.key.pub \\
    --officer bo=bo.key.pub
  counterwatch register unlock people --give members … | counterwatch tripwire enrol \\
    --data agency --custodian https://10.0.0.1:8471 --officer ana.key --officer bo.key
  counterwatch tripwire match --data agency --listen 10.0.0.2:8472`,
    );

  addTripwireParties(tripwire);
  addTripwireEnrol(tripwire);
  addTripwireSend(tripwire);
  addTripwireMatch(tripwire);

  tripwire
    .command("trial")
    .summary("say how many decoy look-ups a test needs, or what a test has shown")
    .option("--rate <share>", "share of suppressed look-ups to be found, e.g. 0.05", share, 0.05)
    .option("--confidence <share>", "how sure to be", share, 0.95)
    .option("--made <number>", "look-ups of decoys that were made", whole)
    .option("--found <number>", "how many of them became findings", whole)
    .action(runTrial);
}

async function runTrial(flags: {
  rate: number;
  confidence: number;
  made?: number;
  found?: number;
}): Promise<void> {
  const { decoyTestsFor, suppressionBound } = await import("../tripwire/decoy-trial.ts");
  const { rate, confidence, made, found } = flags;
  if (made === undefined) {
    const tests = decoyTestsFor(rate, confidence);
    await print(`${tests}\n`);
    note(
      `${tests} decoy look-ups that all arrive show, with ${confidence} confidence, that less than ${rate} is left out.\n`,
    );
    return;
  }
  const bound = suppressionBound(made, found ?? made, confidence);
  await print(`${bound.toFixed(4)}\n`);
  note(`With ${confidence} confidence, at most this share of look-ups is left out.\n`);
}
