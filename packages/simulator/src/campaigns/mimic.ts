import { askFor, lastDay, sitting, sittingTimes, systemOf } from "./pace.ts";
import { CAMPAIGNS } from "../parameters.ts";
import type { CampaignShape } from "./shape.ts";

/** Sittings a week on the person; look-ups of strangers that cover each of them. assumed. */
const RATE = [1, 2.5] as const;
const COVER = 1.5;
const LENGTH = 3650;

export const mimic: CampaignShape = {
  name: "mimic",
  description:
    "One operator knows how the unit writes its look-ups: on duty, under case numbers in use, seldom, and among others.",
  accused: "operator",
  latestStart: CAMPAIGNS.latestSlowStart,
  systems: ["plates", "location", "calls"],
  begin(stage, random, wish) {
    const operator = stage.castOperator(random);
    const victim = stage.castVictim(random);
    const system = systemOf(stage, this.systems);
    const rate = wish.rate ?? random.between(...RATE);
    return {
      operators: [operator],
      victims: [victim],
      parameters: { rate },
      lastDay: lastDay(stage, wish.day, LENGTH),
      day: (day) =>
        sittingTimes(stage, operator, day, rate, 0, random).flatMap((at) => {
          const lookups = [];
          let time = at;
          for (let cover = random.poisson(COVER); cover > 0; cover--) {
            const purpose = stage.habitualPurpose(operator, day, random);
            lookups.push(
              ...sitting(
                { at: time, operator, ...askFor(system, stage.castVictim(random)), purpose, cover: true },
                random,
                1,
              ),
            );
            time += random.between(60_000, 400_000);
          }
          const purpose = stage.habitualPurpose(operator, day, random);
          lookups.push(
            ...sitting(
              { at: time, operator, ...askFor(system, victim), purpose },
              random,
              1 + random.poisson(0.6),
            ),
          );
          return lookups;
        }),
    };
  },
};
