import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { runCommand } from "../commands/run.ts";

/** What `spillway demo` does. */
export async function demoAction({
  out,
  json,
  quiet,
}: {
  out: string;
  json?: boolean;
  quiet?: boolean;
}): Promise<void> {
  const flags = [...(json ? ["--json"] : []), ...(quiet ? ["--quiet"] : [])];
  await runCommand().parseAsync([exampleStudy(), "--out", out, ...flags], { from: "user" });
}

/** The example's place in this package, which the package finds by its own name wherever its files end up when it is built. */
function exampleStudy(): string {
  const root = dirname(createRequire(import.meta.url).resolve("spillway/package.json"));
  return join(root, "examples/spillover/study.yaml");
}
