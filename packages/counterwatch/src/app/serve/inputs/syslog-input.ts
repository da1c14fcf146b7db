/**
 * A listener for syslog. Messages wait in memory while those before them go into the ledger; what waits is bounded, and while it is full
 * the listener does not read (TCP, TLS) or drops and counts (UDP). A stretch that the ledger refuses is kept and taken again.
 */
import { randomBytes } from "node:crypto";
import { CounterwatchError } from "../../../model/index.ts";
import { type DatagramReceiver, listenDatagrams } from "../../../server/syslog-datagrams.ts";
import { listenSyslog, type SyslogListening } from "../../../server/syslog-stream.ts";
import type { InputSettings, SyslogSettings } from "../../../store/input-settings.ts";
import { readTextFile } from "../../../store/text-file.ts";
import { Input, type InputMeans } from "./input.ts";
import { InputConnector } from "./input-connector.ts";
import { type ReceivedMessage, sortMessages } from "./syslog-messages.ts";

const MOST_MESSAGES = 20_000;
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_AT_ONCE = 2000;
const AGAIN = 1000;
const LARGEST_PEM = 1024 * 1024;

export class SyslogInput extends Input implements DatagramReceiver {
  readonly #syslog: SyslogSettings;
  readonly #connector: InputConnector;
  /** Of this run: with the number of a message it names a stretch that no other has. */
  readonly #run = randomBytes(6).toString("hex");
  #messages: ReceivedMessage[] = [];
  #bytes = 0;
  #numbered = 0;
  #resume: () => void = () => {};
  #draining: Promise<void> | undefined;
  #port: number | undefined;

  constructor(settings: InputSettings & { readonly syslog: SyslogSettings }, means: InputMeans) {
    super(settings, means);
    this.#syslog = settings.syslog;
    this.#connector = new InputConnector(settings);
  }

  override get kind() {
    return `syslog-${this.#syslog.transport}` as const;
  }

  override get place(): string {
    const { listen } = this.#syslog;
    return this.#port === undefined ? listen : listen.replace(/:\d+$/, `:${this.#port}`);
  }

  get isFull(): boolean {
    return this.#messages.length >= MOST_MESSAGES || this.#bytes >= MOST_BYTES;
  }

  whenRoom(resume: () => void): void {
    this.#resume = resume;
  }

  receive(message: Uint8Array): void {
    this.#put({ bytes: Buffer.from(message), isTooLong: false });
  }

  tooLong(beginning: Uint8Array): void {
    this.#put({ bytes: Buffer.from(beginning), isTooLong: true });
  }

  dropped(): void {
    this.count.dropped++;
  }

  protected override async run(): Promise<void> {
    // A mapping that cannot be read fails here, before anything is received.
    this.#connector.current();
    const listening = await this.#listen();
    this.#port = listening.port;
    this.works();
    try {
      await Promise.race([this.stopped, listening.failed]);
    } finally {
      await listening.close();
      this.#port = undefined;
      await this.#draining;
    }
  }

  async #listen(): Promise<SyslogListening> {
    const { listen, transport, certificate, key, clientCa } = this.#syslog;
    const colon = listen.lastIndexOf(":");
    const host = listen.slice(0, colon).replace(/^\[(.*)\]$/, "$1");
    const at = { host: host === "*" ? undefined : host, port: Number(listen.slice(colon + 1)) };
    if (transport === "udp") return await listenDatagrams(at, this);
    if (transport === "tcp") return await listenSyslog(at, this, undefined);
    return await listenSyslog(at, this, {
      cert: pem(certificate),
      key: pem(key),
      ...(clientCa !== undefined && { ca: pem(clientCa) }),
    });
  }

  #put(message: ReceivedMessage): void {
    this.#messages.push(message);
    this.#bytes += message.bytes.length;
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined;
    });
  }

  async #drain(): Promise<void> {
    while (this.#messages.length > 0) {
      await this.room();
      const stretch = this.#messages.slice(0, MOST_AT_ONCE);
      try {
        await this.#take(stretch);
      } catch (cause) {
        this.fails(cause);
        // At the end there is nobody left to wait for: it is lost, as the page on inputs says.
        if (this.isStopped) return;
        await this.sleep(AGAIN);
        continue;
      }
      this.works();
      this.#numbered += stretch.length;
      this.#messages = this.#messages.slice(stretch.length);
      for (const { bytes } of stretch) this.#bytes -= bytes.length;
      if (!this.isFull) this.#resume();
    }
  }

  /** Taken again after a failure it adds nothing twice: the groups have the same names. */
  async #take(stretch: readonly ReceivedMessage[]): Promise<void> {
    const { source, zone } = this.settings;
    const { ingestion, wake } = this.means;
    const { groups, letters } = sortMessages(stretch, {
      source,
      place: `${this.kind} ${this.#syslog.listen}`,
      connector: this.#connector.current().connector,
      isStructured: this.#syslog.payload === "structured-data",
    });
    let number = this.#numbered;
    const counted = { taken: 0, rejected: letters.length };
    await ingestion.reject(source, `${this.#run}-${number}`, letters);
    number += letters.length;
    for (const { connector, form, lines } of groups) {
      const bytes = Buffer.from(`${lines.join("\n")}\n`);
      const taken = await ingestion.take(source, bytes, `${this.#run}-${number}`, { connector, form, zone });
      number += lines.length;
      counted.taken += taken.appended;
      counted.rejected += taken.rejected;
    }
    this.count.taken += counted.taken;
    this.count.rejected += counted.rejected;
    wake();
  }
}

function pem(path: string | undefined): string {
  if (path === undefined) throw new CounterwatchError("config", "tls needs a certificate and a key");
  return readTextFile(path, LARGEST_PEM);
}
