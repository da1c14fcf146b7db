/**
 * Tests that kill a process at each of its changes of the disk take every fifth.
 * COUNTERWATCH_STRIDE=1 takes them all, in an hour.
 */
export const STRIDE = Number(process.env["COUNTERWATCH_STRIDE"] ?? 5);
