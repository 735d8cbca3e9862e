import { builtinModules } from "node:module";
import { posix } from "node:path";
import ts from "typescript";
import { importsOf } from "./parsed.ts";

/** The rooms of the house, and the layer of each. A file imports from its own layer or from a lower number. */
export const LAYERS: ReadonlyMap<string, number> = new Map([
  ["src/core", 0],
  ["src/network", 1],
  ["src/exposure", 2],
  ["designs", 2],
  ["src/probability", 3],
  ["estimators", 4],
  ["src/measures", 5],
  ["src/log", 5],
  ["src/survey", 6],
  ["src/agents", 7],
  ["src/run", 8],
  ["src/study", 9],
  ["src/study-file", 10],
  ["src/truth", 10],
  ["src/parallel", 11],
  ["src/preregister", 11],
  ["src/experiment", 12],
  ["src/diagnose", 13],
  ["src/compare", 13],
  ["src/specify", 13],
  ["src/trust", 12],
  ["src/report", 14],
  ["src/benchmarks", 14],
  ["src/systems", 14],
  ["src/trace", 14],
  ["src/sequential", 14],
  ["src/cli", 15],
  ["src/lab", 15],
  ["src/entries", 15],
]);

const INFERENCE_WING = ["src/exposure", "designs", "src/probability", "estimators", "src/measures"];
const DOING_WING = ["src/log", "src/survey", "src/agents", "src/run"];
/** What the doing wing may know of the inference wing. */
const BRIDGE = "designs/plan.ts";
/** The package's entry, which gathers what users import, and the room of its subpaths. */
const ENTRY = "src/index.ts";
const ENTRIES = "src/entries";
const BROWSER_ROOMS = ["src/core", "src/network", ...INFERENCE_WING];
const NODE_PACKAGES = ["cli-table3", "commander", "jsdom", "picocolors", "piscina", "playwright-core", "tsx"];

/** What is wrong with the imports of a file, in words; empty when nothing is. `path` is relative to the repository. */
export function layerFaults(path: string, source: string): string[] {
  if (path !== ENTRY && !roomOf(path)) return [`${path} is in no room of the house`];
  const faults = importsOf(source).flatMap((name) => importFault(path, name) ?? []);
  // An import of a computed name would pass unseen.
  const room = roomOf(path);
  if (
    room &&
    BROWSER_ROOMS.includes(room) &&
    awaitsImports(source) &&
    /\bimport\s*\(\s*[^"'`\s]/.test(withoutComments(source))
  ) {
    faults.push(`${path} imports a computed name, but ${room} runs in browsers`);
  }
  return faults;
}

function importFault(path: string, name: string): string | undefined {
  const room = roomOf(path);
  if (!name.startsWith(".")) return room ? packageFault(path, room, name) : undefined;
  const target = posix.join(posix.dirname(path), name);
  const targetRoom = roomOf(target);
  if (path === ENTRY)
    return targetRoom && LAYERS.get(targetRoom)! < LAYERS.get(ENTRIES)!
      ? undefined
      : `${path} imports ${target}`;
  if (!targetRoom || !room)
    return target === "package.json" ? undefined : `${path} imports ${target}, which is in no room`;
  if (targetRoom === ENTRIES) return `${path} imports ${target}, which is for users: import the file`;
  if (LAYERS.get(targetRoom)! > LAYERS.get(room)!) {
    return `${path} (layer ${LAYERS.get(room)}) imports ${target} (layer ${LAYERS.get(targetRoom)})`;
  }
  if (DOING_WING.includes(room) && INFERENCE_WING.includes(targetRoom) && target !== BRIDGE) {
    return `${path} (doing wing) imports ${target} (inference wing); it may know ${BRIDGE} only`;
  }
  if (INFERENCE_WING.includes(room) && DOING_WING.includes(targetRoom)) {
    return `${path} (inference wing) imports ${target} (doing wing)`;
  }
  return undefined;
}

function packageFault(path: string, room: string, name: string): string | undefined {
  const base = name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/");
  if (base === "spillway") return `${path} imports the package itself (${name}): import the file`;
  if (!BROWSER_ROOMS.includes(room)) return undefined;
  if (name.startsWith("node:") || builtinModules.includes(base)) {
    return `${path} imports ${name} of Node, but ${room} runs in browsers`;
  }
  if (NODE_PACKAGES.includes(base))
    return `${path} imports ${name}, which needs Node, but ${room} runs in browsers`;
  return undefined;
}

/** The room a file is in. */
export function roomOf(path: string): string | undefined {
  return [...LAYERS.keys()].find((room) => path.startsWith(`${room}/`));
}

/** Whether there is anything to look at: most files import nothing late, and taking comments out of all takes seconds. */
const awaitsImports = (source: string): boolean => /\bimport\s*[(/]/.test(source);

function withoutComments(source: string): string {
  return ts.transpile(source, {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    removeComments: true,
  });
}
