/** A server at which nothing happens, for tests of the routes: the parts that overview, sources and rules ask for. */
import { CounterwatchError } from "../../model/index.ts";
import type { DeskService } from "./desk-service.ts";

function none(): never {
  throw new CounterwatchError("not-found", "there is no such rule");
}

export function quietOffice(
  now: string,
): Pick<DeskService, "overview" | "sources" | "rules" | "retention" | "casework" | "notices" | "inputs"> {
  return {
    overview: {
      days: () => Promise.resolve([]),
      budget: () => Promise.resolve(undefined),
      checkpoint: () => undefined,
    },
    inputs: {
      states: () => [],
      replay: () => Promise.resolve({ replayed: 0, rejected: 0, gone: 0, left: 0 }),
    },
    retention: { state: () => Promise.resolve({ rules: [], latest: undefined, erasures: [] }) },
    sources: { since: now, reports: () => Promise.resolve([]) },
    casework: { zone: "UTC", bundle: ({ id }) => Promise.resolve(new TextEncoder().encode(`tar of ${id}`)) },
    notices: {
      targets: [],
      test: () => Promise.reject(new CounterwatchError("not-found", "there is no such target")),
      wake: () => {},
    },
    rules: {
      list: () => Promise.resolve([]),
      textOf: () => Promise.resolve().then(none),
      test: () => Promise.resolve().then(none),
      check: () => Promise.resolve({ rules: [], errors: [], warnings: [], tested: [] }),
      backtest: () => Promise.resolve().then(none),
    },
  };
}
