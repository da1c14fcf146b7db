/** The inputs of a running server, from `inputs:` of its configuration. */
import { CounterwatchError } from "../../../model/index.ts";
import type { InputOffice, InputState, Replayed } from "../../../server/desk/sources/input-report.ts";
import type { DeadLetterFile } from "../../../store/dead-letter-file.ts";
import type { InputSettings } from "../../../store/input-settings.ts";
import type { Input, InputMeans } from "./input.ts";
import { replayLetters } from "./replay.ts";
import { SyslogInput } from "./syslog-input.ts";
import { TailInput } from "./tail-input.ts";

export interface InputsMeans extends InputMeans {
  readonly letters: DeadLetterFile;
  /** The server's. */
  readonly folder: string;
}

export class Inputs implements InputOffice {
  readonly #inputs: readonly Input[];
  readonly #means: InputsMeans;
  #replaying: Promise<unknown> = Promise.resolve();

  /** Throws `config` where two inputs are one, `unreadable` where positions are damaged. */
  constructor(settings: readonly InputSettings[], means: InputsMeans) {
    this.#means = means;
    const seen = new Set<string>();
    for (const { source, tail, syslog } of settings) {
      const name = tail === undefined ? `${syslog?.transport} ${syslog?.listen}` : `${source} ${tail}`;
      if (seen.has(name) && !name.endsWith(":0"))
        throw new CounterwatchError("config", `two inputs are the same: ${name}`, {
          remedy: "Leave one of them out.",
        });
      seen.add(name);
    }
    this.#inputs = settings.map((each) => inputOf(each, means));
  }

  start(): void {
    for (const input of this.#inputs) input.start();
  }

  /** What was read is durable when it resolves. */
  async stop(): Promise<void> {
    await Promise.all(this.#inputs.map((input) => input.stop()));
  }

  states(): readonly InputState[] {
    return this.#inputs.map((input) => input.state());
  }

  /** One after the other. */
  replay(source: string | undefined): Promise<Replayed> {
    const { letters, clock } = this.#means;
    const turn = this.#replaying.then(() => replayLetters({ letters, inputs: this, clock }, source));
    this.#replaying = turn.catch(() => {});
    return turn;
  }

  tailsOf(source: string): readonly TailInput[] {
    return this.#inputs.filter(
      (input): input is TailInput => input instanceof TailInput && input.settings.source === source,
    );
  }
}

function inputOf(settings: InputSettings, means: InputsMeans): Input {
  const { tail, syslog } = settings;
  if (tail !== undefined) return new TailInput({ ...settings, tail }, means, means.folder);
  if (syslog !== undefined) return new SyslogInput({ ...settings, syslog }, means);
  throw new CounterwatchError("config", "an input has either tail or syslog");
}
