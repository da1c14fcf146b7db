import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The longest files, longest first. One that is begun last would keep a single core busy while the others wait. */
const LONGEST = [
  "packages/counterwatch/test/tripwire.test.ts",
  "packages/evidence/test/ledger-kill.test.ts",
  "packages/counterwatch/test/canary.test.ts",
  "packages/counterwatch/test/command-line.test.ts",
  "packages/evidence/src/log/tampering.test.ts",
  "packages/counterwatch/src/app/tripwire-whole.test.ts",
  "packages/counterwatch/test/register.test.ts",
  "packages/counterwatch/test/register-ledger.test.ts",
  "packages/counterwatch/test/exports.test.ts",
  "packages/counterwatch/test/ledger.test.ts",
  "packages/counterwatch/src/stories/tail.test.ts",
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
  ssr: { resolve: { conditions: ["source", "node", "import", "default"] } },
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "forks",
    // The runner itself does little: without this it takes one core of two for its own.
    maxWorkers: Math.max(2, availableParallelism()),
    sequence: { sequencer: LongestFirst },
    setupFiles: ["test/fixed-seed.ts"],
    projects: [
      {
        extends: true,
        test: { name: "source", include: ["packages/*/src/**/*.test.ts", "test/**/*.test.ts"] },
      },
      {
        // The program as it is installed: these tests start what `tsc -b` has built.
        extends: true,
        test: {
          name: "built",
          include: ["packages/*/test/**/*.test.ts"],
          globalSetup: "packages/counterwatch/test/build.ts",
        },
      },
    ],
  },
});
