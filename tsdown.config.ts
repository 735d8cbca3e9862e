import { defineConfig, type UserConfig } from "tsdown";

/** Packages that are put into the published files: little of each is used, and only that is kept. */
const bundled = [
  /^@noble\/hashes/,
  /^@stdlib\//,
  /^@xmldom\/xmldom/,
  /^cli-table3/,
  /^commander/,
  /^csv-parse/,
  /^fastest-levenshtein/,
  /^graphology-(gexf|graphml|layout-forceatlas2)/,
  /^liquidjs/,
  /^mathjs/,
  /^ml-matrix/,
  /^picocolors/,
  /^seedrandom/,
  /^simple-statistics/,
  /^yaml/,
  /^zod/,
];

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
  deps: { alwaysBundle: bundled },
  dts: true,
  clean: true,
  outDir: "dist",
  fixedExtension: false,
  // Comments and spaces are left out, which halves what Node reads; names and the arithmetic stay as written.
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
}) as UserConfig;
export default config;
