import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The files of the laboratory: path in an address, with / between, and path on the disk. */
export type LabFiles = ReadonlyMap<string, string>;

/** Finds the built laboratory beside this package; undefined where it has not been built, as in a fresh clone. */
export function labFiles(from: string = dirname(fileURLToPath(import.meta.url))): LabFiles | undefined {
  let root = from;
  while (!existsSync(join(root, "package.json")) && dirname(root) !== root) root = dirname(root);
  const folder = join(root, "dist", "lab");
  if (!existsSync(join(folder, "index.html"))) return undefined;
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return new Map(
    names
      .map((name) => [name.replaceAll("\\", "/"), join(folder, name)] as const)
      .filter(([, path]) => statSync(path).isFile()),
  );
}
