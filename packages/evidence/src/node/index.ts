export { aesGcm } from "./aes-gcm.ts";
export { FolderReader } from "./disk-reader.ts";
export type { Disk } from "./disk.ts";
export type { BatchLimits } from "./group-commit.ts";
export { makeKey, parseSigner, readKeyFile, writeKeyFile } from "./key-files.ts";
export { type Log, type LogOptions, openLog } from "./log.ts";
export { nodeSha256 } from "./sha256.ts";
