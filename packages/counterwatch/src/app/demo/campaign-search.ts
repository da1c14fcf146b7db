/** Whether a detector has told the hidden campaign: only then may the tour point at it. */
import type { DeskStore } from "../../incidents/desk/desk-store.ts";
import { parseFindingQuery } from "../../incidents/desk/finding-query.ts";
import type { DemoState } from "../../server/desk/demo-door.ts";

export class CampaignSearch {
  readonly #store: DeskStore;
  readonly #operator: string;
  #found: DemoState["found"];

  constructor(store: DeskStore, operator: string) {
    this.#store = store;
    this.#operator = operator;
  }

  /** The first that is urgent, once it is told; always the same one from then on. */
  async found(): Promise<DemoState["found"]> {
    if (this.#found !== undefined) return this.#found;
    const urgent = new URLSearchParams({
      operator: this.#operator,
      severity: "high,critical",
      sort: "learned",
    });
    const { items } = await this.#store.findings(parseFindingQuery(urgent), { limit: 200 });
    const first = items.at(-1);
    if (first === undefined) return undefined;
    const { id, incident, operator } = first;
    this.#found = { finding: id, incident, operator };
    return this.#found;
  }
}
