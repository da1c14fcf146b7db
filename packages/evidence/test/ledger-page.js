// What an auditor's page would do: verify a log by fetch, a proof file, and a leaf with its salt. Bundled by vite in
// ledger-browser.test.ts; plain functions on the window, so that the test can call them.
import {
  checkCommitment,
  decodeLeaf,
  httpReader,
  parseCheckpoint,
  parseNote,
  parsePolicy,
  parseProofFile,
  parseVerifierKey,
  readEntries,
  verifyLog,
  verifyProofFile,
} from "../src/index.ts";

const refusal = ({ code, place }) => ({ code, place });

/** Settings: `log` (address), `keys`, `policy`, `older` (texts). */
globalThis.verifyByFetch = async ({ log, keys, policy, older }) => {
  const trusted = {
    keys: keys.map(parseVerifierKey),
    policy: parsePolicy(policy),
    older: older.map((text) => new TextEncoder().encode(text)),
  };
  try {
    const { checkpoint, sources, witnessed, limits } = await verifyLog(httpReader(log), trusted);
    return {
      size: checkpoint.size,
      sources: [...sources],
      witnessed,
      limits: limits.map(({ name }) => name),
    };
  } catch (error) {
    return refusal(error);
  }
};

globalThis.verifyBundle = async ({ log, proof, keys, policy, index, salt, body }) => {
  try {
    const trusted = { keys: keys.map(parseVerifierKey), policy: parsePolicy(policy) };
    const bytes = new Uint8Array(await (await fetch(proof)).arrayBuffer());
    const { size } = parseCheckpoint(parseNote(parseProofFile(bytes).checkpoint).text);
    for await (const { entry } of readEntries(httpReader(log), { from: index, to: index + 1, size })) {
      const shown = await verifyProofFile(bytes, { ...trusted, entry });
      checkCommitment(decodeLeaf(entry), Uint8Array.from(salt), body);
      return { index: shown.index, size: shown.checkpoint.size };
    }
  } catch (error) {
    return refusal(error);
  }
};
