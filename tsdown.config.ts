import { defineConfig, type UserConfig } from "tsdown";

/** Packages that are put into the published files: little of each is used, and only that is kept. */
const bundled = [/^mathjs/, /^@stdlib\//];

const files = [
  // What package.json exports.
  "src/index",
  "designs/index",
  "estimators/index",
  "src/agents/index",
  // The program, and the files that threads run: they are found beside threadPool.
  "src/cli/main",
  "src/parallel/threadPool",
  "src/parallel/worldWorker",
  "src/parallel/diagnosisWorker",
  "src/parallel/simulationWorker",
];

const config: UserConfig = defineConfig({
  entry: Object.fromEntries(files.map((file) => [file, `${file}.ts`])),
  format: "esm",
  platform: "node",
  target: "node20",
  noExternal: bundled,
  dts: true,
  clean: true,
  outDir: "dist",
  fixedExtension: false,
}) as UserConfig;
export default config;
