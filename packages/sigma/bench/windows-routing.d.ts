import type { FieldNames, LogSource, SigmaEvent } from "../src/index.ts";

export function routeWindowsEvent(event: SigmaEvent): readonly LogSource[];
export const WINDOWS_FIELD_NAMES: FieldNames;
