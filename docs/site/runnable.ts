import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, type Plugin } from "esbuild";
import { blocksOf, fileOf } from "../../tests/docs/markdown.ts";

/** A block of TypeScript that a page can run in a browser. */
export interface Runnable {
  /** The program of its page, from the root of the site. */
  readonly program: string;
  /** Which of the program's blocks it is, from 0. */
  readonly block: number;
}

/** Ends what a block prints; a program's blocks share their names, so they run together. */
export const MARK = "\u0001";

/** A block by its text: what a page's block is known by when it is rendered. */
export const blockKey = (text: string): string => createHash("sha256").update(text.trim()).digest("hex");

/**
 * Bundles the TypeScript of pages for browsers, with the library from its sources, into a folder of the site. Every program is run
 * once, without anything of Node: a block can be run when its program ends there without a fault and prints what the page says.
 *
 * @param pages texts by their paths
 * @returns the blocks that can be run, by {@link blockKey}. Cost: seconds for the bundle, and the time of the programs.
 */
export async function runnableBlocks(
  root: string,
  pages: ReadonlyMap<string, string>,
  work: string,
  site: string,
): Promise<Map<string, Runnable>> {
  const entries: Record<string, string> = {};
  const blocks = new Map<string, readonly { readonly text: string; readonly told: string | undefined }[]>();
  mkdirSync(join(work, "programs"), { recursive: true });
  for (const [page, text] of pages) {
    const all = blocksOf(text);
    const program = all.filter((block) => block.language === "ts" && fileOf(block) === undefined);
    if (program.length === 0 || program.some((block) => !browserOnly(block.text))) continue;
    const name = page.replace(/\.md$/, "").replaceAll("/", "-").toLowerCase();
    const file = join(work, "programs", `${name}.ts`);
    writeFileSync(file, program.map(({ text }) => `${text}\nconsole.log("${MARK}");\n`).join(""));
    entries[name] = file;
    blocks.set(
      name,
      program.map((block) => {
        const next = all[all.indexOf(block) + 1];
        return { text: block.text, told: next?.language === "output" ? next.text : undefined };
      }),
    );
  }
  const out = join(site, "run");
  await build({
    entryPoints: { ...entries, worker: join(import.meta.dirname, "browser/worker.js") },
    outdir: out,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2023",
    minify: true,
    logLevel: "error",
    plugins: [sourcesOf(root), withoutNode],
  });
  const found = new Map<string, Runnable>();
  for (const [name, printed] of Object.entries(tried(work, out, Object.keys(entries))))
    blocks.get(name)!.forEach(({ text, told }, block) => {
      const real = printed[block];
      if (real === undefined || (told !== undefined && told.trimEnd() !== real.trimEnd())) return;
      found.set(blockKey(text), { program: `run/${name}.js`, block });
    });
  return found;
}

/** Whether a block asks for nothing but the library. */
const browserOnly = (text: string): boolean =>
  [...text.matchAll(/(?:from|import\()\s*["']([^"']+)["']/g)].every(([, from]) =>
    /^spillway(?:\/|$)/.test(from!),
  ) && !/\bprocess\b/.test(text);

/** The library by its own names. */
const sourcesOf = (root: string): Plugin => ({
  name: "spillway",
  setup(build) {
    const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      exports: Record<string, { default: string } | string>;
    };
    build.onResolve({ filter: /^spillway(\/|$)/ }, ({ path }) => {
      const entry = exports[path === "spillway" ? "." : `./${path.slice("spillway/".length)}`];
      if (typeof entry !== "object") return { errors: [{ text: `the package has no ${path}` }] };
      return { path: resolve(root, entry.default.replace("./dist/", "").replace(/\.js$/, ".ts")) };
    });
  },
});

/** In place of each module of Node, and of packages that need it: functions that say so when they are called. */
const withoutNode: Plugin = {
  name: "without-node",
  setup(build) {
    build.onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: "without-node" }));
    build.onLoad({ filter: /.*/, namespace: "without-node" }, ({ path }) => ({
      contents: `const none = () => { throw new Error("this part of the library needs Node (${path})"); };
module.exports = new Proxy(none, { get: (_, name) => (name === "__esModule" ? false : none) });`,
      loader: "js",
    }));
    const heavy =
      /^(?:ai|bullmq|ioredis|jsdom|@napi-rs\/canvas|node-sqlite3-wasm|hyparquet|piscina|@modelcontextprotocol\/sdk.*|vite|esbuild)$/;
    build.onResolve({ filter: heavy }, ({ path }) => ({ path, namespace: "without-node" }));
  },
};

/** What each program prints, block by block, up to its first fault; run in one process from which everything of Node was taken. */
function tried(work: string, out: string, names: readonly string[]): Record<string, string[]> {
  const answer = join(work, "tried.json");
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, "tryPrograms.js"), out, answer, ...names],
    { encoding: "utf8", timeout: 300_000 },
  );
  if (status !== 0)
    throw new Error(`docs/site: the programs of the pages could not be tried: ${stderr.slice(0, 2000)}`);
  return JSON.parse(readFileSync(answer, "utf8")) as Record<string, string[]>;
}
