import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { expect, it } from "vitest";
import { renderReport } from "../../src/report/renderReport.ts";
import { chromiumArguments, chromiumProgram } from "../browser/chromiumProgram.ts";
import { sampleReport } from "./sampleReport.ts";

const program = chromiumProgram;
const required = process.env.SPILLWAY_TEST_ALL === "1";
const name =
  "opens from a file without network, errors, requests or sideways scrolling, light and dark, wide and narrow";

if (program === undefined && !required) {
  it.skip(`${name} (skipped: chromium is not installed)`, () => {});
} else {
  it(name, async () => {
    if (program === undefined)
      throw new Error(
        "chromium is not installed, and SPILLWAY_TEST_ALL=1 asks for every test: apt-get install chromium",
      );
    const folder = mkdtempSync(join(tmpdir(), "spillway-report-"));
    const file = join(folder, "report.html");
    const hostile = `<script>document.title="broken"</script><img src=x onerror="document.title='broken'">`;
    const sample = sampleReport(120);
    writeFileSync(
      file,
      await renderReport({ ...sample, description: `${hostile} ${"long".repeat(60)}`, outcome: hostile }),
    );
    const args = [...chromiumArguments];
    const browser = await chromium.launch({ executablePath: program, args });
    try {
      for (const colorScheme of ["light", "dark"] as const) {
        for (const width of [1100, 400]) {
          const context = await browser.newContext({
            colorScheme,
            viewport: { width, height: 900 },
            offline: true,
          });
          const page = await context.newPage();
          const complaints: string[] = [];
          const requests: string[] = [];
          page.on("console", (message) => complaints.push(message.text()));
          page.on("pageerror", (error) => complaints.push(error.message));
          page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`));
          page.on("request", (request) => requests.push(request.url()));
          await page.goto(pathToFileURL(file).href);
          expect(complaints).toEqual([]);
          expect(requests.filter((url) => url !== pathToFileURL(file).href && url !== "data:,")).toEqual([]);
          expect(await page.title()).toBe(sample.title);
          const seen = await page.evaluate(`({
            sideways: document.documentElement.scrollWidth > innerWidth,
            wide: document.querySelector("#estimates-wide").getBoundingClientRect().width,
            narrow: document.querySelector("#estimates-narrow").getBoundingClientRect().width,
            paper: getComputedStyle(document.body).backgroundColor,
          })`);
          expect(seen).toEqual({
            sideways: false,
            wide: width === 1100 ? expect.closeTo(852, 0) : 0,
            narrow: width === 1100 ? 0 : expect.closeTo(368, 0),
            paper: colorScheme === "light" ? "rgb(255, 255, 255)" : "rgb(21, 23, 26)",
          });
          const picture = join(folder, `${colorScheme}-${width}.png`);
          await page.screenshot({ path: picture, fullPage: true });
          expect(statSync(picture).size).toBeGreaterThan(20_000);
          await context.close();
        }
      }
    } finally {
      await browser.close();
      rmSync(folder, { recursive: true });
    }
  });
}
