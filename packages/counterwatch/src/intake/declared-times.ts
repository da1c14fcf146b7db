/** Times in a form that a mapping declares. */
import { DateTime } from "luxon";
import { CounterwatchError, type Mapping, Rejection } from "../model/index.ts";
import { createTimeReader, printTime, type TimeReader } from "./times.ts";
import { compileTokens } from "./time-tokens.ts";
import { openZone } from "./zones.ts";

/** Several formats are tried in order. `zone` (IANA) holds where the text names none. Throws `mapping` for a format that is none. */
export function createDeclaredTimeReader(declared: Mapping["time"], zone: string | undefined): TimeReader {
  const formats = declared?.format === undefined ? ["auto"] : [declared.format].flat();
  const automatic = createTimeReader(zone);
  const readers = formats.map((format) => openFormat(format, zone, declared?.locale, automatic));
  return (raw, column) => {
    if (raw.trim() === "") throw new Rejection("time-missing", "The row has no time.", column);
    for (const read of readers) {
      const instant = read(raw.trim(), column);
      // The automatic reader also judges whether the instant is plausible.
      if (instant !== undefined) return automatic(printTime(instant), column);
    }
    throw new Rejection(
      "time-unreadable",
      "The time does not have the form that the mapping declares.",
      column,
    );
  };
}

type FormatReader = (text: string, column: string) => number | undefined;

function openFormat(
  format: string,
  zone: string | undefined,
  locale: string | undefined,
  automatic: TimeReader,
): FormatReader {
  switch (format) {
    case "auto":
      return automatic;
    case "iso":
      return (text, column) => (/^\d{4}-\d\d-\d\d/.test(text) ? automatic(text, column) : undefined);
    case "epoch-seconds":
      return (text) => epoch(text, 1000);
    case "epoch-milliseconds":
      return (text) => epoch(text, 1);
    default:
      return openTokens(format, zone, locale);
  }
}

function epoch(text: string, factor: number): number | undefined {
  const value = /^-?\d{1,16}(?:\.\d+)?$/.test(text) ? Math.trunc(Number(text) * factor) : Number.NaN;
  return Math.abs(value) <= 8.64e15 ? value : undefined;
}

function openTokens(format: string, zone: string | undefined, locale: string | undefined): FormatReader {
  const bare = format.replace(/'[^']*'/g, "");
  if (!/[yo]|[DFf]/.test(bare)) {
    throw new CounterwatchError("mapping", '"time.format" names no year.', {
      remedy:
        "Write tokens such as d/M/yyyy H:mm:ss, or one of auto, iso, epoch-seconds, epoch-milliseconds.",
    });
  }
  const namesZone = /[zZ]/.test(bare);
  const offset = zone === undefined || namesZone ? undefined : openZone(zone);
  const digits = namesZone ? undefined : compileTokens(format);
  if (digits !== undefined) {
    return (text) => {
      const local = digits(text);
      return local === undefined || offset === undefined ? local : local - offset(local);
    };
  }
  const options = { zone: "utc", setZone: namesZone, locale: locale ?? "en-US" };
  return (text) => {
    const parsed = DateTime.fromFormat(text, format, options);
    if (!parsed.isValid) return undefined;
    const local = parsed.toMillis();
    return offset === undefined ? local : local - offset(local);
  };
}
