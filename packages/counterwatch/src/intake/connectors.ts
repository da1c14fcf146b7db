import type { Connector } from "./connector.ts";

/** Every connector of the house, one line each. The order is that of `sources list`; recognition does not depend on it. */
export const CONNECTORS: readonly Connector[] = [];
