import type { Connector } from "./connector.ts";
import { plateReaderAudit } from "./plate-reader-audit.ts";
import { portalEventLog } from "./portal-event-log.ts";
import { portalSearchLog } from "./portal-search-log.ts";

/** Every connector of the house, one line each. The order is that of `sources list`; recognition does not depend on it. */
export const CONNECTORS: readonly Connector[] = [plateReaderAudit, portalSearchLog, portalEventLog];
