import { defineConfig, type UserConfig } from "tsdown";

// One output file per source file: the worker file and the entry points keep their places relative to each other.
const config: UserConfig = defineConfig({
  entry: [
    "src/index.ts",
    "designs/index.ts",
    "estimators/index.ts",
    "src/agents/index.ts",
    "src/entries/*.ts",
    "src/cli/main.ts",
    "src/parallel/worldWorker.ts",
    "src/parallel/diagnosisWorker.ts",
    "src/parallel/simulationWorker.ts",
  ],
  format: "esm",
  platform: "node",
  target: "node20",
  unbundle: true,
  dts: true,
  clean: true,
  outDir: "dist",
  fixedExtension: false,
}) as UserConfig;
export default config;
