import { readFileSync } from "node:fs";
import { describe, expect, inject, test } from "vitest";
import { blocksOf } from "./markdown.ts";
import { pages } from "./pages.ts";
import { runPage } from "./runPage.ts";
import { sameOutput, tidy } from "./sameOutput.ts";
import { scriptsIn } from "./shellLines.ts";
import { updatePage } from "./updatePage.ts";

/** With UPDATE_DOCS=docs/designs the outputs on pages that begin so are replaced by the real ones instead of compared. */
const UPDATE = process.env.UPDATE_DOCS;

/** Runs every chosen page that has code and compares what it prints with what the page says. */
export function pagesRun(chosen: (path: string) => boolean): void {
  const spillway = inject("builtPackage");
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const running = [...pages].filter(([path, text]) => chosen(path) && blocksOf(text).length > 0);
  describe("every page runs and tells its outputs truly", () => {
    test.each(running)("%s", { timeout: 300_000 }, async (path, text) => {
      const { outputs, npm } = await runPage(text, spillway);
      if (UPDATE && path.startsWith(UPDATE)) updatePage(path, text, outputs);
      else
        for (const { line, told, real } of outputs) {
          if (!sameOutput(told, real)) expect(tidy(told), `${path}:${line}`).toBe(tidy(real));
        }
      for (const script of npm.flatMap(scriptsIn))
        expect(Object.keys(scripts), `${path}: npm run ${script}`).toContain(script);
    });
  });
}
