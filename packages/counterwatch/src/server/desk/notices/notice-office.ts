/** What the routes ask of notifications. */
import type { NoticeTarget } from "../../../incidents/notices/notice.ts";

export interface NoticeOffice {
  readonly targets: readonly NoticeTarget[];
  /** Sends a test, whether or not the target had ended. Gives the notice's id. Throws `not-found`. */
  test(target: string): Promise<string>;
  /** Something waits: it is looked at now. */
  wake(): void;
}
