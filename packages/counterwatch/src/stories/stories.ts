import { Bulk } from "./bulk.ts";
import { BorrowedCredential } from "./borrowed-credential.ts";
import { CaseLaundering } from "./laundering.ts";
import { ContactChaining } from "./contact-chaining.ts";
import { Fixation } from "./fixation.ts";
import { Following } from "./following.ts";
import { LinkedPair } from "./linked-pair.ts";
import { OffHours } from "./off-hours.ts";
import { PursuitOverSystems } from "./pursuit-over-systems.ts";
import { RingStory } from "./ring.ts";
import type { Story } from "./story.ts";

/**
 * All stories, in the order in which they see a sitting. Fixation comes first: it opens the pursuit that others build
 * on. `kept` is the state of an earlier run by story name.
 */
export function tellStories(kept: Record<string, object> = {}): {
  fixation: Fixation;
  all: readonly Story[];
} {
  const state = kept as Record<string, never>;
  const fixation = new Fixation(state["fixation"]);
  return {
    fixation,
    all: [
      fixation,
      new LinkedPair(state["linked-pair"]),
      new PursuitOverSystems(state["pursuit"]),
      new ContactChaining(state["contact-chaining"]),
      new Following(state["following"]),
      new CaseLaundering(state["case-laundering"]),
      new RingStory(state["ring"]),
      new Bulk(state["bulk"]),
      new BorrowedCredential(state["borrowed-credential"]),
      new OffHours(state["off-hours"]),
    ],
  };
}
