/**
 * The state of the countermeasures of a running server: its sources, its ledger, the rehearsals that register officers upload, and what
 * those found, until somebody closes it with a reason. Open items have one journal a register, every step a leaf.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type KnownSource, type Posture, postureOf } from "../../../assess/posture.ts";
import type { OpenItem } from "../../../incidents/journal/open-items.ts";
import { OWN_SOURCE } from "../../../ledger/own-action.ts";
import { CounterwatchError, type Rehearsal, spanMs } from "../../../model/index.ts";
import type { ItemWish, PostureService, Speaker } from "../../../server/desk/protection/warning-service.ts";
import type { DeskJournals } from "../../../store/desk-journals.ts";
import type { UploadShelf } from "../../../store/upload-shelf.ts";
import { OpenItemsDesk } from "../../open-items.ts";
import { authorityOf, type Heard, readHeard } from "../../posture.ts";
import { vulnerabilitiesOf } from "../../rehearsal.ts";
import type { Settings } from "../../settings.ts";
import type { HeardSource } from "../inputs/ingestion.ts";

const DAY = 86_400_000;
const WITHIN = 90;
const NOBODY = "register officers";
const START = "posture:";
/** Of the shelf: there is one list of rehearsals. */
const PLACE = "rehearsals";

export interface PostureOfficeParts {
  /** `posture/` of the server's folder. */
  readonly folder: string;
  readonly ledger: string;
  readonly journals: DeskJournals;
  readonly shelf: UploadShelf<Rehearsal>;
  readonly settings: Pick<Settings, "authority" | "sources">;
  /** Names of sources that have a token. */
  readonly tokens: () => readonly string[];
  readonly heard: () => ReadonlyMap<string, HeardSource>;
  readonly clock: () => Date;
}

export class PostureOffice implements PostureService {
  readonly #parts: PostureOfficeParts;
  readonly #desks = new Map<string, OpenItemsDesk>();
  /** What the ledger had heard when it was first asked; later look-ups are `heard`. */
  #before: Promise<Heard> | undefined;
  /** A journal has one writer at a time. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: PostureOfficeParts) {
    this.#parts = parts;
    const { folder, journals } = parts;
    const registers = [
      ...(existsSync(folder) ? readdirSync(folder) : []),
      ...journals.sources(START).map((source) => source.slice(START.length)),
    ];
    for (const register of registers) if (/^[0-9a-f]{32}$/.test(register)) this.#deskOf(register);
  }

  rehearsal() {
    const newest = this.#parts.shelf.newest(PLACE);
    return newest && { rehearsal: newest.value, by: newest.upload.by, at: newest.upload.at };
  }

  /** What it found becomes open items, or is open again. */
  async keepRehearsal(
    rehearsal: Rehearsal,
    { account, lookup }: Speaker,
  ): Promise<{ readonly opened: number }> {
    const { shelf, clock, settings } = this.#parts;
    const { id, rehearsed, register } = rehearsal;
    await shelf.keep(PLACE, rehearsal, {
      by: account.name,
      at: clock().toISOString(),
      body: { rehearsal: id, lookup },
    });
    const owner = settings.authority?.line?.[0]?.office ?? NOBODY;
    const due = new Date(clock().getTime() + WITHIN * DAY).toISOString();
    const found = vulnerabilitiesOf(rehearsal, { owner, due });
    const opened = await this.#alone(() => this.#deskOf(register.id).report(`${id} ${rehearsed}`, found));
    return { opened: opened.length };
  }

  async posture(): Promise<Posture> {
    const { clock, settings, shelf } = this.#parts;
    const { state, sources } = await this.#sources();
    const newest = shelf.newest(PLACE)?.value;
    return postureOf({
      now: clock().getTime(),
      sources,
      ledger: state,
      items: await this.#items(),
      rehearsed: newest?.rehearsed,
      authority: authorityOf(settings.authority),
    });
  }

  async item(id: string): Promise<OpenItem | undefined> {
    return (await this.#items()).find((item) => item.id === id);
  }

  takeItem(id: string, after: number, wish: ItemWish, { account }: Speaker): Promise<OpenItem> {
    return this.#alone(async () => {
      for (const desk of this.#desks.values()) {
        const item = (await listed(desk)).find((each) => each.id === id);
        if (item === undefined) continue;
        if (item.history.length !== after)
          throw new CounterwatchError("conflict", "somebody else was quicker", {
            remedy: "Load the page again.",
          });
        const by = account.name;
        switch (wish.do) {
          case "assigned":
            return await desk.assign(id, wish.owner, by, wish.due);
          case "accepted":
            return await desk.accept(id, by, wish.reason, wish.until);
          case "closed":
            return await desk.close(id, by, wish.reason);
        }
      }
      throw new CounterwatchError("not-found", "there is no such open item");
    });
  }

  #items(): Promise<OpenItem[]> {
    return this.#alone(async () => {
      const all: OpenItem[] = [];
      for (const desk of this.#desks.values()) all.push(...(await listed(desk)));
      return all;
    });
  }

  #deskOf(register: string): OpenItemsDesk {
    const before = this.#desks.get(register);
    if (before !== undefined) return before;
    const { folder, journals, clock } = this.#parts;
    const desk = new OpenItemsDesk(join(folder, register), register, { ledger: journals, clock });
    this.#desks.set(register, desk);
    return desk;
  }

  #alone<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(act);
    this.#last = turn.catch(() => {});
    return turn;
  }

  async #sources(): Promise<{ state: Heard["state"]; sources: KnownSource[] }> {
    const { ledger, settings, tokens, heard: now } = this.#parts;
    const declared = settings.sources ?? {};
    this.#before ??= readHeard(ledger, new Set(Object.keys(declared)));
    this.#before.catch(() => (this.#before = undefined));
    const { sources } = await this.#before;
    const { state } = await readHeard(ledger, new Set());
    const names = new Set([...Object.keys(declared), ...tokens(), ...sources.keys(), ...now().keys()]);
    // What people do at the desk covers no record system.
    names.delete(OWN_SOURCE);
    const known = [...names].map((source): KnownSource => {
      const config = Object.hasOwn(declared, source) ? declared[source] : undefined;
      const before = sources.get(source);
      const latest = now().get(source);
      const times = [before?.time, latest && Date.parse(latest.time)].filter((time) => time !== undefined);
      return {
        source,
        system: config?.system ?? latest?.system ?? before?.system,
        heartbeat: config?.heartbeat === undefined ? undefined : spanMs(config.heartbeat),
        heard: times.length === 0 ? undefined : Math.max(...times),
        declared: config !== undefined,
      };
    });
    return { state, sources: known };
  }
}

/** A journal that is not as the ledger heard of it is no posture: it is told, and nothing else. */
async function listed(desk: OpenItemsDesk): Promise<OpenItem[]> {
  try {
    return [...(await desk.list()).values()];
  } catch (cause) {
    if (!(cause instanceof CounterwatchError)) throw cause;
    throw new CounterwatchError("unavailable", `the open items cannot be relied on: ${cause.message}`, {
      remedy: cause.remedy ?? "Look at the server's log.",
      cause,
    });
  }
}
