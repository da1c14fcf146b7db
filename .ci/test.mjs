// Runs every test once and ends with one line of counts. Where CI=true a skipped test is a failure: CI installs what
// the tests need, so a skip there means that something was silently not checked.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "counterwatch-tests-"));
const report = join(folder, "tests.json");
const { status } = spawnSync(
  process.execPath,
  [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { stdio: "inherit" },
);
let exit = status ?? 1;
try {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
    readFileSync(report, "utf8"),
  );
  const skipped = numPendingTests + numTodoTests;
  if (skipped > 0 && process.env.CI === "true") {
    console.error(`${skipped} tests were skipped; with CI=true that is a failure.`);
    exit = exit === 0 ? 1 : exit;
  }
  console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${skipped} skipped`);
} catch {
  console.error("The test runner left no report.");
  exit = exit === 0 ? 1 : exit;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(exit);
