import { availableParallelism } from "node:os";
import { defineConfig, type ViteUserConfigFnObject } from "vitest/config";

/** `npm test` proves the numbers; with `--mode long` the files *.long.test.ts run instead, which prove none and take long. */
const config: ViteUserConfigFnObject = defineConfig(({ mode }) => ({
  test: {
    include: [mode === "long" ? "tests/**/*.long.test.ts" : "tests/**/*.test.ts"],
    exclude: mode === "long" ? [] : ["tests/**/*.long.test.ts"],
    globalSetup: "tests/support/builtPackage.ts",
    // By default one processor is left alone, which on two of them doubles the time. Long tests watch time, so they run alone.
    maxWorkers: mode === "long" ? 1 : availableParallelism(),
    // The sources are loaded once a worker and not once a file: tests leave nothing behind in them.
    isolate: false,
    testTimeout: 60_000,
    reporters: ["default"],
  },
}));
export default config;
