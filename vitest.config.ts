import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The longest files, longest first. One that is begun last would keep a single core busy while the others wait. */
const LONGEST = [
  "packages/counterwatch/test/serve-kill.test.ts",
  "packages/counterwatch/test/register-ledger.test.ts",
  "packages/counterwatch/test/console-whole-way.test.ts",
  "packages/counterwatch/test/serve-warnings.test.ts",
  "packages/counterwatch/test/tripwire.test.ts",
  "packages/counterwatch/test/console.test.ts",
  "packages/counterwatch/test/console-finding.test.ts",
  "packages/counterwatch/test/serve-inputs.test.ts",
  "packages/counterwatch/test/serve-notify.test.ts",
  "packages/counterwatch/test/ledger-misfortune.test.ts",
  "packages/counterwatch/test/register-officers.test.ts",
  "packages/counterwatch/test/register.test.ts",
  "packages/evidence/test/ledger-kill.test.ts",
  "packages/evidence/src/log/tampering.test.ts",
  "packages/evidence/src/node/crash.test.ts",
  "packages/counterwatch/src/app/tripwire-whole.test.ts",
  "packages/counterwatch/test/register-process.test.ts",
  "packages/counterwatch/test/report-browser.test.ts",
  "packages/simulator/src/records/conduct.test.ts",
  "packages/counterwatch/test/serve.test.ts",
  "packages/counterwatch/test/exports.test.ts",
  "packages/counterwatch/test/warnings.test.ts",
  "packages/sigma/test/corpus.test.ts",
];

function rank({ moduleId }: TestSpecification): number {
  const at = LONGEST.findIndex((path) => moduleId.endsWith(`/${path}`));
  return at < 0 ? LONGEST.length : at;
}

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  resolve: { conditions: ["source", "node", "import", "default"] },
  // Not "import": Node would take it for `require`, too, and a package that has both forms would get the wrong one of itself.
  ssr: { resolve: { conditions: ["source", "node", "default"] } },
  test: {
    testTimeout: 120_000,
    // The usual second is no time on a machine that is busy otherwise.
    expect: { poll: { timeout: 60_000 } },
    hookTimeout: 120_000,
    // Processes, sockets, browsers and disks of a busy machine: once more, and the runner says so. What is wrong fails twice.
    retry: process.env["CI"] === "true" ? 1 : 0,
    pool: "forks",
    // One more than there are cores: many files wait, for a process that starts or for a disk. Left alone, the runner keeps one
    // core of two for itself, although it needs a twentieth of it.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    setupFiles: ["test/fixed-seed.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "source",
          include: ["packages/*/src/**/*.test.ts", "test/**/*.test.ts"],
          // Files share a process, so that each module is loaded, and made quick by V8, once and not three hundred times: half the
          // time. None of them replaces a module, sets the environment or stays in another folder.
          isolate: false,
        },
      },
      {
        // The program as it is installed: these tests start what `tsc -b` has built, some of them a hundred times, and on a
        // machine that is busy otherwise each takes seconds to be there.
        extends: true,
        test: {
          name: "built",
          include: ["packages/*/test/**/*.test.ts"],
          testTimeout: 400_000,
          globalSetup: "packages/counterwatch/test/build.ts",
        },
      },
    ],
  },
});
