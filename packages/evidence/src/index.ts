export { canonicalJson } from "./canonical-json.ts";
export { EvidenceError, type EvidenceErrorCode, type EvidencePlace } from "./errors.ts";
export { type Group, loadGroup, type Random } from "./voprf/group.ts";
export { createOprf, type Evaluation, type KeyPair, type Oprf, type OprfMode } from "./voprf/protocol.ts";
export {
  type Batch,
  type BatchMatch,
  type BatchShape,
  batchBytes,
  batchRoot,
  makeBatch,
  matchBatch,
  readBatch,
  requireShape,
  type Sealer,
} from "./tripwire/batch.ts";
export { Enrolment, requireSizes } from "./tripwire/enrolment.ts";
export { EpochKey, tripwireInput } from "./tripwire/epoch-key.ts";
export { type EpochName, type TripwireKeys } from "./tripwire/keys.ts";
