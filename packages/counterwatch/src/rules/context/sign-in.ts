import type { AccessEvent } from "../../model/index.ts";
import type { FactNoun, FactReader, Moment } from "./fact.ts";

const RECENT = 10 * 60_000;
const KEPT_FAILURES = 32;
const KEPT = `the last ${KEPT_FAILURES} failures of each remembered operator`;

export const signIn: FactNoun = {
  noun: "signIn",
  facts: {
    failures: {
      meaning:
        "For a failed sign-in: failures of this account within the last 10 minutes, this one included.",
      bounded: KEPT,
    },
    failuresBefore: {
      meaning: "For a sign-in that succeeded: failures of this account within the 10 minutes before.",
      bounded: KEPT,
    },
  },
  open: () => new SignInReader(),
};

class SignInReader implements FactReader {
  readonly facts: Record<"failures" | "failuresBefore", number | undefined> = {
    failures: undefined,
    failuresBefore: undefined,
  };

  see(event: AccessEvent, { ms, operator }: Moment): boolean {
    this.facts.failures = undefined;
    this.facts.failuresBefore = undefined;
    // Some logs file the end of a session under the same word.
    if (event.action !== "sign-in" || event.query?.kind === "log-off") return false;
    const failed = event.result?.outcome === "failure" || event.result?.outcome === "denied";
    if (!failed && operator.failures === undefined) {
      this.facts.failuresBefore = 0;
      return true;
    }
    const times = (operator.failures ??= []);
    if (failed) {
      times.push(ms);
      if (times.length > KEPT_FAILURES) times.shift();
    }
    let recent = 0;
    for (const time of times) if (time <= ms && ms - time <= RECENT) recent++;
    if (failed) {
      this.facts.failures = recent;
    } else {
      this.facts.failuresBefore = recent;
      operator.failures = undefined;
    }
    return true;
  }
}
