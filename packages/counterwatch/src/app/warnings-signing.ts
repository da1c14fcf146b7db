/** What two officers sign about warnings, and how they come to: in the register's process, whose keys never come here. */
import { type SignedDeed, signedText } from "../incidents/warnings/warning-signature.ts";
import type { StepOf } from "../incidents/warnings/warning-steps.ts";
import type { Warning } from "../incidents/warnings/warning.ts";
import { CounterwatchError } from "../model/index.ts";
import { type Officer, openProcess } from "../store/register-keeper.ts";
import type { RegisterFolder } from "../store/register-folder.ts";
import { asked, drain, prepare, type RegisterMeans, SECONDS_TO_ANSWER } from "./register-opening.ts";
import type { WarningDesk, WarningMeans } from "./warnings-desk.ts";

/** Throws `usage` where these are not two different officers, `share` where one is a stranger or a file does not open. */
export async function sign(
  { warnings, register, head }: WarningDesk,
  deed: SignedDeed,
  ids: readonly string[],
  officers: readonly Officer[],
  means: WarningMeans,
): Promise<Pick<StepOf<"released">, "after" | "signatures">> {
  const signed = ids.map((id) => warningOf({ warnings }, id));
  const signatures = await signaturesOver(register, signedText(deed, signed, head), officers, means);
  return { after: head, signatures };
}

/** Throws as `sign`. */
export async function signaturesOver(
  register: RegisterFolder,
  text: string,
  officers: readonly Officer[],
  means: RegisterMeans,
): Promise<StepOf<"released">["signatures"]> {
  await prepare(register, officers, means, "warning");
  const open = await openProcess(
    {
      do: "sign",
      seconds: SECONDS_TO_ANSWER,
      officers: officers.map(asked),
      covers: register.covers,
      text,
    },
    officers,
  );
  await drain(open);
  return open.opened.signatures ?? [];
}

/** Throws `usage`. */
export function warningOf({ warnings }: Pick<WarningDesk, "warnings">, id: string): Warning {
  const warning = warnings.byId.get(id);
  if (warning !== undefined) return warning;
  throw new CounterwatchError("usage", `there is no warning ${id}`, {
    remedy: "See what stands: counterwatch warnings list",
  });
}
