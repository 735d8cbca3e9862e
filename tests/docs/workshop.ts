import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const ROOT = resolve(".");
const ROOMS = ["src", "designs", "estimators"];
/** What source files that a page adds may import besides their neighbours. */
const PACKAGES = ["zod", "simple-statistics"];

/** The loader that lets Node read TypeScript, for pages that add source files. */
export const LOADER: string = import.meta.resolve("tsx");

/**
 * Furnishes an empty folder as a project that has the package installed. Its program is run by the command server at
 * this socket.
 */
export function furnish(folder: string, spillway: string, socket: string): void {
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, ".bin"), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  symlinkSync(spillway, join(modules, "spillway"));
  for (const name of PACKAGES) symlinkSync(join(ROOT, "node_modules", name), join(modules, name));
  const { bin } = JSON.parse(readFileSync("package.json", "utf8")) as {
    readonly bin: { readonly spillway: string };
  };
  program(
    join(modules, ".bin", "spillway"),
    `exec "${process.execPath}" "${join(spillway, "client.js")}" "${socket}" "${join(spillway, bin.spillway)}" "$@"`,
  );
  program(join(modules, ".bin", "npx"), 'exec "$@"');
}

/**
 * Lays the sources of the repository out in the folder, as folders full of links. So a page can add a file to a
 * catalogue, and import its neighbours, without the repository noticing.
 */
export function layOutSources(folder: string): void {
  for (const room of ROOMS) {
    mkdirSync(join(folder, room));
    for (const entry of readdirSync(room, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isDirectory()) mkdirSync(join(folder, path), { recursive: true });
      else {
        mkdirSync(join(folder, dirname(path)), { recursive: true });
        symlinkSync(join(ROOT, path), join(folder, path));
      }
    }
  }
}

function program(path: string, line: string): void {
  writeFileSync(path, `#!/bin/sh\n${line}\n`);
  chmodSync(path, 0o755);
}
