/** What is looked for among the books of all registers: each register has its own, and whoever asks knows a warning by its id alone. */
import type { Warning } from "../../../incidents/warnings/warning.ts";
import { CounterwatchError } from "../../../model/index.ts";
import type { WarningBook } from "../../warnings-book.ts";

/** Throws `not-found`. */
export function bookOf(books: readonly WarningBook[], id: string): WarningBook {
  const book = books.find(({ warnings }) => warnings.byId.has(id));
  if (book !== undefined) return book;
  throw new CounterwatchError("not-found", "there is no such warning");
}

/** Throws `not-found`. */
export function warningOf({ warnings }: WarningBook, id: string): Warning {
  const warning = warnings.byId.get(id);
  if (warning !== undefined) return warning;
  throw new CounterwatchError("not-found", "there is no such warning");
}

/** Warnings by the book that has them. Throws `not-found`. */
export function byBook(books: readonly WarningBook[], ids: readonly string[]): [WarningBook, string[]][] {
  const found = new Map<WarningBook, string[]>();
  for (const id of ids) {
    const book = bookOf(books, id);
    found.set(book, [...(found.get(book) ?? []), id]);
  }
  return [...found];
}

export function registerOf({ warnings }: WarningBook): string {
  return warnings.founded?.register ?? "";
}

/** How many steps each book has: other than before where anything has happened. */
export function stepOf(books: readonly WarningBook[]): string {
  return books.map(({ lines }) => lines).join(".");
}
