/** `--listen host:port`: on this machine alone unless somebody says otherwise. */
import { InvalidArgumentError, Option } from "commander";

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

const HERE = "127.0.0.1";

export function listenOption(what: string, port: number): Option {
  return new Option("--listen <host:port>", what)
    .argParser((text) => addressOf(text, port))
    .default({ host: HERE, port } satisfies ListenAddress, `${HERE}:${port}`);
}

/** `port`, `host:port` or `[ipv6]:port`. */
function addressOf(text: string, usual: number): ListenAddress {
  const [, host, port] = /^(?:([^\s:]+|\[[0-9a-f:]+\]):)?(\d{1,5})$/i.exec(text) ?? [];
  if (port !== undefined && Number(port) <= 65_535)
    return { host: host?.replace(/^\[(.*)\]$/, "$1") ?? HERE, port: Number(port) };
  throw new InvalidArgumentError(`Write host:port, e.g. ${HERE}:${usual}.`);
}
