export type * from "./event.ts";
export type * from "./truth/register.ts";
export type * from "./truth/truth.ts";
export { CAMPAIGN_SHAPES } from "./campaigns/catalogue.ts";
export type { Preset, SimulateOptions } from "./world/options.ts";
export { type World, simulate } from "./world/simulate.ts";
export { jsonLines } from "./write/json-lines.ts";
export { type AuditEra, organizationAudit } from "./write/organization-audit.ts";
