/**
 * A release that two officers sign where the register is, for the journal of a running server elsewhere: they read what the server's desk
 * wrote out, sign it with their keys, and send the file back. It counts for that place of that journal alone.
 */
import { signedText, type StandingWarning } from "../incidents/warnings/warning-signature.ts";
import { type ListedWarning, listWarnings } from "../incidents/warnings/warning-list.ts";
import { CounterwatchError } from "../model/index.ts";
import {
  type SignedFile,
  type SigningRequest,
  signingRequestSchema,
} from "../server/desk/protection/warning-service.ts";
import { RegisterFolder } from "../store/register-folder.ts";
import type { Officer } from "../store/register-keeper.ts";
import { readTextFile } from "../store/text-file.ts";
import { describeRegister } from "./register.ts";
import type { RegisterMeans } from "./register-opening.ts";
import { signaturesOver } from "./warnings-signing.ts";

const LARGEST = 16 * 1024 * 1024;

/** `show` is called with what will be signed before a passphrase is asked for. Throws `format-damaged`, and what signing throws. */
export async function signReleaseFile(
  path: string,
  register: string,
  officers: readonly Officer[],
  show: (warnings: readonly ListedWarning[], now: number) => void,
  means: RegisterMeans,
): Promise<SignedFile> {
  const request = readRequest(path);
  if (request.register !== describeRegister(register).register)
    throw damaged(path, "these warnings are of another register");
  const { after, warnings } = request;
  const now = means.clock().getTime();
  show(shown(warnings), now);
  const text = signedText({ deed: "release" }, warnings, after);
  return {
    format: "counterwatch-signatures/v1",
    register: request.register,
    after,
    warnings: warnings.map(({ id }) => id),
    signatures: [...(await signaturesOver(new RegisterFolder(register), text, officers, means))],
  };

  function shown(standing: readonly StandingWarning[]): ListedWarning[] {
    const byId = new Map(
      standing.map((each) => [
        each.id,
        {
          ...each,
          state: "draft" as const,
          released: false,
          assurance: undefined,
          proposals: [],
          owner: undefined,
          escalated: 0,
          opened: each.clock.from,
          history: [],
        },
      ]),
    );
    return listWarnings({ founded: undefined, signers: [], byId }, now);
  }
}

function readRequest(path: string): SigningRequest {
  let value: unknown;
  try {
    value = JSON.parse(readTextFile(path, LARGEST));
  } catch (cause) {
    if (cause instanceof CounterwatchError) throw cause;
    throw damaged(path, "this is not JSON");
  }
  const { data, error } = signingRequestSchema.safeParse(value);
  if (data !== undefined) return data;
  throw damaged(path, `${error?.issues[0]?.path.join(".") || "the file"} is not as a desk writes it`);
}

function damaged(file: string, message: string): CounterwatchError {
  return new CounterwatchError("format-damaged", message, {
    place: { file },
    remedy: "Fetch it from the desk's board of warnings again.",
  });
}
