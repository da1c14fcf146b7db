/**
 * The API as functions, for browsers and Node alike: `counterwatch/client`. Nothing of Node and nothing of the server is in it but types.
 *
 *     const desk = createClient({ url: "https://desk.example.org" });
 *     await desk.ask("POST /api/session", { body: { name, password } });
 *     const page = await desk.ask("GET /api/findings", { query: { severity: "high,critical" } });
 *
 * A browser keeps the session by itself. Elsewhere the client keeps it in memory, for this server alone. Redirects are not followed: none
 * is part of the API, and the session would go along.
 */
import type { DeskRoutes } from "./desk-routes.ts";

export type { DeskRoutes } from "./desk-routes.ts";

/** What the server refused. Status 0: it was not reached. */
export class DeskRefusal extends Error {
  override readonly name = "DeskRefusal";
  readonly status: number;
  /** What can be done about it. */
  readonly remedy: string | undefined;
  /** To wait. */
  readonly seconds: number | undefined;

  constructor(
    status: number,
    { error, remedy, seconds }: { error?: unknown; remedy?: unknown; seconds?: unknown } = {},
  ) {
    super(
      typeof error === "string" ? error : status === 0 ? "the server was not reached" : `answered ${status}`,
    );
    this.status = status;
    this.remedy = typeof remedy === "string" ? remedy : undefined;
    this.seconds = typeof seconds === "number" ? seconds : undefined;
  }
}

export interface ClientParts {
  /** Where the server is, with or without a slash at its end. In a browser: of the page itself, where it is left out. */
  readonly url?: string;
  readonly fetch?: typeof globalThis.fetch;
  /** Ends every question, for instance when a page is left. */
  readonly signal?: AbortSignal;
}

type Names<P extends string> = P extends `${string}:${infer N}/${infer Rest}`
  ? N | Names<`/${Rest}`>
  : P extends `${string}:${infer N}`
    ? N
    : never;
type Key = keyof DeskRoutes;
type With<N extends string, V> = [V] extends [never] ? unknown : { readonly [K in N]: V };

/** What a route needs besides its name. */
export type Question<K extends Key> = With<
  "params",
  [Names<K>] extends [never] ? never : { readonly [N in Names<K>]: string }
> &
  With<"body", DeskRoutes[K] extends { readonly body: infer B } ? B : never> & {
    readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  };
export type Answer<K extends Key> = DeskRoutes[K]["answer"];

export interface DeskClient {
  /** Throws `DeskRefusal`. What is no JSON is given as the `Response`, unread. */
  ask<K extends Key>(
    route: K,
    ...question: Question<K> extends { readonly params: unknown } | { readonly body: unknown }
      ? [Question<K>]
      : [Question<K>?]
  ): Promise<Answer<K>>;
  /** Forgets the session, without a word to the server. */
  forget(): void;
}

interface Loose {
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
}

export function createClient({ url = "", fetch = globalThis.fetch, signal }: ClientParts = {}): DeskClient {
  const base = url.replace(/\/+$/, "");
  const isBrowser = "document" in globalThis;
  const cookies = new Map<string, string>();
  return {
    async ask<K extends Key>(route: K, question?: unknown): Promise<Answer<K>> {
      const { params = {}, body, query = {} } = (question ?? {}) as Loose;
      const [method = "GET", path = ""] = route.split(" ");
      const address =
        base + path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
      const search = new URLSearchParams();
      for (const [name, value] of Object.entries(query))
        if (value !== undefined) search.set(name, String(value));
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      let response: Response;
      try {
        response = await fetch(search.size === 0 ? address : `${address}?${search.toString()}`, {
          method,
          headers: {
            ...(method !== "GET" && { "x-counterwatch": "1" }),
            ...(body !== undefined && { "content-type": "application/json" }),
            ...(!isBrowser && cookie !== "" && { cookie }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
          ...(signal !== undefined && { signal }),
          ...(isBrowser && { credentials: "same-origin" }),
          redirect: "error",
        } as RequestInit);
      } catch (cause) {
        if (signal?.aborted === true) throw cause;
        throw new DeskRefusal(0);
      }
      if (!isBrowser) keep(response.headers.getSetCookie());
      const isJson = /^application\/json\b/.test(response.headers.get("content-type") ?? "");
      if (response.ok && !isJson) return response as Answer<K>;
      const told: unknown = await response.json().catch(() => ({}));
      if (!response.ok) throw new DeskRefusal(response.status, Object(told) as object);
      return told as Answer<K>;
    },
    forget: () => cookies.clear(),
  };

  function keep(set: readonly string[]): void {
    for (const line of set) {
      const [, name = "", value = ""] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
      if (value === "" || /;\s*max-age=0\b/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
  }
}
