import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { SpillwayError } from "../core/SpillwayError.ts";

/** The files of the laboratory: path in an address, with / between, and path on the disk. */
export type LabFiles = ReadonlyMap<string, string>;

/**
 * Finds the built laboratory beside this package.
 *
 * @throws SpillwayError when it has not been built, as in a fresh clone
 */
export function labFiles(from: string = dirname(fileURLToPath(import.meta.url))): LabFiles {
  let root = from;
  while (!existsSync(join(root, "package.json")) && dirname(root) !== root) root = dirname(root);
  const folder = join(root, "dist", "lab");
  if (!existsSync(join(folder, "index.html")))
    throw new SpillwayError("lab: the laboratory has not been built here: run `npm run build:lab` first", {
      kind: "failure",
    });
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return new Map(
    names
      .map((name) => [name.replaceAll("\\", "/"), join(folder, name)] as const)
      .filter(([, path]) => statSync(path).isFile()),
  );
}
