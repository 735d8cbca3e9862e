import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Every TypeScript file below the folders, by its path from the repository's root, and its text. */
export function sourceFiles(...folders: readonly string[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const folder of folders.filter((name) => existsSync(join(ROOT, name)))) {
    for (const name of readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).sort()) {
      if (!name.endsWith(".ts")) continue;
      files.set(`${folder}/${name.replaceAll("\\", "/")}`, readFileSync(join(ROOT, folder, name), "utf8"));
    }
  }
  return files;
}
