/** What the cases of a desk in a browser share. */
import type { BrowserContextOptions } from "playwright-core";
import type { Visitor } from "./console-visitor.ts";
import type { ServedDesk } from "./served-desk.ts";

export interface ConsoleScene {
  readonly desk: ServedDesk;
  /** Somebody who is signed in, on a page. */
  readonly visit: (name: string, place: string, options?: BrowserContextOptions) => Promise<Visitor>;
}
