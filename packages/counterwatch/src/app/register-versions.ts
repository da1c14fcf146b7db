/**
 * How a version comes to count, whatever made it: founding, edit, new officers.
 *
 * Order of writes: what opens it (officers' files, sealed file) is on disk when this is called; then the staged covers; then the
 * leaf; then the staged covers take their name.
 */
import type { JsonValue } from "../ledger/appender.ts";
import { type Cover, type CoverPoint, coverHash } from "../register/cover.ts";
import { registerSource } from "../register/register.ts";
import type { RegisterFolder } from "../store/register-folder.ts";
import type { Opened } from "../store/register-request.ts";
import { keysOf, type RegisterMeans } from "./register-opening.ts";

interface Publication {
  /** The version before, whose officers have signed; undefined: the first one, signed by its own. */
  readonly before?: Cover;
  /** Pending edits that it holds and that go. */
  readonly applied?: readonly string[];
  /** What its leaf tells besides. */
  readonly more?: Readonly<Record<string, JsonValue>>;
}

export async function publish(
  folder: RegisterFolder,
  { cover: line = "", counts }: Opened,
  means: RegisterMeans,
  { before, applied = [], more = {} }: Publication = {},
): Promise<CoverPoint> {
  const cover = JSON.parse(line) as Cover;
  folder.stage(line);
  await means.ledger?.append({
    kind: "register-edit",
    source: registerSource(cover.register),
    time: means.clock().toISOString(),
    // How many are protected is committed to, not told: the ledger's readers include those who must not know.
    body: { counts: { ...counts } },
    statement: {
      register: cover.register,
      version: cover.version,
      cover: coverHash(line),
      previous: cover.previous,
      sealed: cover.sealed,
      edits: cover.edits,
      officers: keysOf(
        before ?? cover,
        cover.signatures.map(({ officer }) => ({ name: officer })),
      ),
      ...more,
    },
  });
  folder.adopt(applied);
  return folder.chain().head;
}
