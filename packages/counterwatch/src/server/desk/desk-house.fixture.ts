/** A desk in memory behind its door, and people who ask it. */
import type { Hono } from "hono";
import { type Account, ROLES, type Role } from "../../incidents/desk/case.ts";
import { incidentOf } from "../../incidents/desk/grouping.ts";
import { finding, opened } from "../../store/desk/contract/desk-contract.fixture.ts";
import { MemoryDesk } from "../../store/desk/memory/memory-desk.fixture.ts";
import { asDocumented } from "./answered.fixture.ts";
import { candidates } from "./casework/candidates.ts";
import type { UnmaskMeans } from "./casework/unmask-routes.ts";
import { type DeskDoor, deskApi } from "./dispatcher.ts";
import { quietOffice } from "./office.fixture.ts";
import { type Means, Sessions } from "./people/sessions.ts";
import { emptyProtection } from "./protection/protection.fixture.ts";
import type { Protection } from "./protection/warning-service.ts";

export const NOW = "2026-03-01T00:00:00.000Z";
export const INCIDENT = incidentOf("f-1");

export class House {
  now = Date.parse(NOW);
  readonly store = new MemoryDesk();
  readonly looked: string[] = [];
  readonly sessions = new Sessions(() => this.now);
  /** Logs that look-ups came from. */
  sources: (events: readonly string[]) => readonly string[] | undefined = () => ["alpr"];
  readonly means: DeskDoor["means"];
  readonly secure: boolean;
  /** Made at the first question. */
  get app(): Hono {
    this.#app ??= this.#open();
    return this.#app;
  }
  #app: Hono | undefined;
  /** Operators are hidden, phone numbers are Mexican. */
  readonly unmasking: UnmaskMeans = {
    ...candidates({ siteKey: new Uint8Array(32), country: "MX", pseudonymiseOperators: true }),
    tried: (account, incident, step, matched) => {
      this.looked.push(`${account.name} tried ${incident} ${step} ${matched}`);
      return Promise.resolve();
    },
  };

  readonly #protection: Protection | undefined;

  constructor({
    means,
    secure = false,
    protection,
  }: Partial<Pick<DeskDoor, "means" | "secure">> & { readonly protection?: Protection } = {}) {
    this.#protection = protection;
    this.means = means;
    this.secure = secure;
  }

  #open = (): Hono =>
    deskApi({
      desk: {
        store: this.store,
        ...quietOffice(NOW),
        now: () => new Date(this.now).toISOString(),
        state: () =>
          Promise.resolve({
            sources: [],
            ledger: { leaves: 0, waiting: 0 },
            budget: "1/day",
            guarantee: [],
            version: "0",
            inputs: [],
          }),
        sourcesOf: (events) => Promise.resolve(this.sources(events)),
        deadLetters: () => ({ items: [], total: 0, next: undefined }),
        unmasking: this.unmasking,
        hashPassword: (password) => Promise.resolve(`hash of ${password}`),
        protection: this.#protection ?? emptyProtection(() => new Date(this.now).toISOString()),
      },
      sessions: this.sessions,
      verify: async (account, password) => {
        // Hashing gives way to others, too.
        await new Promise((resolve) => setTimeout(resolve, 1));
        return account?.password === `hash of ${password}`;
      },
      looked: (account, { looksAt, looksBy }, target) => {
        this.looked.push(
          `${account.name} ${looksAt} ${target ?? ""}${looksBy === "change" ? " change" : ""}`,
        );
        return Promise.resolve(`counterwatch:${this.looked.length}`);
      },
      secure: this.secure,
      version: "0",
      ...(this.means !== undefined && { means: this.means }),
    });

  async furnish(): Promise<this> {
    const audit = { at: NOW, by: "test", action: "set up", target: undefined, detail: undefined };
    for (const role of ROLES) await this.store.saveAccount(account(role, [role]), audit);
    await this.store.saveAccount(account("nobody", []), audit);
    await this.store.saveAccount(account("watched", ["analyst", "reviewer"], { operators: ["op-1"] }), audit);
    await this.store.saveAccount(account("keeper", ["analyst"], { administers: ["alpr"] }), audit);
    await this.store.saveAccount(account("gone", ["analyst"], { disabled: true }), audit);
    await this.store.advance({
      position: 1,
      events: [],
      findings: [finding(1)],
      suppressed: new Set(),
      steps: [opened(1, NOW)],
      now: NOW,
    });
    return this;
  }

  /** A cookie, as after signing in. */
  as(name: string): string {
    return `counterwatch=${this.sessions.open(name)}`;
  }

  async ask(
    method: string,
    path: string,
    { cookie, body, headers }: { cookie?: string; body?: unknown; headers?: Record<string, string> } = {},
  ) {
    const answer = await this.app.request(path, {
      method,
      headers: {
        "x-counterwatch": "1",
        ...(cookie !== undefined && { cookie }),
        ...headers,
      },
      ...(body !== undefined &&
        method !== "GET" && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    return await asDocumented(method, path, answer);
  }
}

export const house = () => new House().furnish();

export function account(name: string, roles: readonly Role[], more: Partial<Account> = {}): Account {
  return {
    name,
    roles,
    operators: [],
    administers: [],
    password: `hash of password of ${name}`,
    disabled: false,
    ...more,
  };
}

/** A browser that keeps its cookies, and says where its changes come from. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #place: House;
  readonly #origin: string | undefined;

  constructor(place: House, origin?: string) {
    this.#place = place;
    this.#origin = origin;
  }

  // biome-ignore lint/suspicious/noExplicitAny: tests name the fields that they look at
  async ask(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: any; answer: Response }> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await this.#place.ask(method, path, {
      ...(cookie !== "" && { cookie }),
      ...(body !== undefined && { body }),
      ...(this.#origin !== undefined && method !== "GET" && { headers: { origin: this.#origin } }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "" || /max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const text = await answer.text();
    return { status: answer.status, body: text.startsWith("{") ? JSON.parse(text) : text, answer };
  }

  /** As after signing in. */
  become(name: string, means: Means = "password"): this {
    this.cookies.set("counterwatch", this.#place.sessions.open(name, means));
    return this;
  }
}
