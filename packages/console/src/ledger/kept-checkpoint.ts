/**
 * The checkpoint that this browser saw last: with it, the next verification shows that history was not cut back or rewritten since. It
 * stays in this browser alone; whoever can write there could rather write into the page.
 */
const KEPT = "counterwatch.checkpoint";

export interface KeptCheckpoint {
  readonly note: string;
  readonly size: number;
  /** RFC 3339: when it was seen. */
  readonly at: string;
}

export function keptCheckpoint(storage: Pick<Storage, "getItem"> = localStorage): KeptCheckpoint | undefined {
  try {
    const { note, size, at } = JSON.parse(storage.getItem(KEPT) ?? "{}") as Partial<
      Record<keyof KeptCheckpoint, unknown>
    >;
    if (typeof note === "string" && typeof size === "number" && typeof at === "string")
      return { note, size, at };
  } catch {
    // What cannot be read was not written by this page.
  }
  return undefined;
}

export function keepCheckpoint(
  checkpoint: KeptCheckpoint | undefined,
  storage: Storage = localStorage,
): void {
  if (checkpoint === undefined) storage.removeItem(KEPT);
  else storage.setItem(KEPT, JSON.stringify(checkpoint));
}
