// What a court's page would do with a bundle that came on a stick: everything in the page, nothing from a network. Bundled by vite
// in bundle-browser.test.ts.
import { parsePolicy, parseVerifierKey, verifyBundle } from "@counterwatch/evidence";

/** `archive`: base64. */
globalThis.verify = async (archive, keys, policy) => {
  const bytes = Uint8Array.from(atob(archive), (character) => character.charCodeAt(0));
  try {
    const trusted = { keys: keys.map(parseVerifierKey), ...(policy && { policy: parsePolicy(policy) }) };
    return await verifyBundle(bytes, trusted);
  } catch ({ code, place }) {
    return { code, place };
  }
};
