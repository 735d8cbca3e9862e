// Runs a script of this folder on the package as it is published, in which threads have nothing to translate when they start.
// Run with: npx tsx bench/built.ts diagnose 1000 2 20
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "tsdown";
import config from "../tsdown.config.ts";

const [name, ...rest] = process.argv.slice(2);
if (name === undefined) throw new Error("wanted the name of a script of bench/, such as diagnose, got none");
const folder = mkdtempSync(join(tmpdir(), "spillway-bench-"));
try {
  const entry = [...(config.entry as string[]), `bench/${name}.ts`];
  await build({
    ...config,
    config: false,
    entry,
    outDir: join(folder, "dist"),
    dts: false,
    logLevel: "error",
  });
  copyFileSync("package.json", join(folder, "dist", "package.json"));
  for (const other of ["node_modules", "examples"]) symlinkSync(resolve(other), join(folder, "dist", other));
  const script = join(folder, "dist", "bench", `${name}.js`);
  process.exitCode = spawnSync(process.execPath, [script, ...rest], { stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(folder, { recursive: true });
}
