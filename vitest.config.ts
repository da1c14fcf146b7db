import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["source", "node", "import", "default"] },
  ssr: { resolve: { conditions: ["source", "node", "import", "default"] } },
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "forks",
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
