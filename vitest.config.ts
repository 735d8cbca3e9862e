import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { defineConfig, type TestUserConfig, type ViteUserConfigFnObject } from "vitest/config";
import { HeaviestFirst } from "./tests/support/heaviestFirst.ts";

/** Long tests that watch time, or kill processes by it: they run last, one after another. */
const WATCH_TIME = [
  "tests/cases/redis.long.test.ts",
  "tests/cli/outputPlaces.long.test.ts",
  "tests/estimators/snipe.long.test.ts",
  "tests/lab/lab.long.test.ts",
  "tests/parallel/manyMachines.long.test.ts",
  "tests/report/transcript/chromium.long.test.ts",
  "tests/run/faultServer.long.test.ts",
  "tests/run/kill.long.test.ts",
];
const LONG = "tests/**/*.long.test.ts";

// What a test imports by the names of the package are the sources.
const alias = [
  { find: /^spillway$/, replacement: resolve("src/index.ts") },
  { find: /^spillway\/(agents|measures)$/, replacement: resolve("src/$1/index.ts") },
  { find: /^spillway\/(designs|estimators)$/, replacement: resolve("$1/index.ts") },
  {
    find: /^spillway\/(networks|exposures|studies|run|log|report)$/,
    replacement: resolve("src/entries/$1.ts"),
  },
];
const common: TestUserConfig = {
  globalSetup: "tests/support/builtPackage.ts",
  // The sources are loaded once a worker and not once a file: tests leave nothing behind in them.
  isolate: false,
  // A tenth of the time went into clearing away what lives for a moment: with more room it is cleared less often.
  execArgv: ["--max-semi-space-size=64"],
  // Ten times what the slowest takes: a machine that is busy with other things fails no test.
  testTimeout: 120_000,
};

/** `npm test` proves the numbers; with `--mode long` the files *.long.test.ts run instead, which prove none and take long. */
const config: ViteUserConfigFnObject = defineConfig(({ mode }) =>
  mode === "long"
    ? {
        test: {
          projects: [
            {
              resolve: { alias },
              test: {
                ...{ ...common, name: "long", include: [LONG], exclude: WATCH_TIME },
                ...{ maxWorkers: availableParallelism(), sequence: { groupOrder: 0 } },
              },
            },
            {
              resolve: { alias },
              test: {
                ...{ ...common, name: "alone", include: WATCH_TIME },
                ...{ maxWorkers: 1, sequence: { groupOrder: 1 } },
              },
            },
          ],
        },
      }
    : {
        resolve: { alias },
        test: {
          ...common,
          include: ["tests/**/*.test.ts"],
          exclude: [LONG],
          // By default one processor is left alone, which on two of them doubles the time; one worker more gains nothing.
          maxWorkers: availableParallelism(),
          sequence: { sequencer: HeaviestFirst },
          reporters: ["default"],
        },
      },
);
export default config;
