import { availableParallelism } from "node:os";
import { defineConfig, type ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    globalSetup: "tests/support/builtPackage.ts",
    // By default one processor is left alone, which on two of them doubles the time.
    maxWorkers: availableParallelism(),
    // The sources are loaded once a worker and not once a file: tests leave nothing behind in them.
    isolate: false,
    testTimeout: 60_000,
    reporters: ["default"],
  },
});
export default config;
