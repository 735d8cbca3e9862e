import { createRequire } from "node:module";
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
  /^graphology-(gexf|layout-forceatlas2|types)/,
  /^liquidjs/,
  /^mathjs/,
  /^ml-/,
  /^is-any-array/,
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

/**
 * What is needed together is one file, since each file that Node opens takes half a millisecond: what the program needs before it does
 * anything, and the core, which everything else needs. A group takes what its files import too, unless a group before it has it.
 */
const together = [
  {
    name: "words",
    test: /[\\/]src[\\/](core[\\/](SpillwayError|escapeControls|version)|truth[\\/]Redraw|agents[\\/]endpoint[\\/](blankKeys|keyForms))\.ts$/,
  },
  { name: "core", test: /[\\/]src[\\/]core[\\/]\w+\.ts$/ },
  { name: "numbers", test: /[\\/]src[\\/]core[\\/]numbers[\\/](normal|studentT)\.ts$/ },
].map((group, k) => ({ ...group, priority: 3 - k }));

/** Files that threads run. threadPool finds them beside itself, so they stand in the folder of the shared files. */
const threads = ["worldWorker", "diagnosisWorker", "simulationWorker"];

const config: UserConfig = defineConfig({
  entry: Object.fromEntries([
    ...entries.map((file) => [file, `${file}.ts`]),
    ...threads.map((name) => [`shared/${name}`, `src/parallel/${name}.ts`]),
  ]),
  outputOptions: { chunkFileNames: "shared/[name]-[hash].js", codeSplitting: { groups: together } },
  format: "esm",
  platform: "node",
  target: "node20",
  deps: { alwaysBundle: bundled },
  plugins: [zodOfTheUser(), tailsWhenUsed(), licencesOfBundled()],
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

/**
 * The tails of distributions are made when one is first asked for, and not at each start: they are 230 small packages, whose functions
 * are made one out of another. What they compute stays theirs.
 */
function tailsWhenUsed(): { name: string; resolveId: object; load: object } {
  const prefix = "\0when-used:";
  const { resolve } = createRequire(import.meta.url);
  return {
    name: "tails-when-used",
    resolveId: {
      order: "pre",
      handler: (id: string, importer?: string) =>
        id.startsWith("@stdlib/") && importer?.endsWith(".ts") ? prefix + id : undefined,
    },
    load: {
      handler: (id: string) =>
        id.startsWith(prefix)
          ? `let made; module.exports = (...given) => (made ??= require(${JSON.stringify(resolve(id.slice(prefix.length)))}))(...given);`
          : undefined,
    },
  };
}
