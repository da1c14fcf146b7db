/** How the server is asked. Whatever changes something carries the header that no other site may send. */

/** What the server refused. Status 0: it could not be reached. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly remedy: string | undefined;
  /** To wait, where a name had too many wrong passwords. */
  readonly seconds: number | undefined;

  constructor(status: number, body: { error?: unknown; remedy?: unknown; seconds?: unknown } = {}) {
    super(typeof body.error === "string" ? body.error : "");
    this.status = status;
    this.remedy = typeof body.remedy === "string" ? body.remedy : undefined;
    this.seconds = typeof body.seconds === "number" ? body.seconds : undefined;
  }
}

type Method = "GET" | "POST" | "PUT" | "DELETE";

export async function ask<T>(method: Method, path: string, body?: object): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/api/${path}`, {
      method,
      headers: method === "GET" ? {} : { "x-counterwatch": "1", "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      credentials: "same-origin",
    });
  } catch {
    throw new Refusal(0);
  }
  const answer: unknown = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(response.status, answer as object);
  return answer as T;
}

export const get = <T>(path: string, search?: URLSearchParams) =>
  ask<T>("GET", search === undefined || search.size === 0 ? path : `${path}?${search.toString()}`);
/** Of an address. */
export const part = encodeURIComponent;
