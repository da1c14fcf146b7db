import { hash } from "node:crypto";
import type { Sha256 } from "../merkle/tree-hash.ts";

/** OpenSSL's, in one call: about 0.9 µs for a node of the tree here, where noble takes 3.3 and a hash object 1.9. */
export const nodeSha256: Sha256 = (bytes) => hash("sha256", bytes, "buffer");
