/** Gathers what the posture is told from: configuration, the ledger of look-ups, the journal of open items. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  COSIGNED_CHECKPOINT,
  CHECKPOINT,
  decodeLeaf,
  type LogReader,
  parseCheckpoint,
  parseNote,
  readCheckpoint,
  readEntries,
} from "@counterwatch/evidence";
import { FolderReader } from "@counterwatch/evidence/node";
import {
  type KnownSource,
  type LedgerState,
  type Posture,
  type PostureGiven,
  postureOf,
} from "../assess/posture.ts";
import type { OpenItem } from "../incidents/journal/open-items.ts";
import { type AccessEvent, CounterwatchError, spanMs, type System } from "../model/index.ts";
import { LedgerBodies } from "../store/ledger-bodies.ts";
import { PRIVATE } from "../store/ledger-keys.ts";
import { onLedger } from "../store/ledger-trouble.ts";
import { openLedgerFolder } from "../store/register-ledger.ts";
import { OpenItemsDesk } from "./open-items.ts";
import { describeRegister } from "./register.ts";
import type { Settings } from "./settings.ts";

export interface PostureRequest {
  readonly settings: Settings;
  /** The register whose open items are told, and the ledger that it was made with; undefined: they are not looked at. */
  readonly items:
    | { readonly folder: string | undefined; readonly register: string; readonly ledger: string }
    | undefined;
  readonly clock: () => Date;
}

const LARGEST_NOTE = 256 * 1024;
/** Leaves read at once, from the newest backwards. */
const STEP = 8192;

/** Throws what the ledger and the journal throw: a posture that rests on damaged evidence is not told. */
export async function readPosture({ settings, items, clock }: PostureRequest): Promise<Posture> {
  const { sources = {}, authority, ledger } = settings;
  const heard = ledger === undefined ? undefined : await readHeard(ledger, new Set(Object.keys(sources)));
  const names = new Set([...Object.keys(sources), ...(heard?.sources.keys() ?? [])]);
  const known = [...names].map((source): KnownSource => {
    const declared = Object.hasOwn(sources, source) ? sources[source] : undefined;
    const last = heard?.sources.get(source);
    return {
      source,
      system: declared?.system ?? last?.system,
      heartbeat: declared?.heartbeat === undefined ? undefined : spanMs(declared.heartbeat),
      heard: last?.time,
      declared: declared !== undefined,
    };
  });
  return postureOf({
    now: clock().getTime(),
    sources: known,
    ledger: heard?.state,
    items: items === undefined ? undefined : await readItems(items, clock),
    authority: authorityOf(authority),
  });
}

/** Which offices answer, as the posture tells it. */
export function authorityOf(authority: Settings["authority"]): PostureGiven["authority"] {
  if (authority === undefined) return undefined;
  const { line = [], incidents = {} } = authority;
  return {
    line: line.map(({ office }) => office),
    incidents: Object.entries(incidents).map(([kind, { decides }]) => ({ kind, office: decides })),
  };
}

type ItemsPlace = NonNullable<PostureRequest["items"]>;

async function readItems(place: ItemsPlace, clock: () => Date): Promise<OpenItem[]> {
  return await withItems(place, clock, async (desk) => [...(await desk.list()).values()]);
}

/** One step of an open item, by its id or the beginning of it. Throws `usage` where it cannot be taken. */
export function takeItemStep(
  place: ItemsPlace,
  item: string,
  step: (desk: OpenItemsDesk, id: string) => Promise<OpenItem>,
): Promise<OpenItem> {
  return withItems(
    place,
    () => new Date(),
    async (desk) => {
      const ids = [...(await desk.list()).keys()].filter((id) => id.startsWith(item));
      if (ids.length !== 1)
        throw new CounterwatchError(
          "usage",
          ids.length === 0 ? "no open item has this id" : `${ids.length} items begin with this`,
          { remedy: "See the items and their ids with: counterwatch posture" },
        );
      return await step(desk, ids[0] as string);
    },
  );
}

async function withItems<T>(
  { folder, register, ledger }: ItemsPlace,
  clock: () => Date,
  act: (desk: OpenItemsDesk) => Promise<T>,
): Promise<T> {
  const { register: id } = describeRegister(register);
  const opened = await openLedgerFolder(ledger);
  try {
    return await act(
      new OpenItemsDesk(folder ?? join(register, "open-items"), id, { ledger: opened, clock }),
    );
  } finally {
    await opened.close();
  }
}

export interface Heard {
  readonly state: LedgerState;
  readonly sources: ReadonlyMap<string, { readonly time: number; readonly system: System | undefined }>;
}

/**
 * Backwards from the newest leaf, until every declared source was met: a ledger of years is not read whole to learn who spoke today.
 * So of undeclared sources only those are met that spoke since.
 */
export async function readHeard(folder: string, declared: ReadonlySet<string>): Promise<Heard> {
  if (!existsSync(folder))
    throw new CounterwatchError("not-found", "there is no such folder", {
      place: { file: folder },
      remedy: "Name the folder of the ledger of look-ups with --ledger.",
    });
  return await onLedger(folder, async () => {
    const reader = new FolderReader(folder);
    const { size } = parseCheckpoint(parseNote(await readCheckpoint(reader)).text);
    const sources = new Map<string, { time: number; system: System | undefined }>();
    const missing = new Set(declared);
    // An overseer has the public part alone: then only a declared `system` says which vector a source covers.
    const secret = join(folder, PRIVATE);
    const bodies = existsSync(secret) ? new LedgerBodies(secret, false) : undefined;
    try {
      for (let to = size; to > 0 && (missing.size > 0 || to === size); to = Math.max(0, to - STEP)) {
        const from = Math.max(0, to - STEP);
        for await (const { index, entry } of readEntries(reader, { from, to, size })) {
          const leaf = decodeLeaf(entry);
          if (leaf.kind !== "event") continue;
          const time = Date.parse(leaf.time);
          const known = sources.get(leaf.source);
          if (known !== undefined && known.time >= time) continue;
          missing.delete(leaf.source);
          sources.set(leaf.source, { time, system: known?.system ?? systemOf(bodies, index) });
        }
      }
    } finally {
      bodies?.close();
    }
    return { state: await ledgerState(reader, size), sources };
  });
}

function systemOf(bodies: LedgerBodies | undefined, leaf: number): System | undefined {
  const body = bodies?.read(leaf).body;
  return body === undefined ? undefined : (JSON.parse(body) as AccessEvent).system;
}

/** Who cosigned is told by name; whether the signatures are good is for `ledger verify --witness` to say. */
async function ledgerState(reader: LogReader, leaves: number): Promise<LedgerState> {
  const note = await reader.read(COSIGNED_CHECKPOINT, LARGEST_NOTE);
  if (note === undefined) return { leaves, cosigned: 0, witnesses: [] };
  const { text, signatures } = parseNote(note);
  const { origin, size } = parseCheckpoint(text);
  if (size > leaves)
    throw new CounterwatchError("rollback", `witnesses cosigned ${size} leaves, and ${leaves} are here`, {
      place: { file: CHECKPOINT },
      remedy: "The ledger was put back to an older state. Keep both, and restore the newest copy.",
    });
  const witnesses = [...new Set(signatures.map(({ name }) => name))].filter((name) => name !== origin);
  return { leaves, cosigned: size, witnesses };
}
