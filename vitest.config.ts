import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { defineConfig, type ViteUserConfigFnObject } from "vitest/config";
import { HeaviestFirst } from "./tests/support/heaviestFirst.ts";

/** `npm test` proves the numbers; with `--mode long` the files *.long.test.ts run instead, which prove none and take long. */
const config: ViteUserConfigFnObject = defineConfig(({ mode }) => ({
  // What a test imports by the names of the package are the sources.
  resolve: {
    alias: [
      { find: /^spillway$/, replacement: resolve("src/index.ts") },
      { find: /^spillway\/(agents|measures)$/, replacement: resolve("src/$1/index.ts") },
      { find: /^spillway\/(designs|estimators)$/, replacement: resolve("$1/index.ts") },
      {
        find: /^spillway\/(networks|exposures|studies|run|log|report)$/,
        replacement: resolve("src/entries/$1.ts"),
      },
    ],
  },
  test: {
    include: [mode === "long" ? "tests/**/*.long.test.ts" : "tests/**/*.test.ts"],
    exclude: mode === "long" ? [] : ["tests/**/*.long.test.ts"],
    globalSetup: "tests/support/builtPackage.ts",
    // By default one processor is left alone, which on two of them doubles the time. Long tests watch time, so they run alone.
    maxWorkers: mode === "long" ? 1 : availableParallelism(),
    // The sources are loaded once a worker and not once a file: tests leave nothing behind in them.
    isolate: false,
    sequence: { sequencer: HeaviestFirst },
    // Ten times what the slowest takes: a machine that is busy with other things fails no test.
    testTimeout: 120_000,
    reporters: ["default"],
  },
}));
export default config;
