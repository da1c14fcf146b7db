/** What stands at the end of a backup: every file with its length and hash, and what the whole is. */
import { z } from "zod";

/** The last entry. A backup without it was cut short. */
export const MANIFEST = "counterwatch-backup.json";
export const LARGEST_MANIFEST = 256 * 1024 * 1024;
const MOST_FILES = 2_000_000;

const count = z.int().min(0);

export const manifestSchema = z.strictObject({
  backup: z.literal(1),
  /** RFC 3339. */
  made: z.string(),
  version: z.string(),
  ledger: z.strictObject({ leaves: count }),
  database: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("embedded"), position: count }),
      z.strictObject({ kind: z.literal("postgres") }),
    ])
    .describe("PostgreSQL backs itself up; its dump is made before the backup."),
  files: z
    .array(
      z.strictObject({
        path: z.string().min(1).max(1024),
        size: count,
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .max(MOST_FILES),
});
export type BackupManifest = z.output<typeof manifestSchema>;
