import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import ts from "typescript";
import { exportsOf, unusedExports } from "../../tests/house/exportRules.ts";
import { filesPerFolder } from "../../tests/house/folderRules.ts";
import { circlesOf, importGraph } from "../../tests/house/importGraph.ts";
import { entryFiles, filesBelow } from "../../tests/house/sourceFiles.ts";

/** What is measured of a checkout. Times in milliseconds, memory and sizes in megabytes. */
export interface HouseMeasures {
  readonly files: number;
  readonly folders: readonly (readonly [folder: string, files: number])[];
  readonly circles: number;
  readonly unusedValues: number;
  readonly unusedTypes: number;
  /** Names of each entry point; those of the root include what it passes on from whole entries. */
  readonly names: Readonly<Record<string, number>>;
  readonly starts: Readonly<Record<string, Start>>;
  readonly packages: number;
  readonly megabytes: number;
  /** `spillway run` of the study in the README. */
  readonly way: { readonly modules: number; readonly loaded: number; readonly functions: number };
  /** Seconds that all tests take; absent when they were not run. */
  readonly tests?: number;
}

/** How a process began and ended: the median time of some starts, the most memory, the package's own modules that it loaded. */
interface Start {
  readonly ms: number;
  readonly megabytes: number;
  readonly modules: number;
}

/** One script of the package in a coverage file, and how many of its functions ran. */
interface Ran {
  readonly url: string;
  readonly functions: number;
}

const STARTS = 5;
const SOURCES = ["src", "designs", "estimators"];

/** What can be read from the sources of a checkout. */
export function measureSources(
  root: string,
): Pick<HouseMeasures, "files" | "folders" | "circles" | "unusedValues" | "unusedTypes" | "names"> {
  const files = filesBelow(root, SOURCES);
  const entries = entryFiles(root);
  const started = [...readFileSync(join(root, "tsdown.config.ts"), "utf8").matchAll(/"([^"]+\.ts)"/g)].map(
    ([, name]) => name!,
  );
  // Threads are named without their folder and ending.
  started.push(...[...files.keys()].filter((path) => /Worker\.ts$/.test(path)));
  const unused = unusedExports(
    files,
    [...entries.values()],
    started.filter((name) => ![...entries.values()].includes(name)),
  );
  return {
    files: files.size,
    folders: [...filesPerFolder(files.keys())].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)),
    circles: circlesOf(importGraph(files)).length,
    unusedValues: unused.filter(({ kind }) => kind === "value").length,
    unusedTypes: unused.filter(({ kind }) => kind === "type").length,
    names: Object.fromEntries([...entries].map(([entry, path]) => [entry, namesOf(files, path).size])),
  };
}

function namesOf(files: ReadonlyMap<string, string>, path: string): Set<string> {
  const file = ts.createSourceFile(path, files.get(path)!, ts.ScriptTarget.Latest, true);
  const passed = file.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.exportClause) return [];
    const name = (statement.moduleSpecifier as ts.StringLiteral).text;
    return [...namesOf(files, join(path, "..", name))];
  });
  return new Set([...exportsOf(path, file).map(({ name }) => name), ...passed]);
}

/** What shows when the built program of a checkout runs. Builds it in a folder of its own, which is removed. */
export function measureProgram(
  root: string,
): Pick<HouseMeasures, "starts" | "packages" | "megabytes" | "way"> {
  const folder = mkdtempSync(join(tmpdir(), "spillway-house-"));
  try {
    const built = join(folder, "dist");
    execFileSync(join(root, "node_modules/.bin/tsdown"), ["--no-dts", "--out-dir", built], {
      cwd: root,
      stdio: "ignore",
    });
    cpSync(join(root, "package.json"), join(folder, "package.json"));
    for (const name of ["node_modules", "examples"]) symlinkSync(join(root, name), join(folder, name));
    const program = join(built, "src/cli/main.js");
    const starts: Record<string, Start> = {
      "spillway --version": startOf(built, [program, "--version"]),
      "spillway --help": startOf(built, [program, "--help"]),
    };
    for (const [entry, path] of entryFiles(root)) {
      const url = pathToFileURL(join(built, path.replace(/\.ts$/, ".js"))).href;
      const name = `import "${entry.replace(/^\./, "spillway")}"`;
      starts[name] = startOf(built, ["--input-type=module", "-e", `await import(${JSON.stringify(url)})`]);
    }
    return { starts, ...installed(root), way: wayOf(root, folder, built, program) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function startOf(built: string, args: readonly string[]): Start {
  const times: number[] = [];
  for (let i = 0; i < STARTS; i++) {
    const start = performance.now();
    execFileSync(process.execPath, args, { stdio: "ignore" });
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  // The most memory that the system reports of a process includes that of the one that started it; Linux knows its own.
  const own = `/VmHWM:\\s+(\\d+)/.exec(fs.existsSync("/proc/self/status") ? fs.readFileSync("/proc/self/status", "utf8") : "")?.[1]`;
  const memory = `import fs from "node:fs"; process.on("exit", () => process.stderr.write("\\nmemory " + (${own} ?? process.resourceUsage().maxRSS)))`;
  const hook = `data:text/javascript,${encodeURIComponent(memory)}`;
  const { stderr } = spawnSync(process.execPath, ["--import", hook, ...args], { encoding: "utf8" });
  const kilobytes = Number(/memory (\d+)$/.exec(stderr)?.[1]);
  if (!Number.isFinite(kilobytes)) throw new Error(`house: no memory is told of, but: ${stderr}`);
  return {
    ms: times[Math.floor(times.length / 2)]!,
    megabytes: kilobytes / 1024,
    modules: covered(built, args).length,
  };
}

/** The package's own modules that a start loads, and how many functions of each ran, by the coverage of V8. */
function covered(built: string, args: readonly string[], cwd?: string): Ran[] {
  const folder = mkdtempSync(join(tmpdir(), "spillway-coverage-"));
  try {
    const env = { ...process.env, NODE_V8_COVERAGE: folder };
    const { status, stderr } = spawnSync(process.execPath, args, {
      env,
      encoding: "utf8",
      ...(cwd ? { cwd } : {}),
    });
    if (status !== 0) throw new Error(`house: ${args.join(" ")} failed: ${stderr}`);
    const scripts = new Map<string, Set<string>>();
    for (const name of readdirSync(folder)) {
      const { result } = JSON.parse(readFileSync(join(folder, name), "utf8")) as {
        readonly result: readonly {
          readonly url: string;
          readonly functions: readonly {
            readonly functionName: string;
            readonly ranges: readonly { readonly startOffset: number; readonly count: number }[];
          }[];
        }[];
      };
      for (const { url, functions } of result) {
        if (!url.startsWith("file:") || relative(built, fileURLToPath(url)).startsWith("..")) continue;
        const ran = scripts.get(url) ?? new Set();
        scripts.set(url, ran);
        // The first function of a script is its top level.
        for (const { ranges } of functions.slice(1))
          if (ranges[0]!.count > 0) ran.add(String(ranges[0]!.startOffset));
      }
    }
    return [...scripts].map(([url, ran]) => ({ url, functions: ran.size }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function wayOf(root: string, folder: string, built: string, program: string): HouseMeasures["way"] {
  const study = /```yaml\n# file: study\.yaml\n([\s\S]*?)```/.exec(
    readFileSync(join(root, "README.md"), "utf8"),
  )![1]!;
  writeFileSync(join(folder, "study.yaml"), study);
  const scripts = covered(built, [program, "run", "study.yaml", "--out", "run", "--quiet"], folder);
  const ran = scripts.filter(({ functions }) => functions > 0);
  return {
    modules: ran.length,
    loaded: scripts.length,
    functions: ran.reduce((sum, one) => sum + one.functions, 0),
  };
}

/** Packages that a user's installation brings along, by the lock file, and the space they take here. */
function installed(root: string): Pick<HouseMeasures, "packages" | "megabytes"> {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    readonly packages: Readonly<
      Record<
        string,
        {
          readonly dev?: boolean;
          readonly devOptional?: boolean;
          readonly optional?: boolean;
          readonly peer?: boolean;
        }
      >
    >;
  };
  const wanted = Object.entries(packages)
    .filter(([path, { dev, devOptional, peer }]) => path !== "" && !dev && !devOptional && !peer)
    .map(([path]) => join(root, path))
    .filter((path) => existsSync(path));
  return { packages: wanted.length, megabytes: wanted.reduce((sum, path) => sum + bytesIn(path), 0) / 1e6 };
}

function bytesIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    // Packages inside a package are in the lock file by themselves.
    if (entry.isDirectory()) return entry.name === "node_modules" ? sum : sum + bytesIn(path);
    return entry.isFile() ? sum + statSync(path).size : sum;
  }, 0);
}

/** Seconds that all tests of a checkout take. */
export function measureTests(root: string): number {
  const start = performance.now();
  const { status } = spawnSync("npx", ["vitest", "run"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Error(`house: the tests of ${root} failed`);
  return (performance.now() - start) / 1000;
}
