/** Cells that hold no value, and cells that hold one but do not show it. The difference matters: a masked reason was given. */

const BLANKS = new Set([
  "",
  "-",
  "--",
  "---",
  "–",
  "—",
  "n/a",
  "na",
  "null",
  "(null)",
  "(blank)",
  "undefined",
]);

/** True for the empty cell and for the marks that logs write into one. */
export function isBlank(raw: string): boolean {
  if (raw === "") return true;
  if (raw.length > 24) return raw.trim() === "";
  return BLANKS.has(raw.trim().toLowerCase());
}

const MASK_SIGNS = /^[*#•·●█▇▓▒░■]{2,}$|^[xX]{3,}$/;
const MASK_WORDS =
  /^[[(<{*#]*(?:redacted|withheld|masked|confidential|suppressed|sealed|hidden)(?: [a-z ]{1,40})?[\])>}*#]*$/i;

/** `***`, `###`, `XXXX`, `[REDACTED]`, `withheld` and the user's own masks: present but withheld. */
export function createMaskTest(own: readonly string[] = []): (raw: string) => boolean {
  const added = new Set(own.map((mask) => mask.trim().toLowerCase()));
  return (raw) => {
    if (raw.length > 64) return false;
    const text = raw.trim();
    if (text === "") return false;
    return (
      MASK_SIGNS.test(text) || MASK_WORDS.test(text) || (added.size > 0 && added.has(text.toLowerCase()))
    );
  };
}

const MASKED_WORD = /(?<![\p{L}\p{N}])(?:[xX]{3,}|[*#•●█■]{2,})(?![\p{L}\p{N}])/u;

/** True where single words of a text are masked, as in `xxxxxxxx investigation`: part of it is withheld. */
export function hasMaskedWord(text: string): boolean {
  return MASKED_WORD.test(text);
}
