export type * from "./event.ts";
export type { Conduct } from "./records/conduct.ts";
export type { Keeping, Kept, KeptGrain } from "./records/keeping.ts";
export type { Period, ShownRowJson } from "./records/shown-row.ts";
export type * from "./truth/register.ts";
export type { TrueTie, TrueTies } from "./truth/ties.ts";
export type * from "./truth/truth.ts";
export type { HostEvent } from "./inject/host.ts";
export type { Preset, SimulateOptions, Stress } from "./world/options.ts";
export type { FindingJson } from "./score/finding.ts";
export type { ScoreReport } from "./score/report.ts";
export { CAMPAIGN_SHAPES } from "./campaigns/catalogue.ts";
export { checkEvent } from "./event-check.ts";
export { type Injection, inject } from "./inject/inject.ts";
export { readOrganizationAudit } from "./read/organization-audit.ts";
export { readFinding, readTruth } from "./read/truth.ts";
export { type BaseRates, measureBaseRates } from "./score/base-rates.ts";
export {
  type JudgedTie,
  type RelationWorld,
  type RelationWorldOptions,
  relationWorld,
} from "./records/relation-world.ts";
export { scoreHtml } from "./score/html/page.ts";
export { score, type ScoreOptions, type ScoreWorld } from "./score/score.ts";
export { WorldIndex } from "./score/world-index.ts";
export { simulate, type World } from "./world/simulate.ts";
export { jsonLines } from "./write/json-lines.ts";
export { type AuditEra, organizationAudit } from "./write/organization-audit.ts";
