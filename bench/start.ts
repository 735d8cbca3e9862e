// How long the program and each entry of the package take to start, and how much memory. After npm run build: npx tsx bench/start.ts
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const dist = resolve("dist");
const { exports } = JSON.parse(readFileSync("package.json", "utf8")) as {
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
};
const entries = Object.entries(exports).flatMap(([name, to]) =>
  typeof to === "string" ? [] : [[name.replace(".", "spillway"), resolve(to.default)] as const],
);
const program = join(dist, "src/cli/main.js");
const REPEATS = 7;
const REPORT = `process.on("exit", () => process.stderr.write("kB " + process.resourceUsage().maxRSS + "\\n"))`;
const report = `data:text/javascript,${encodeURIComponent(REPORT)}`;

const cases: readonly (readonly [name: string, args: readonly string[]])[] = [
  ["node alone", ["-e", "0"]],
  ["--version", [program, "--version"]],
  ["--help", [program, "--help"]],
  ...entries.map(
    ([name, file]) =>
      [
        `import "${name}"`,
        ["--input-type=module", "-e", `await import(${JSON.stringify(pathToFileURL(file).href)})`],
      ] as const,
  ),
];
for (const [name, args] of cases) {
  const runs = Array.from({ length: REPEATS }, () => {
    const began = performance.now();
    const { status, stderr } = spawnSync(process.execPath, ["--import", report, ...args], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`${name}: ${stderr}`);
    return {
      seconds: (performance.now() - began) / 1000,
      memory: Number(/kB (\d+)/.exec(stderr)![1]) / 1000,
    };
  }).sort((a, b) => a.seconds - b.seconds);
  const [least, middle] = [runs[0]!, runs[REPEATS >> 1]!];
  console.log(
    `${name}: least ${least.seconds.toFixed(2)} s, median ${middle.seconds.toFixed(2)} s, ${middle.memory.toFixed(0)} MB`,
  );
}
