import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Every TypeScript file below the folders, by its path from the repository's root, and its text. */
export function sourceFiles(...folders: readonly string[]): Map<string, string> {
  return filesBelow(ROOT, folders);
}

/** The same of another checkout. */
export function filesBelow(root: string, folders: readonly string[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const folder of folders.filter((name) => existsSync(join(root, name)))) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).sort()) {
      if (!/\.tsx?$/.test(name)) continue;
      files.set(`${folder}/${name.replaceAll("\\", "/")}`, readFileSync(join(root, folder, name), "utf8"));
    }
  }
  return files;
}

/** The entry points of the package, as package.json exports them, and their source files. */
export function entryFiles(root: string = ROOT): Map<string, string> {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
  };
  return new Map(
    Object.entries(exports).flatMap(([entry, target]) =>
      typeof target === "string" ? [] : [[entry, target.default.replace(/^\.\/dist\/(.*)\.js$/, "$1.ts")]],
    ),
  );
}
