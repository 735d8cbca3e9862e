import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";
import { blocksOf, fileOf } from "./markdown.ts";

/**
 * What the compiler has against the TypeScript of pages, all at once; each page is a program of its own in `folder`.
 * Pages that bring source files of their own are laid over the repository's sources.
 */
export function typeFaults(pages: ReadonlyMap<string, string>, folder: string): string[] {
  const { config } = ts.readConfigFile("tsconfig.json", ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ".");
  const roots = [...pages].flatMap(([path, markdown]) => writeProgram(join(folder, path), markdown));
  const program = ts.createProgram(roots, {
    ...options,
    noUnusedLocals: false,
    isolatedDeclarations: false,
    declaration: false,
    moduleDetection: ts.ModuleDetectionKind.Force,
    typeRoots: [resolve("node_modules/@types")],
    rootDirs: [resolve("."), ...[...pages.keys()].map((path) => join(folder, path))],
    paths: {
      spillway: [resolve("src/index.ts")],
      "spillway/agents": [resolve("src/agents/index.ts")],
      "spillway/measures": [resolve("src/measures/index.ts")],
      "spillway/designs": [resolve("designs/index.ts")],
      "spillway/estimators": [resolve("estimators/index.ts")],
      "spillway/*": [resolve("src/entries/*.ts")],
      "*": [resolve("node_modules/*"), resolve("node_modules/@types/*")],
    },
  });
  return roots
    .flatMap((root) => ts.getPreEmitDiagnostics(program, program.getSourceFile(root)))
    .map(({ file, start, messageText }) => {
      const at = file ? file.getLineAndCharacterOfPosition(start ?? 0).line + 1 : 0;
      const name = file?.fileName.replace(`${folder}/`, "") ?? "";
      return `${name}:${at}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    });
}

function writeProgram(folder: string, markdown: string): string[] {
  const blocks = blocksOf(markdown).filter(({ language }) => language === "ts");
  const program = blocks.filter((block) => fileOf(block) === undefined);
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  return [
    ...blocks.flatMap((block) => {
      const file = fileOf(block);
      return file === undefined ? [] : [write(file, block.text)];
    }),
    ...(program.length > 0 ? [write("page.ts", program.map(({ text }) => text).join("\n"))] : []),
  ];
}
