/** Who was looked up, or found, as a mapping names it. */
import {
  type MappingSubject,
  Rejection,
  type Subject,
  SUBJECT_TYPES,
  type SubjectType,
} from "../model/index.ts";
import type { Row } from "./connector.ts";
import type { Identifiers } from "./identifiers.ts";
import type { ColumnReader, ValueReader } from "./mapping-columns.ts";
import { compileWords } from "./word-table.ts";

export interface SubjectReader {
  /** The raw cells, to be replaced wherever else in the row they occur. */
  raw(row: Row): string[];
  read(row: Row): Subject[] | undefined;
}

interface Source {
  readonly values: ValueReader;
  readonly typeOf: (row: Row) => SubjectType | undefined;
  readonly separators: readonly string[] | undefined;
}

export function createSubjectReader(
  subjects: readonly MappingSubject[],
  columns: ColumnReader,
  identifiers: Identifiers,
): SubjectReader {
  const sources = subjects.map((subject): Source => {
    return {
      values: columns(subject.column, "subjects"),
      typeOf: typeReader(subject, columns),
      separators: subject.separators,
    };
  });
  return {
    raw: (row) => sources.flatMap((source) => pieces(source, row)),
    read(row) {
      const found = sources.flatMap((source) => {
        const raw = pieces(source, row).filter((piece) => !identifiers.isBlank(piece));
        if (raw.length === 0) return [];
        const type = source.typeOf(row);
        if (type === undefined) {
          throw new Rejection(
            "identifier-invalid",
            "The type of the subject is not known; add it to `types` in the mapping.",
            source.values.column,
          );
        }
        // Declared separators are all there are; without them the usual ones hold.
        return raw.flatMap((piece) =>
          source.separators === undefined
            ? identifiers.subjects(type, piece)
            : (identifiers.subject(type, piece) ?? []),
        );
      });
      return found.length > 0 ? found : undefined;
    },
  };
}

function pieces({ values, separators }: Source, row: Row): string[] {
  let parts = values.all(row);
  for (const separator of separators ?? []) parts = parts.flatMap((part) => part.split(separator));
  return parts;
}

function typeReader(subject: MappingSubject, columns: ColumnReader): (row: Row) => SubjectType | undefined {
  if (subject.type !== undefined) {
    const { type } = subject;
    return () => type;
  }
  const words = compileWords<SubjectType>({
    ...Object.fromEntries(SUBJECT_TYPES.map((type) => [type, type])),
    ...subject.types,
  });
  const cell = columns(subject.typeColumn, "type of subject");
  return (row) => words(cell.text(row));
}
