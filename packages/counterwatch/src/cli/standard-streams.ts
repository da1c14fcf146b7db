/** Data goes to stdout, everything else to stderr. A reader who has seen enough (`| head`) is no error. */
let closed = false;

export function toleratePipes(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    closed = true;
  });
  process.stderr.on("error", () => {});
}

/** Whether somebody still reads stdout. */
export function stdoutOpen(): boolean {
  return !closed;
}

/** Resolves when stdout can take more, so that a slow reader slows the writer instead of filling memory. */
export function print(text: string): Promise<void> {
  return new Promise((resolve) => {
    if (closed || process.stdout.write(text)) return resolve();
    const go = () => {
      process.stdout.off("drain", go).off("error", go);
      resolve();
    };
    process.stdout.on("drain", go).on("error", go);
  });
}

export function note(text: string): void {
  process.stderr.write(text);
}

/** Columns to write for; a file or a pipe gets the width of a page. */
export function widthOf(stream: NodeJS.WriteStream): number {
  return stream.isTTY ? Math.max(40, stream.columns || 80) : 100;
}

/** Honours NO_COLOR (no-color.org), FORCE_COLOR and dumb terminals. */
export function colourOn(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return stream.isTTY === true && TERM !== "dumb";
}
