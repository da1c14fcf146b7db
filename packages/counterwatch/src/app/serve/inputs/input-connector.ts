/** The connector that an input is configured with; a mapping that was mended holds without a restart. */
import { statSync } from "node:fs";
import type { Connector } from "../../../intake/connector.ts";
import { CONNECTORS } from "../../../intake/connectors.ts";
import type { LogForm } from "../../../intake/read-log.ts";
import { CounterwatchError } from "../../../model/index.ts";
import type { InputSettings } from "../../../store/input-settings.ts";
import { wantedConnector } from "../../intake-means.ts";

export class InputConnector {
  readonly #settings: Pick<InputSettings, "format" | "mapping">;
  #read: { readonly connector: Connector | undefined; readonly seen: string } | undefined;

  constructor(settings: Pick<InputSettings, "format" | "mapping">) {
    this.#settings = settings;
  }

  /** Undefined: to be told by the content. `isNew`: not the one that the last call gave. Throws `mapping`, `usage`, `not-found`. */
  current(): { readonly connector: Connector | undefined; readonly isNew: boolean } {
    const { mapping } = this.#settings;
    const seen = mapping === undefined ? "" : versionOf(mapping);
    if (this.#read?.seen === seen) return { connector: this.#read.connector, isNew: false };
    const connector = wantedConnector(this.#settings);
    this.#read = { connector, seen };
    return { connector, isNew: true };
  }

  /** For a log that was recognised before. */
  of(form: LogForm | undefined): Connector | undefined {
    const { connector } = this.current();
    if (connector !== undefined || form === undefined) return connector;
    const known = CONNECTORS.find(({ id }) => id === form.connector);
    if (known !== undefined) return known;
    throw new CounterwatchError("usage", `there is no connector "${form.connector}" any more`, {
      remedy: "The log was read with a mapping: name it in `inputs`.",
    });
  }
}

function versionOf(path: string): string {
  const { mtimeMs, size, ino } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return `${mtimeMs} ${size} ${ino}`;
}
