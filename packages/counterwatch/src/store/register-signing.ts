/** What two officers say about warnings, signed with the keys of their files. Runs in the register's process alone. */
import { WARNING_DOMAIN } from "../incidents/warnings/warning-signature.ts";
import { checkCovers, signText } from "../register/cover.ts";
import { countsOf, EMPTY_DOCUMENT } from "../register/document.ts";
import type { Say } from "./register-answers.ts";
import { readCovers } from "./register-files.ts";
import type { RequestTo } from "./register-request.ts";
import { openOfficers } from "./register-unlocking.ts";

/** Under a domain that is added here: no signature of this request can pass for one of a cover or an edit. */
export async function signWarnings(
  request: RequestTo<"sign">,
  passphrases: readonly Buffer[],
  say: Say,
): Promise<void> {
  const chain = checkCovers(readCovers(request.covers), request.covers);
  const credentials = await openOfficers(request.officers, passphrases, chain);
  const signatures = credentials.map(({ name, seed }) => ({
    officer: name,
    signature: signText(WARNING_DOMAIN + request.text, Buffer.from(seed, "hex")),
  }));
  await say({ opened: { counts: countsOf(EMPTY_DOCUMENT), signatures } });
}
