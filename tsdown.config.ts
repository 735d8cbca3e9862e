import { defineConfig, type UserConfig } from "tsdown";
import { licencesOfBundled } from "./licencesOfBundled.ts";

/** Packages that are put into the published files: little of each is used, and Node starts faster with fewer files. */
const bundled = [
  /^@noble\/hashes/,
  /^@stdlib\//,
  /^@xmldom\/xmldom/,
  /^cli-table3/,
  /^commander/,
  /^fastest-levenshtein/,
  /^graphology-(gexf|graphml|layout-forceatlas2|types)/,
  /^liquidjs/,
  /^mathjs/,
  /^ml-matrix/,
  /^picocolors/,
  /^seedrandom/,
  /^simple-statistics/,
  /^yaml/,
  /^zod/,
];

/** What package.json exports, and the program. */
const entries = [
  "src/index",
  "designs/index",
  "estimators/index",
  "src/agents/index",
  "src/measures/index",
  ...["exposures", "log", "networks", "report", "run", "studies"].map((name) => `src/entries/${name}`),
  "src/cli/main",
];

/** Files that threads run. threadPool finds them beside itself, so they stand in the folder of the shared files. */
const threads = ["worldWorker", "diagnosisWorker", "simulationWorker"];

const config: UserConfig = defineConfig({
  entry: Object.fromEntries([
    ...entries.map((file) => [file, `${file}.ts`]),
    ...threads.map((name) => [`shared/${name}`, `src/parallel/${name}.ts`]),
  ]),
  outputOptions: { chunkFileNames: "shared/[name]-[hash].js" },
  format: "esm",
  platform: "node",
  target: "node20",
  deps: { alwaysBundle: bundled },
  plugins: [zodOfTheUser(), licencesOfBundled()],
  dts: true,
  clean: true,
  outDir: "dist",
  fixedExtension: false,
  // Comments and spaces are left out, which halves what Node reads; names and the arithmetic stay as written.
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
}) as UserConfig;
export default config;

/** The types of zod are those of the package, so that the schemas of a user's own kinds fit. */
function zodOfTheUser(): { name: string; resolveId: object } {
  return {
    name: "zod-of-the-user",
    resolveId: {
      order: "pre",
      handler: (id: string, importer?: string) =>
        id === "zod" && importer?.endsWith(".d.ts") ? { id, external: true } : undefined,
    },
  };
}
