/** How a refusal or a crash is told: on stderr, with place and remedy, and never with a value of a log. */
import { CounterwatchError, printPlace } from "../model/errors.ts";
import { EXIT, exitCodeOf } from "./exit-codes.ts";

export interface Failure {
  readonly text: string;
  readonly exitCode: number;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof CounterwatchError && error.code !== "internal") {
    const place = printPlace(error.place);
    const lines = [`counterwatch: ${place === "" ? "" : `${place}: `}${afterColon(error.message)}`];
    if (error.remedy !== undefined) lines.push(`  ${error.remedy}`);
    return { text: `${lines.join("\n")}\n`, exitCode: exitCodeOf(error.code) };
  }
  const lines = [`counterwatch: internal error (${kindOf(error)})`, ...frames(error)];
  lines.push(
    "  This is a defect of Counterwatch. Please report it with the lines above; they hold no data of the log.",
  );
  return { text: `${lines.join("\n")}\n`, exitCode: EXIT.internal };
}

/** A sentence as it stands behind a colon; `JSON` and `I` keep their capitals. */
function afterColon(sentence: string): string {
  return sentence.replace(/^\p{Lu}(?=\p{Ll}|\s)/u, (letter) => letter.toLowerCase()).replace(/\.$/, "");
}

function kindOf(error: unknown): string {
  // Our own messages name counts and places only; a message of the runtime may quote what it choked on.
  if (error instanceof CounterwatchError) return error.message;
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as NodeJS.ErrnoException;
  const name = /^[A-Za-z]+$/.test(error.name) ? error.name : "Error";
  return typeof code === "string" && /^[A-Z_]+$/.test(code) ? `${name} ${code}` : name;
}

/** The call frames of a stack without the message before them, which may hold a value in any number of lines. */
function frames(error: unknown): string[] {
  if (!(error instanceof Error) || typeof error.stack !== "string") return [];
  const header = String(error);
  const start = error.stack.startsWith(header) ? header.length : undefined;
  if (start === undefined) return [];
  return error.stack
    .slice(start)
    .split("\n")
    .filter((line) => /^ {4}at .+:\d+:\d+\)?$/.test(line))
    .slice(0, 8);
}
