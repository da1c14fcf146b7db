import type { Operator } from "../agency/operators.ts";
import type { RandomStream } from "../random/stream.ts";

export type CaseKind = "stop" | "stolen" | "hitAndRun" | "disorder" | "investigation" | "major";

const OFFENCES: Readonly<Record<CaseKind, readonly string[]>> = {
  stop: ["suspicious vehicle", "traffic stop", "fled", "welfare check", "dui"],
  stolen: ["stolen", "stolen vehicle", "vehicle theft", "stolen plate", "recovered stolen"],
  hitAndRun: ["hit and run", "hit/run", "leaving the scene"],
  disorder: ["domestic", "fight", "disturbance", "criminal damage", "shoplifting"],
  investigation: ["burglary", "robbery", "fraud", "narcotics", "assault", "wanted person", "missing person"],
  major: ["shooting", "homicide", "abduction", "armed robbery"],
};

export const VAGUE_WORDS = [
  "investigation",
  "inv",
  "police",
  "suspect",
  "follow up",
  "wanted",
  "check",
  "intel",
] as const;

/** What this operator writes where no case number is given; operators keep to a few words of their own. */
export function reasonText(operator: Operator, kind: CaseKind, vague: boolean, random: RandomStream): string {
  if (vague) {
    const habit = random.chance(0.8) ? 0 : 1;
    return VAGUE_WORDS[Math.floor(operator.habits.words.at(habit, 1) * VAGUE_WORDS.length)]!;
  }
  const offences = OFFENCES[kind];
  const own = random.chance(0.7) ? operator.habits.words.at(kind.length, 2) : random.next();
  return offences[Math.floor(own * offences.length)]!;
}

/** The same number as another hand writes it. */
export function respellCase(number: string, random: RandomStream): string {
  const [year = "", serial = ""] = number.split("-");
  return random.pick([
    `C${number}`,
    `${year}${serial}`,
    `20${number}`,
    number.replace("-", " "),
    `#${number}`,
  ]);
}
