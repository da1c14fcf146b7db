import { cameraViews } from "./camera-views.ts";
import { cef } from "./cef.ts";
import type { Connector } from "./connector.ts";
import { fhirAudit } from "./fhir-audit.ts";
import { milestone } from "./milestone.ts";
import { ocsf } from "./ocsf.ts";
import { ownLines } from "./own-lines.ts";
import { pgaudit } from "./pgaudit.ts";
import { plateReaderAudit } from "./plate-reader-audit.ts";
import { portalEventLog } from "./portal-event-log.ts";
import { portalSearchLog } from "./portal-search-log.ts";

/** Every connector of the house, one line each. The order is that of `sources list`; recognition does not depend on it. */
export const CONNECTORS: readonly Connector[] = [
  plateReaderAudit,
  portalSearchLog,
  portalEventLog,
  cameraViews,
  milestone,
  pgaudit,
  fhirAudit,
  ocsf,
  cef,
  ownLines,
];
