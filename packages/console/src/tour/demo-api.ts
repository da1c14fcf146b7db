/** What only the server of a demo answers. */
import type { DemoPerson, DemoState } from "../../../counterwatch/src/server/desk/demo-door.ts";
import { Refusal } from "../api/desk-api.ts";

export type { DemoPerson, DemoState };

/** The server says so in the page itself, so that no other one is asked for a demo. */
export const IS_DEMO = document.querySelector('meta[name="counterwatch-demo"]') !== null;

export async function demoState(): Promise<DemoState> {
  const response = await fetch("/api/demo", { credentials: "same-origin" }).catch(() => {
    throw new Refusal(0);
  });
  if (!response.ok) throw new Refusal(response.status);
  return (await response.json()) as DemoState;
}

/** Somebody is here: the city may go on. */
export async function tellWatched(): Promise<void> {
  await fetch("/api/demo/watched", { method: "POST", headers: { "x-counterwatch": "1" } });
}
