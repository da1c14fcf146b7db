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
  const first = raw.charCodeAt(0);
  if (first > SPACE && first < NO_BREAK_SPACE && !FIRST_OF_BLANKS.has(first)) return false;
  return BLANKS.has(raw.trim().toLowerCase());
}

const SPACE = 32;
const NO_BREAK_SPACE = 0xa0;
/** Asked once or more for each cell: the first sign answers for nearly all. */
const FIRST_OF_BLANKS = new Set([..."-nN(uU"].map((sign) => sign.charCodeAt(0)));

const MASK_SIGNS = /^[*#•·●█▇▓▒░■]{2,}$|^[xX]{3,}$/;
const MASK_WORDS =
  /^[[(<{*#]*(?:redacted|withheld|masked|confidential|suppressed|sealed|hidden)(?: [a-z ]{1,40})?[\])>}*#]*$/i;

const FIRST_OF_MASKS = /^[\s*#•·●█▇▓▒░■xX[({<rwmcshRWMCSH]/;

/** `***`, `###`, `XXXX`, `[REDACTED]`, `withheld` and the user's own masks: present but withheld. */
export function createMaskTest(own: readonly string[] = []): (raw: string) => boolean {
  const added = new Set(own.map((mask) => mask.trim().toLowerCase()));
  return (raw) => {
    if (raw.length > 64 || (added.size === 0 && !FIRST_OF_MASKS.test(raw))) return false;
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
