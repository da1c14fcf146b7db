/**
 * Standard Webhooks 1.0: POST with `webhook-id` (the notice's, the same at each try), `webhook-timestamp` (of this try) and
 * `webhook-signature` (one for each secret, so that the receiver can change over). https://www.standardwebhooks.com
 *
 * Hostile input: the receiver. Its answer counts by its status alone; of the body nothing is kept and little is read, redirects are not
 * followed, and the whole exchange has one time limit. 410 ends the target.
 */
import { hash } from "node:crypto";
import { type ClientRequest, type IncomingMessage, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { Webhook } from "standardwebhooks";
import type { Channel, Outcome } from "../../incidents/notices/channel.ts";
import type { NoticeTarget } from "../../incidents/notices/notice.ts";
import type { ClaimedNotice } from "../../incidents/notices/outbox.ts";
import { guardedLookup, RefusedAddress, refuseHost } from "./address-rule.ts";

const PATIENCE = 15_000;
const LARGEST_ANSWER = 16 * 1024;
/** What a receiver may ask us to wait, in seconds. */
const LONGEST_ASKED = 86_400;

export interface WebhookParts {
  readonly target: NoticeTarget;
  readonly url: string;
  /** whsec_…; the newest first. */
  readonly secrets: readonly string[];
  readonly reach: readonly string[];
  /** PEM, for tests against a server of their own. */
  readonly ca?: string;
  readonly clock: () => number;
  /** Milliseconds. */
  readonly patience?: number;
}

export function webhookChannel(parts: WebhookParts): Channel {
  return {
    target: parts.target,
    address: hash("sha256", parts.url, "hex"),
    longest: (parts.patience ?? PATIENCE) + 5000,
    atOnce: 1,
    async send([notice]) {
      if (notice === undefined) return { as: "delivered" };
      try {
        return outcomeOf(await post(parts, notice));
      } catch (cause) {
        return { as: "failed", reason: reasonOf(cause) };
      }
    },
  };
}

async function post(
  { url, secrets, reach, ca, clock, patience = PATIENCE }: WebhookParts,
  { id, body }: ClaimedNotice,
): Promise<Pick<IncomingMessage, "statusCode" | "headers">> {
  const address = new URL(url);
  refuseHost(address.hostname, reach);
  const payload = JSON.stringify(body);
  const now = new Date(clock());
  const send = address.protocol === "https:" ? httpsRequest : httpRequest;
  return await new Promise((resolve, reject) => {
    const request: ClientRequest = send(
      address,
      {
        method: "POST",
        lookup: guardedLookup(reach),
        signal: AbortSignal.timeout(patience),
        agent: false,
        headers: {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(payload),
          "user-agent": "counterwatch",
          "webhook-id": id,
          "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
          "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, now, payload)).join(" "),
        },
        ...(ca !== undefined && { ca }),
      },
      (response) => {
        resolve(response);
        drain(response);
      },
    );
    request.on("error", reject);
    request.end(payload);
  });
}

/** A short answer is read so that the receiver is done with it; a long one ends the connection. */
function drain(response: IncomingMessage): void {
  let length = 0;
  response.on("error", () => {});
  response.on("data", (piece: Buffer) => {
    length += piece.length;
    if (length > LARGEST_ANSWER) response.destroy();
  });
}

function outcomeOf({ statusCode = 0, headers }: Pick<IncomingMessage, "statusCode" | "headers">): Outcome {
  if (statusCode >= 200 && statusCode < 300) return { as: "delivered" };
  if (statusCode === 410) return { as: "gone", reason: "answered 410 Gone" };
  if (statusCode >= 300 && statusCode < 400)
    return { as: "failed", reason: `answered ${statusCode}: redirects are not followed` };
  const asked = Number(headers["retry-after"] ?? "");
  const after = asked > 0 && asked <= LONGEST_ASKED ? asked * 1000 : undefined;
  return { as: "failed", reason: `answered ${statusCode}`, after };
}

function reasonOf(cause: unknown): string {
  if (cause instanceof RefusedAddress) return `${cause.message}: list it under reach to allow it`;
  const { name, code } = cause as NodeJS.ErrnoException;
  if (name === "AbortError" || name === "TimeoutError") return "no answer in time";
  return typeof code === "string" ? `not reached (${code.slice(0, 60)})` : "not reached";
}
