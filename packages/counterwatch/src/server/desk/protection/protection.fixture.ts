/** A desk that nobody has sent an assessment or a rehearsal to. */
import { postureOf } from "../../../assess/posture.ts";
import { CounterwatchError } from "../../../model/index.ts";
import type { Protection } from "./warning-service.ts";

export function emptyProtection(now: () => string): Protection {
  return {
    warnings: {
      kinds: ["exposure"],
      clock: () => Promise.resolve({ now: now(), step: "" }),
      now: () => Promise.resolve({ now: now(), step: "", warnings: [] }),
      lookUps: nothing,
      assessments: () => [],
      keepAssessment: nothing,
      draft: nothing,
      take: nothing,
      release: nothing,
      signing: nothing,
      signed: nothing,
    },
    posture: {
      rehearsal: () => undefined,
      keepRehearsal: nothing,
      posture: () =>
        Promise.resolve(
          postureOf({
            now: Date.parse(now()),
            sources: [],
            ledger: undefined,
            items: [],
            authority: undefined,
          }),
        ),
      item: () => Promise.resolve(undefined),
      takeItem: nothing,
    },
  };
}

function nothing(): Promise<never> {
  return Promise.reject(new CounterwatchError("usage", "nothing was sent here"));
}
