export { canonicalJson } from "./canonical-json.ts";
export { EvidenceError, type EvidenceErrorCode, type EvidencePlace } from "./errors.ts";
export { type Group, loadGroup, type Random } from "./voprf/group.ts";
export { createOprf, type Evaluation, type KeyPair, type Oprf, type OprfMode } from "./voprf/protocol.ts";
