/**
 * Who works at the demo's desk. Each has a password of this run; the past's findings are closed by two of them, as a team would have done
 * it, through the same API.
 */
import { randomBytes } from "node:crypto";
import type { Incident, IncidentStep, Role } from "../../incidents/desk/case.ts";
import type { DeskStore } from "../../incidents/desk/desk-store.ts";
import { CounterwatchError } from "../../model/index.ts";
import type { DemoPerson } from "../../server/desk/demo-door.ts";
import { hashPassword } from "../../store/passwords.ts";

const NAMES = [
  ["ana", "analyst"],
  ["rosa", "reviewer"],
  ["olga", "register-officer"],
  ["oren", "register-officer"],
  ["otto", "auditor"],
] as const;

export function demoPeople(): DemoPerson[] {
  return NAMES.map(([name, role]) => ({ name, role, password: randomBytes(12).toString("base64url") }));
}

export async function enrolPeople(
  people: readonly DemoPerson[],
  store: DeskStore,
  at: string,
): Promise<void> {
  for (const { name, role, password } of people)
    await store.saveAccount(
      {
        name,
        roles: [role],
        operators: [],
        administers: [],
        password: await hashPassword(password),
        disabled: false,
      },
      { at, by: "demo", action: "account.save", target: name, detail: role },
    );
}

const PAGE = 200;
const WHY =
  "The demo closed this: in the city's own truth, which only its simulator knows, it was honest work.";

/** Works through what the past brought: one proposes, another one closes. */
export class DemoDesk {
  readonly #url: string;
  readonly #people: readonly DemoPerson[];
  readonly #cookies = new Map<Role, string>();

  constructor(url: string, people: readonly DemoPerson[]) {
    this.#url = url;
    this.#people = people;
  }

  /** Throws `unavailable` where the server refuses a step. */
  async closeAll(): Promise<void> {
    for (;;) {
      const { items } = await this.#ask<{ items: Incident[] }>(
        "reviewer",
        "GET",
        `incidents?open=true&limit=${PAGE}`,
      );
      if (items.length === 0) return;
      for (const { id, steps } of items) {
        const closing = { reason: "explained", why: WHY } as const;
        const lines: [Role, IncidentStep][] = [
          ["analyst", { do: "taken" }],
          ["analyst", { do: "close-proposed", ...closing }],
          ["reviewer", { do: "closed", ...closing }],
        ];
        for (const [index, [role, step]] of lines.entries())
          await this.#ask(role, "POST", `incidents/${id}/steps`, { after: steps.length + index, step });
      }
    }
  }

  async #ask<T>(role: Role, method: string, path: string, body?: object): Promise<T> {
    const response = await this.#fetch(method, path, body, await this.#cookieOf(role));
    if (!response.ok)
      throw new CounterwatchError(
        "unavailable",
        `the demo's server refused its own ${role} with ${response.status}`,
      );
    return (await response.json()) as T;
  }

  async #cookieOf(role: Role): Promise<string> {
    const known = this.#cookies.get(role);
    if (known !== undefined) return known;
    const { name, password } = this.#people.find((person) => person.role === role)!;
    const response = await this.#fetch("POST", "session", { name, password }, "");
    const [cookie = ""] = (response.headers.get("set-cookie") ?? "").split(";");
    await response.arrayBuffer();
    this.#cookies.set(role, cookie);
    return cookie;
  }

  #fetch(method: string, path: string, body: object | undefined, cookie: string): Promise<Response> {
    return fetch(`${this.#url}/api/${path}`, {
      method,
      headers: { cookie, "x-counterwatch": "1", "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }
}
