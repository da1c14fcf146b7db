import type { RankingScore } from "./report.ts";

/**
 * Average precision over operators ranked by strength, ties counted together: the area under the precision-recall
 * curve without interpolation (Davis and Goadrich, "The relationship between precision-recall and ROC curves", 2006).
 */
export function scoreRanking(
  operators: readonly { readonly strength: number; readonly misuser: boolean }[],
): RankingScore {
  const misusers = operators.filter((operator) => operator.misuser).length;
  const prevalence = operators.length === 0 ? 0 : misusers / operators.length;
  if (misusers === 0) return { areaUnderCurve: null, prevalence, curve: [] };
  const ranked = operators.toSorted((a, b) => b.strength - a.strength);
  const curve: { recall: number; precision: number }[] = [];
  let [area, found, before] = [0, 0, 0];
  for (let i = 0; i < ranked.length; ) {
    const { strength } = ranked[i]!;
    while (i < ranked.length && ranked[i]!.strength === strength) if (ranked[i++]!.misuser) found++;
    const precision = found / i;
    area += (precision * (found - before)) / misusers;
    if (found > before) curve.push({ recall: found / misusers, precision });
    before = found;
  }
  return { areaUnderCurve: area, prevalence, curve };
}
