/**
 * What `counterwatch assess --incident` reads, made from an incident of the desk: its findings and their look-ups as JSON Lines. Only
 * pseudonyms are in it. Each file that was handed out is remembered by its name, so that an assessment comes back to its own incident.
 */
import { join } from "node:path";
import { z } from "zod";
import type { Incident as DeskIncident } from "../../../incidents/desk/case.ts";
import type { DeskStore } from "../../../incidents/desk/desk-store.ts";
import { parseFindingQuery } from "../../../incidents/desk/finding-query.ts";
import { Incident } from "../../../incidents/exposed/incident.ts";
import { type AccessEvent, CounterwatchError, type Finding } from "../../../model/index.ts";
import type { LookUpsFile } from "../../../server/desk/protection/warning-service.ts";
import { makePrivateFolder, readRecord, writeRecord } from "../../../store/tripwire-files.ts";

const MOST_LOOK_UPS = 200_000;
const HANDED = 200;
/** What a log does not show: more look-ups may have been made in it. */
const HOLES = ["source/gap", "source/silence", "ledger/deletion"];

const handedSchema = z.array(z.strictObject({ name: z.string(), by: z.string(), at: z.string() }));

export class LookUpsFiles {
  readonly #folder: string;
  readonly #store: DeskStore;

  constructor(folder: string, store: DeskStore) {
    this.#folder = folder;
    this.#store = store;
    makePrivateFolder(folder);
  }

  /** `everything`: all look-ups of the incident's operators, not only those that its findings name. */
  async write(desk: DeskIncident, everything: boolean, by: string, at: string): Promise<LookUpsFile> {
    const findings = await this.#findings(desk);
    const events = new Map<string, AccessEvent>();
    for (const { events: ids } of findings)
      for (let from = 0; from < ids.length; from += 1000)
        for (const { event } of await this.#store.eventsById(ids.slice(from, from + 1000)))
          events.set(event.id, event);
    if (everything) for (const operator of desk.operators) await this.#all(operator, events);
    const incident = new Incident();
    for (const finding of findings) incident.addFinding(finding);
    for (const event of events.values()) incident.addLookUp(event);
    if (incident.lookups.size === 0)
      throw new CounterwatchError("usage", "no look-up of this incident is in the store", {
        remedy: "What is about a source alone exposes nobody.",
      });
    const sources = new Set([...events.values()].map(({ source }) => source));
    const lines = [...findings, ...(await this.#holes(sources)), ...events.values()];
    const name = incident.name();
    this.#remember(desk.id, { name, by, at });
    return {
      name,
      text: lines.map((line) => `${JSON.stringify(line)}\n`).join(""),
      lookups: incident.lookups.size,
      unnamed: everything
        ? 0
        : findings.reduce((sum, { lookups, events: named }) => sum + Math.max(0, lookups - named.length), 0),
    };
  }

  /** Names of the files that were handed out for an incident, newest last. */
  handed(incident: string): string[] {
    return this.#handed(incident).map(({ name }) => name);
  }

  async #findings(desk: DeskIncident): Promise<Finding[]> {
    const findings: Finding[] = [];
    for (const id of desk.findings) {
      const finding = await this.#store.finding(id);
      if (finding === undefined) continue;
      const { learned: _, changed: _c, state: _s, incident: _i, owner: _o, ...told } = finding;
      findings.push({ ...told, events: [...finding.events] });
    }
    return findings;
  }

  async #all(operator: string, events: Map<string, AccessEvent>): Promise<void> {
    for (let before: string | undefined; ; ) {
      const page = await this.#store.eventsOf(operator, { limit: 1000, before });
      for (const { event } of page) events.set(event.id, event);
      if (events.size > MOST_LOOK_UPS)
        throw new CounterwatchError("refused", `these are more than ${MOST_LOOK_UPS} look-ups`, {
          remedy: "Take those that the findings name.",
        });
      const last = page.at(-1);
      if (last === undefined || page.length < 1000) return;
      before = String(last.leaf);
    }
  }

  async #holes(sources: ReadonlySet<string>): Promise<Finding[]> {
    const query = parseFindingQuery(new URLSearchParams({ detector: HOLES.join(",") }));
    const { items } = await this.#store.findings(query, { limit: 500 });
    const holes: Finding[] = [];
    for (const { id, operator } of items) {
      if (![...sources].some((source) => operator === `source ${source}`)) continue;
      const finding = await this.#store.finding(id);
      if (finding === undefined) continue;
      const { learned: _, changed: _c, state: _s, incident: _i, owner: _o, ...told } = finding;
      holes.push({ ...told, events: [...finding.events] });
    }
    return holes;
  }

  #handed(incident: string) {
    return readRecord(this.#place(incident), handedSchema) ?? [];
  }

  #remember(
    incident: string,
    file: { readonly name: string; readonly by: string; readonly at: string },
  ): void {
    const before = this.#handed(incident).filter(({ name }) => name !== file.name);
    writeRecord(this.#place(incident), [...before, file].slice(-HANDED));
  }

  #place(incident: string): string {
    if (!/^i1_[0-9a-f]{24}$/.test(incident)) throw new CounterwatchError("usage", "this is no incident");
    return join(this.#folder, `${incident}.handed.json`);
  }
}
