/** File names and their texts; the same seed gives the same bytes. */
export function auditFiles(seed?: number): Map<string, string>;
