import type { Tier } from "../api/protection-api.ts";
import type { Severity } from "../api/shapes.ts";
import { SeverityShape } from "../parts/severity-mark.tsx";
import { useReportWords } from "./report-words.ts";

const URGENCY: Readonly<Record<Tier, Severity>> = {
  certain: "critical",
  likely: "high",
  possible: "medium",
  none: "low",
};

/** How far somebody is exposed: the shape of its urgency, and its word. */
export function TierMark({ tier }: { readonly tier: Tier }) {
  const { assessment } = useReportWords();
  return (
    <span className="severity">
      <SeverityShape severity={URGENCY[tier]} />
      {assessment.tier[tier]}
    </span>
  );
}
