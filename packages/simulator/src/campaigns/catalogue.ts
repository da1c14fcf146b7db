import { obsession } from "./obsession.ts";
import type { CampaignShape } from "./shape.ts";

/** Every shape, by name. A new shape is one file, one line here and one test. */
export const CAMPAIGN_SHAPES: readonly CampaignShape[] = [obsession];

export function shapeNamed(name: string): CampaignShape {
  const shape = CAMPAIGN_SHAPES.find((each) => each.name === name);
  if (shape === undefined) {
    throw new RangeError(
      `no campaign shape "${name}"; there are: ${CAMPAIGN_SHAPES.map((each) => each.name).join(", ")}`,
    );
  }
  return shape;
}
