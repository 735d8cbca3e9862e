import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build as bundle } from "esbuild";
import { build } from "tsdown";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Folder of the package, made out of the sources as they are now, as it would be published. */
    readonly builtPackage: string;
  }
}

/**
 * Makes the package once for all tests that start the program: in less than a second, and each start saves one, as nothing has to be
 * translated. With the exports and the program of package.json.
 */
export default async function builtPackage(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "spillway-package-"));
  await build({ outDir: join(folder, "dist"), dts: false, logLevel: "error" });
  copyFileSync("package.json", join(folder, "package.json"));
  for (const name of ["node_modules", "examples"]) symlinkSync(resolve(name), join(folder, name));
  // The processes that run many commands, for plain Node.
  await bundle({
    entryPoints: ["serve", "bridge", "client"].map((name) => `tests/support/commands/${name}.ts`),
    outdir: folder,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
  });
  project.provide("builtPackage", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
