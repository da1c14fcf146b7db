import { administrator } from "./administrator.ts";
import { attache } from "./attache.ts";
import { borrowedCase } from "./borrowed-case.ts";
import { borrowedCredential } from "./borrowed-credential.ts";
import { caseLaunderer } from "./case-launderer.ts";
import { journalist } from "./journalist.ts";
import { linkedPair } from "./linked-pair.ts";
import { mimic } from "./mimic.ts";
import { obsession } from "./obsession.ts";
import { ownCase } from "./own-case.ts";
import { ring } from "./ring.ts";
import { scraper } from "./scraper.ts";
import { seller } from "./seller.ts";
import type { CampaignShape } from "./shape.ts";
import { slowDrip } from "./slow-drip.ts";
import { vagueReason } from "./vague-reason.ts";

/** Every shape. A new one is one file, one line here and one test. */
export const CAMPAIGN_SHAPES: readonly CampaignShape[] = [
  attache,
  obsession,
  vagueReason,
  linkedPair,
  slowDrip,
  borrowedCase,
  ownCase,
  caseLaunderer,
  ring,
  borrowedCredential,
  seller,
  scraper,
  administrator,
  journalist,
  mimic,
];

/** Throws RangeError for a name that is none. */
export function shapeNamed(name: string): CampaignShape {
  const shape = CAMPAIGN_SHAPES.find((each) => each.name === name);
  if (shape === undefined) {
    throw new RangeError(
      `no campaign shape "${name}"; there are: ${CAMPAIGN_SHAPES.map((each) => each.name).join(", ")}`,
    );
  }
  return shape;
}
