/** Whether a password is right, with what keeps people from guessing it, and guessers from taking the machine. */
import type { Account } from "../../../incidents/desk/case.ts";
import type { Visit } from "./visit.ts";

/** Each takes 19 MB and a tenth of a second of a core: nobody who is not signed in may take all of them. */
const MOST_VERIFYING = 4;
const verifying = new WeakMap<object, number>();

/** The account, or what is to be answered instead. */
export async function passwordChecked(
  visit: Visit,
  name: string,
  password: string,
): Promise<Account | Response> {
  const { wrong, verify, desk } = visit.house;
  await wrong.recall(desk.store);
  const wait = Math.ceil(wrong.wait(name) / 1000);
  if (wait > 0) return tooMany("too many wrong passwords: wait", wait);
  const running = verifying.get(wrong) ?? 0;
  if (running >= MOST_VERIFYING) return tooMany("too many people sign in at once: wait", 1);
  verifying.set(wrong, running + 1);
  let account: Account | undefined;
  let right: boolean;
  try {
    const before = await visit.accountNamed(name);
    right = await verify(before, password);
    // Meanwhile it may have been given another password, and all of its sessions may have ended.
    account = await visit.accountNamed(name);
    right &&= account?.password === before?.password;
  } finally {
    verifying.set(wrong, (verifying.get(wrong) ?? 1) - 1);
  }
  if (right && account !== undefined && !account.disabled) {
    wrong.right(name);
    return account;
  }
  wrong.failed(name);
  // A name that nobody has may be a password in the wrong field, and anybody could fill the trail with them. Not waited for: how long the
  // answer takes would tell which names there are.
  if (account !== undefined) visit.audit(name, "sign-in.failed").catch(() => {});
  return Response.json({ error: "the name or the password is wrong" }, { status: 401 });
}

function tooMany(error: string, seconds: number): Response {
  return Response.json({ error, seconds }, { status: 429, headers: { "retry-after": String(seconds) } });
}
