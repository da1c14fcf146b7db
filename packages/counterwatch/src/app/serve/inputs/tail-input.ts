/** A file or folder that is followed: its rows are forgotten by the tail only when they are in the ledger. */
import { createHash } from "node:crypto";
import type { LogForm } from "../../../intake/read-log.ts";
import type { InputSettings } from "../../../store/input-settings.ts";
import { Tail, type TailStretch } from "../../../store/tail/tail.ts";
import { TailState } from "../../../store/tail/tail-state.ts";
import type { Ingestion } from "./ingestion.ts";
import { Input, type InputMeans } from "./input.ts";
import { InputConnector } from "./input-connector.ts";

/** Milliseconds between two looks at files that stay as they are. */
const PAUSE = 1000;
const LF = 10;

export class TailInput extends Input {
  readonly tail: Tail;
  readonly #connector: InputConnector;

  /** `folder`: the server's. Throws `unreadable` where the positions are damaged. */
  constructor(settings: InputSettings & { readonly tail: string }, means: InputMeans, folder: string) {
    super(settings, means);
    this.#connector = new InputConnector(settings);
    const state = new TailState(folder, tailName(settings.source, settings.tail));
    this.tail = new Tail(settings.tail, state, (stretch) => this.#take(stretch), means.clock);
  }

  override get kind() {
    return "tail" as const;
  }

  override get place(): string {
    return this.settings.tail ?? "";
  }

  override async stop(): Promise<void> {
    this.tail.stop();
    await super.stop();
  }

  protected override ownTrouble(): string | undefined {
    const [first, ...more] = this.tail.troubles;
    if (first === undefined) return undefined;
    const also = more.length === 0 ? "" : ` And ${more.length} more.`;
    return `${first.path}: ${first.message}${first.remedy === undefined ? "" : `. ${first.remedy}`}${also}`;
  }

  protected override async run(): Promise<void> {
    while (!this.isStopped) {
      await this.room();
      if (this.#connector.current().isNew) this.tail.forgive();
      const isNew = await this.tail.look();
      this.works();
      if (!isNew) await this.sleep(PAUSE);
    }
  }

  /** The row of a dead letter once more; undefined where its file is gone. Throws as taking does. */
  async replay(log: string, offset: number): Promise<{ readonly rejected: number } | undefined> {
    const record = await this.tail.recordAt(log, offset);
    if (record === undefined) return undefined;
    const { bytes, form } = record;
    const { source, zone } = this.settings;
    return await this.means.ingestion.take(source, bytes, `${log}-${offset}`, {
      connector: this.#connector.of(form),
      form,
      zone,
      isReplay: true,
    });
  }

  async #take({ entry, bytes, request }: TailStretch): Promise<LogForm | undefined> {
    await this.room();
    const { source, zone } = this.settings;
    let { form } = entry;
    const taken = await this.means.ingestion.take(source, bytes, request, {
      connector: this.#connector.of(form),
      form,
      onForm: (found) => {
        form = found;
      },
      zone,
      placeOf: placesOf(entry, bytes),
    });
    this.count.taken += taken.appended;
    this.count.rejected += taken.rejected;
    this.means.wake();
    return form;
  }
}

function tailName(source: string, path: string): string {
  return createHash("sha256").update(`${source}\0${path}`).digest("hex").slice(0, 16);
}

type PlaceOf = NonNullable<NonNullable<Parameters<Ingestion["take"]>[3]>["placeOf"]>;

/** Where a line of the stretch stands in its file; asked for in ascending order, so each LF is looked for once. */
function placesOf(
  { path, names, line: first, offset: from }: TailStretch["entry"],
  bytes: Uint8Array,
): PlaceOf {
  const log = names[0] ?? "";
  let [line, at] = [1, 0];
  return (wanted) => {
    if (wanted < line) [line, at] = [1, 0];
    for (; line < wanted; line++) {
      const end = bytes.indexOf(LF, at);
      if (end < 0) break;
      at = end + 1;
    }
    return { file: path, line: first + wanted - 1, position: { log, offset: from + at } };
  };
}
