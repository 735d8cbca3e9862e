import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";
import { check } from "../../src/experiment/check.ts";
import { parseLogMap } from "../../src/study-file/maps/readLogMap.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { readStudy } from "../../src/study-file/readStudy.ts";
import { ask } from "../support/commands/ask.ts";
import { commandServer } from "../support/commands/commandServer.ts";
import type { Answer } from "../support/commands/Request.ts";
import { type Block, blocksOf, fileOf } from "./markdown.ts";
import { npmLines, runnable } from "./shellLines.ts";
import { wholeStudy } from "./wholeStudy.ts";
import { furnish, LOADER, layOutSources } from "./workshop.ts";

/** What the page says a block prints, and what it printed. */
export interface Told {
  readonly line: number;
  readonly told: string;
  readonly real: string;
}

export interface PageRun {
  readonly outputs: readonly Told[];
  /** Lines for npm and its like, which are not run. */
  readonly npm: readonly string[];
}

/**
 * Does everything that a page says, in an empty folder, in the order of the page: writes its files, runs its shell
 * blocks, and runs its TypeScript blocks together as one program where the last of them stands.
 *
 * @param spillway folder of the package.
 * @throws Error with the line of the page when something fails.
 */
export async function runPage(markdown: string, spillway: string): Promise<PageRun> {
  const folder = mkdtempSync(join(tmpdir(), "spillway-docs-"));
  try {
    furnish(folder, spillway, commandServer());
    const blocks = blocksOf(markdown);
    const addsSources = blocks.some((block) => /^(src|designs|estimators)\//.test(fileOf(block) ?? ""));
    if (addsSources) layOutSources(folder);
    const program = blocks.filter((block) => block.language === "ts" && fileOf(block) === undefined);
    const printed = new Map<Block, string>();
    const npm: string[] = [];
    for (const block of blocks) {
      const at = (words: string): Error => new Error(`line ${block.line}: ${words}`);
      const file = fileOf(block);
      if (file !== undefined) writeBlock(join(folder, file), block);
      else if (block.language === "sh") {
        npm.push(...npmLines(block.text));
        const { out, code, err } = await runIn(folder, "sh", ["-eu", "-c", runnable(block.text)]);
        if (code !== 0) throw at(`the shell block ended with code ${code}:\n${err}`);
        printed.set(block, out);
      } else if (block.language === "ts" && block === program.at(-1)) {
        const parts = await runProgram(folder, program, addsSources);
        program.forEach((part, k) => void printed.set(part, parts[k] ?? ""));
      } else if (block.language === "json") JSON.parse(block.text);
      if (block.language !== "yaml") continue;
      // A map from a log to a table is no study.
      if (/^(records|extends|where|unit|round):/m.test(block.text)) {
        parseLogMap(block.text, "map.yaml", "map");
        continue;
      }
      const study = file === undefined ? parseStudy(wholeStudy(block.text)) : readStudy(join(folder, file));
      if (file === undefined || /^model:/m.test(block.text))
        await study.then(check).catch((cause: Error) => {
          throw at(cause.message);
        });
    }
    return { outputs: outputsOf(blocks, printed), npm };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeBlock(path: string, { text, language }: Block): void {
  mkdirSync(dirname(path), { recursive: true });
  // Languages with comments keep their first line; in tables it would be a row.
  const keep = language === "yaml" || language === "ts";
  if (existsSync(path)) rmSync(path);
  writeFileSync(path, keep ? text : text.slice(text.indexOf("\n") + 1));
}

const MARK = "\u0001";

/**
 * Runs blocks as one program and gives what each of them printed: in the process that has the package loaded, but for
 * programs that import sources, which need a loader.
 */
async function runProgram(
  folder: string,
  blocks: readonly Block[],
  importsSources: boolean,
): Promise<string[]> {
  const source = blocks.map(({ text }) => text).join(`\nconsole.log("${MARK}");\n`);
  const name = importsSources ? "page.ts" : "page.js";
  writeFileSync(join(folder, name), importsSources ? source : withoutTypes(source));
  const { out, code, err } = importsSources
    ? await runIn(folder, process.execPath, ["--import", LOADER, name])
    : await ask(commandServer(), {
        file: join(folder, name),
        args: [],
        cwd: folder,
        env: environment(folder),
      });
  if (code !== 0) throw new Error(`line ${blocks[0]!.line}: the program ended with code ${code}:\n${err}`);
  return out.split(`${MARK}\n`);
}

const withoutTypes = (source: string): string =>
  ts.transpile(source, {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
  });

function outputsOf(blocks: readonly Block[], printed: ReadonlyMap<Block, string>): Told[] {
  return blocks.flatMap((block, k) => {
    if (block.language !== "output") return [];
    const before = blocks
      .slice(0, k)
      .reverse()
      .find((one) => printed.has(one));
    if (!before) throw new Error(`line ${block.line}: an output without a block that prints`);
    return [{ line: block.line, told: block.text, real: printed.get(before)! }];
  });
}

/** The environment of a page's programs. */
function environment(folder: string): Record<string, string> {
  const path = `${join(folder, "node_modules", ".bin")}:${process.env.PATH}`;
  const state = join(folder, ".state");
  return { ...process.env, PATH: path, NO_COLOR: "1", NODE_OPTIONS: "", XDG_STATE_HOME: state } as Record<
    string,
    string
  >;
}

function runIn(cwd: string, command: string, args: readonly string[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: environment(cwd), stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let err = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text;
    });
    child.on("error", reject).on("close", (code) => resolve({ out, err, code }));
  });
}
