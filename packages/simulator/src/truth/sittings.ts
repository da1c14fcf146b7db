/** Look-ups by one operator of one target less than 30 minutes apart count once. */
export const SITTING_GAP_MS = 30 * 60_000;

/** Numbers sittings in event order, for one campaign or one log. Keys must tell operator and target apart. */
export class SittingCounter {
  readonly #last = new Map<string, { at: number; sitting: number }>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** The number of the sitting that this look-up belongs to; a new one where the last was 30 minutes ago or more. */
  see(key: string, at: number): number {
    const open = this.#last.get(key);
    if (open !== undefined && at - open.at < SITTING_GAP_MS) {
      open.at = at;
      return open.sitting;
    }
    const sitting = ++this.#count;
    this.#last.set(key, { at, sitting });
    return sitting;
  }
}
