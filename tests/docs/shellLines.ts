/** Commands that fetch, build or test: a page may name them, but its test does not run them. */
const LEFT_OUT = /^(npm|git|corepack|npx (vitest|tsc|biome|tsx))\b/;

/** A shell block without the lines that are left out. */
export function runnable(script: string): string {
  return script
    .split("\n")
    .filter((line) => !LEFT_OUT.test(line.trim()))
    .join("\n");
}

/** The lines that are left out. */
export function npmLines(script: string): string[] {
  return script
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => LEFT_OUT.test(line));
}

/** The scripts of package.json that a line relies on. */
export function scriptsIn(line: string): string[] {
  return [...line.matchAll(/\bnpm (?:run ([\w:-]+)|(test|start)\b)/g)].map(([, run, own]) => run ?? own!);
}
