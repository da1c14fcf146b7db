/** A way out, as the desk sees it: it takes notices of one target and says what became of them. It never throws. */
import type { NoticeTarget } from "./notice.ts";
import type { ClaimedNotice } from "./outbox.ts";

export type Outcome =
  | { readonly as: "delivered" }
  /** Worth another try; `after`: what the other side asked for, in milliseconds. */
  | { readonly as: "failed"; readonly reason: string; readonly after?: number | undefined }
  /** The same would be refused again. */
  | { readonly as: "refused"; readonly reason: string }
  /** The other side wants nothing more at this address. */
  | { readonly as: "gone"; readonly reason: string };

export interface Channel {
  readonly target: NoticeTarget;
  /** A hash of where it leads: a target that is gone is tried again once it leads elsewhere. */
  readonly address: string;
  /** Milliseconds that one message may take: so long it is lent. */
  readonly longest: number;
  /** Notices of one message. */
  readonly atOnce: number;
  /** Reasons carry nothing that the other side said: it may be hostile. */
  send(notices: readonly ClaimedNotice[]): Promise<Outcome>;
}
