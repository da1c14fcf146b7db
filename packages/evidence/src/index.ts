export { canonicalJson } from "./canonical-json.ts";
export { EvidenceError, type EvidenceErrorCode, type EvidencePlace } from "./errors.ts";
