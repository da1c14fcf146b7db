/** What a running server is asked for, and what it gives back. */
import type { Hono } from "hono";
import type { DeskStore } from "../../incidents/desk/desk-store.ts";
import type { Settings } from "../settings.ts";

export interface ServeRequest {
  readonly folder: string;
  readonly host: string;
  readonly port: number;
  readonly settings: Settings;
  /** postgres://…; undefined: the embedded database. */
  readonly database: string | undefined;
  /** Browsers reach it over TLS alone: its cookie never goes another way. */
  readonly behindTls: boolean;
  /** Where browsers see it, `https://desk.example`; undefined: neither passkeys nor an issuer. */
  readonly origin?: string | undefined;
  readonly version: string;
  readonly log: (sentence: string) => void;
  /** Undefined: everything is as it is. */
  readonly demo?: ServeDemo;
}

/** What a demo has of its own; see app/demo/. */
interface ServeDemo {
  /** Milliseconds: the time that its look-ups have come to. */
  readonly clock: () => number;
  /** Before anybody can sign in. */
  prepare(store: DeskStore): Promise<void>;
  readonly door: Hono;
}

export interface Serving {
  readonly url: string;
  close(): Promise<void>;
}

/** Notes what is open; what was opened last is closed first, at the end as where a start fails. */
export class Opened {
  readonly #closings: (() => Promise<void> | void)[] = [];

  push(close: () => Promise<void> | void): void {
    this.#closings.push(close);
  }

  async close(): Promise<void> {
    for (const close of this.#closings.splice(0).toReversed()) await close();
  }
}
