import { shapeNamed } from "../campaigns/catalogue.ts";
import { firstDay } from "../campaigns/pace.ts";
import { RunningCampaign } from "../campaigns/running.ts";
import type { RandomStream } from "../random/stream.ts";
import type { CityStage } from "./city-stage.ts";
import type { ResolvedOptions } from "./options.ts";

/** Casts the campaigns of a world. */
export function planCampaigns(
  options: ResolvedOptions,
  stage: CityStage,
  random: RandomStream,
): RunningCampaign[] {
  if (options.shapes.length === 0) return [];
  const count = Math.max(1, Math.round(options.operators * options.prevalence));
  const offset = random.below(options.shapes.length);
  return Array.from({ length: count }, (_, i) => {
    const shape = shapeNamed(options.shapes[(i + offset) % options.shapes.length]!);
    const own = random.fork(shape.name, i);
    const day = firstDay(stage, shape, own);
    const act = shape.begin(stage, own, { day, rate: options.rate });
    return new RunningCampaign(`campaign-${i + 1}`, shape, act, day, stage);
  });
}
