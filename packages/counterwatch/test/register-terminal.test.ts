/** Review and passphrases on a terminal, which `script` (util-linux) makes. */
import { spawn, spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { PEOPLE, RegisterDesk } from "./register-desk.ts";

const SCRIPT = "/usr/bin/script";
// The one of util-linux: others have other flags.
const hasScript = spawnSync(SCRIPT, ["--version"]).status === 0;
const command = fileURLToPath(new URL("../bin/counterwatch.js", import.meta.url));
let desk: RegisterDesk;
beforeEach(() => {
  desk = new RegisterDesk();
  desk.withLedger = false;
});
afterEach(() => desk.close());

/** What the terminal shows; `answers` are typed when their question stands there. */
function onTerminal(
  line: string,
  answers: readonly (readonly [question: string, typed: string])[],
): Promise<string> {
  const child = spawn(SCRIPT, ["-qec", line, "/dev/null"], {
    cwd: desk.root,
    env: { ...process.env, TERM: "xterm" },
  });
  let shown = "";
  let answered = 0;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
    const next = answers[answered];
    if (next === undefined || !shown.includes(next[0])) return;
    answered += 1;
    child.stdin.write(`${next[1]}\r`);
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => resolve(shown));
  });
}

it.skipIf(!hasScript)("shows pending edits to two officers, and no passphrase to anybody", async () => {
  await desk.init();
  await desk.propose(PEOPLE);
  const line = `"${process.execPath}" "${command}" register review register --officer alice=alice --officer bruno=bruno`;
  const shown = await onTerminal(line, [
    ["Passphrase of alice:", "the passphrase of alice"],
    ["Passphrase of bruno:", "the passphrase of brunx\u007fo"],
  ]);
  expect(shown).toContain('"proposed": "alice"');
  expect(shown).toContain("CANARY77");
  expect(shown).toContain("1 pending");
  expect(shown).not.toContain("the passphrase of");
  rmSync(join(desk.root, "alice"), { recursive: true });
  // Told before any passphrase is asked for; otherwise this would wait for one.
  expect(await onTerminal(line, [])).toContain("alice: there is no such file");
});
