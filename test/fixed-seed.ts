// Property tests explore with a new seed at every run, except where CI=true: a change must not fail to land for what an
// unlucky draw finds in code that it does not touch. FAST_CHECK_SEED chooses another seed.
import fc from "fast-check";

const { CI, FAST_CHECK_SEED } = process.env;
if (CI === "true" || FAST_CHECK_SEED !== undefined)
  fc.configureGlobal({ seed: Number(FAST_CHECK_SEED ?? 20_261_123) });
