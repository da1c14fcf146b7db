export { canonicalJson } from "./canonical-json.ts";
export { EvidenceError, type EvidenceErrorCode, type EvidencePlace } from "./errors.ts";
export { type VerifiedBundle, verifyBundle } from "./log/bundle.ts";
export { httpReader } from "./log/http-reader.ts";
export {
  checkCommitment,
  commit,
  decodeLeaf,
  encodeLeaf,
  type Leaf,
  leafText,
  SALT_BYTES,
} from "./log/leaf.ts";
export type { Limit, LimitName } from "./log/limits.ts";
export {
  CHECKPOINT,
  COSIGNED_CHECKPOINT,
  type LogReader,
  readCheckpoint,
  readEntries,
} from "./log/log-reader.ts";
export {
  makeProofFile,
  parseProofFile,
  type Proof,
  proveInclusion,
  verifyProofFile,
} from "./log/proof-file.ts";
export { tileTree } from "./log/tile-tree.ts";
export type { WitnessedBy } from "./log/trust.ts";
export { type Verification, type VerificationOptions, verifyLog } from "./log/verification.ts";
export { checkConsistency, checkInclusion, consistencyProof, inclusionProof } from "./merkle/proofs.ts";
export { leafHash, type Sha256 } from "./merkle/tree-hash.ts";
export { type Checkpoint, formatCheckpoint, parseCheckpoint } from "./note/checkpoint.ts";
export { formatNote, type Note, parseNote } from "./note/note.ts";
export { parsePolicy, type Policy, quorumMet } from "./note/policy.ts";
export { openNote, type OpenedNote, type Signed, type Signer, signText } from "./note/signature.ts";
export {
  formatVerifierKey,
  parseVerifierKey,
  type SignatureType,
  type VerifierKey,
  verifierKey,
} from "./note/verifier-key.ts";
export { type Group, loadGroup, type Random } from "./voprf/group.ts";
export { createOprf, type Evaluation, type KeyPair, type Oprf, type OprfMode } from "./voprf/protocol.ts";
export {
  type Batch,
  BatchMatcher,
  type BatchShape,
  batchBytes,
  batchRoot,
  makeBatch,
  readBatch,
  requireShape,
  type Sealer,
} from "./tripwire/batch.ts";
export { type EnrolledKeys, Enrolment, requireSizes } from "./tripwire/enrolment.ts";
export { EpochKey, tripwireInput } from "./tripwire/epoch-key.ts";
export { type EpochName, type TripwireKeys } from "./tripwire/keys.ts";
export {
  drawWord,
  type Leakers,
  makeCode,
  type RandomBytes,
  readCode,
  TRACING_SLOTS,
  type TracingCode,
  wordFromHex,
  wordToHex,
} from "./tracing/code.ts";
export { commitExport, type ExportBody } from "./tracing/commitment.ts";
export { type ScoreOptions, scoreLeak, singleDecoyLnP, type Verdict } from "./tracing/score.ts";
