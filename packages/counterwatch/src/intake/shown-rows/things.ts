/** What people share: devices, postal addresses, bookings. A raw name of one becomes a pseudonym of its own domain. */
import { type Pseudonym, Rejection, type RowKind } from "../../model/index.ts";
import type { Identifiers } from "../identifiers.ts";

export type HoldingKind = Extract<RowKind, "device" | "address" | "booking">;

/** Fewer letters and digits single out no place or booking. */
const SHORTEST = 3;

/** Undefined: blank or withheld. Throws Rejection for a wildcard or fragment. */
export function readThing(
  kind: HoldingKind,
  raw: string,
  identifiers: Identifiers,
  column: string,
): Pseudonym | undefined {
  if (identifiers.isBlank(raw) || identifiers.isMask(raw)) return undefined;
  if (kind === "device") {
    // An IMEI is the same device wherever it stands, in a column of IMEIs or of serial numbers.
    const digits = raw.replace(/[\s./-]/g, "");
    const subject = identifiers.subject(/^\d{14,16}$/.test(digits) ? "imei" : "device", raw);
    if (subject?.partial === true) throw fragment(column);
    return subject?.id;
  }
  const name = kind === "address" ? postalForm(raw) : foldCase(raw).replace(/[^\p{L}\p{N}]/gu, "");
  if (/[*%]/.test(raw) || name.length < SHORTEST) throw fragment(column);
  return kind === "address"
    ? identifiers.pseudonym("address", `postal ${name}`)
    : identifiers.pseudonym("account", `booking ${name}`);
}

/** Words without accents, signs and the order of punctuation: "Av. Juárez 12, 3.º B" and "AV JUAREZ 12 3º B" are one place. */
function postalForm(raw: string): string {
  return foldCase(raw)
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

function foldCase(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

function fragment(column: string): Rejection {
  return new Rejection("identifier-invalid", "The value is a fragment: it singles out nothing.", column);
}
