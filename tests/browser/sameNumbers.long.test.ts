import { build } from "esbuild";
import { chromium } from "playwright-core";
import { expect, it } from "vitest";
import { chromiumArguments, chromiumProgram } from "./chromiumProgram.ts";
import { sameNumbers } from "./sameNumbers.ts";

const name = "networks, plans, probabilities and estimates have the same bits in a browser as in Node";

if (chromiumProgram === undefined && process.env.SPILLWAY_TEST_ALL !== "1") {
  it.skip(`${name} (skipped: chromium is not installed)`, () => {});
} else {
  it(name, async () => {
    if (chromiumProgram === undefined)
      throw new Error(
        "chromium is not installed, and SPILLWAY_TEST_ALL=1 asks for every test: apt-get install chromium",
      );
    const bundle = await build({
      entryPoints: [new URL("./sameNumbers.ts", import.meta.url).pathname],
      bundle: true,
      write: false,
      platform: "browser",
      format: "iife",
      globalName: "spillway",
      logLevel: "error",
    });
    const browser = await chromium.launch({ executablePath: chromiumProgram, args: [...chromiumArguments] });
    try {
      const page = await browser.newPage();
      await page.addScriptTag({ content: bundle.outputFiles[0]!.text });
      const found = await page.evaluate("spillway.sameNumbers()");
      const wanted = sameNumbers();
      expect(wanted.length).toBeGreaterThan(100_000);
      expect(found === wanted).toBe(true);
    } finally {
      await browser.close();
    }
  });
}
