// Builds the site and looks at it in Chromium: pages, code that runs there, search, the laboratory, two widths, light and dark.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumArguments, chromiumProgram } from "../../browser/chromiumProgram.ts";
import { blocksOf } from "../markdown.ts";

const axe = readFileSync(resolve("node_modules/axe-core/axe.min.js"), "utf8");
const TYPES: Readonly<Record<string, string>> = {
  ...{ ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" },
  ...{ ".png": "image/png", ".json": "application/json" },
};

if (chromiumProgram === undefined && process.env.SPILLWAY_TEST_ALL !== "1")
  test.skip("the site in Chromium (skipped: chromium is not installed)", () => {});
else
  describe("the site", () => {
    const folder = mkdtempSync(join(tmpdir(), "spillway-site-"));
    const site = join(folder, "site");
    let server: Server;
    let browser: Browser;
    let home = "";
    const faults: string[] = [];

    beforeAll(async () => {
      if (chromiumProgram === undefined)
        throw new Error("chromium is not installed, and SPILLWAY_TEST_ALL=1 asks for every test");
      const lab = join(folder, "lab");
      await build({ configFile: "src/lab/vite.config.ts", logLevel: "error", build: { outDir: lab } });
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ["--import", "tsx", "docs/site/build.ts", site, lab],
        { encoding: "utf8" },
      );
      // The builder refuses links that lead nowhere, and docstrings that name nothing.
      expect([status, stderr]).toEqual([0, ""]);
      const [, pages, blocks, studies] = /^(\d+) pages, (\d+) blocks .*, (\d+) studies/.exec(stdout)!;
      expect(Number(pages)).toBeGreaterThan(140);
      expect(Number(blocks)).toBeGreaterThan(80);
      expect(Number(studies)).toBeGreaterThan(5);
      server = createServer((request, response) => {
        const path = join(site, decodeURIComponent(new URL(request.url!, "http://x").pathname));
        try {
          const body = readFileSync(statSync(path).isDirectory() ? join(path, "index.html") : path);
          response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "text/html" }).end(body);
        } catch {
          response.writeHead(404).end();
        }
      });
      await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
      home = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      browser = await chromium.launch({ executablePath: chromiumProgram, args: [...chromiumArguments] });
    }, 240_000);
    afterAll(async () => {
      await browser?.close();
      server?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    async function open(path: string, width = 1280, colorScheme: "light" | "dark" = "light"): Promise<Page> {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning")
          faults.push(`${path}: ${message.text()}`);
      });
      page.on("pageerror", (error) => faults.push(`${path}: ${error.message}`));
      page.on("request", (request) => {
        if (!request.url().startsWith(home) && !request.url().startsWith("data:"))
          faults.push(`${path} asks for ${request.url()}`);
      });
      await page.goto(home + path);
      return page;
    }

    test("has the pages and the reference", () => {
      const names = readdirSync(site, { recursive: true, encoding: "utf8" });
      expect(names.filter((name) => name.startsWith("modules/")).length).toBe(11);
      for (const page of ["Tutorial", "Concepts", "Designs.bernoulli", "Estimators.hajek"])
        expect(names).toContain(`documents/${page}.html`);
      expect(names).toContain("functions/spillway.exposureProbabilities.html");
    });

    test.each([
      ["index.html", 1280, "light"],
      ["documents/Concepts.html", 390, "dark"],
      ["documents/Designs.complete.html", 1280, "dark"],
      ["modules/spillway_designs.html", 390, "light"],
    ] as const)("%s at %d pixels, %s, has no serious barrier and no message", async (path, width, scheme) => {
      const page = await open(path, width, scheme);
      await page.locator("h1").first().waitFor();
      const beyond = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      expect(beyond).toBeLessThanOrEqual(0);
      await page.evaluate(axe);
      // TypeDoc's headings that fold hold a link of their own; the keyboard reaches both.
      const found = (await page.evaluate("axe.run({ exclude: ['summary'] })")) as {
        readonly violations: readonly { readonly id: string; readonly impact: string }[];
      };
      const grave = found.violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(grave.map(({ id }) => id)).toEqual([]);
      await page.close();
    });

    test("runs the code of a page in the browser, with the output that the page states", async () => {
      const markdown = readFileSync("docs/designs/complete.md", "utf8");
      const blocks = blocksOf(markdown);
      const first = blocks.findIndex(({ language }) => language === "ts");
      expect(blocks[first + 1]!.language).toBe("output");
      const page = await open("documents/Designs.complete.html");
      const place = page.locator("[data-program]").first();
      await place.getByRole("button").click();
      await place.locator("output", { hasNotText: "running" }).waitFor();
      expect(await place.locator("output").textContent()).toBe(blocks[first + 1]!.text.trimEnd());
      await page.close();
    });

    test("finds pages and names without any server", async () => {
      const page = await open("index.html");
      await page.locator("#tsd-search-trigger").click();
      for (const [word, title] of [
        ["horvitzThompson", "horvitzThompson"],
        ["positivity", "Concepts"],
      ] as const) {
        await page.locator("#tsd-search-input").fill(word);
        await page.locator("#tsd-search-results a", { hasText: title }).first().waitFor();
      }
      await page.close();
    });

    test("opens a study of a page in the sandbox", async () => {
      const page = await open("documents/Looks_and_waves.html");
      const link = page.locator("a", { hasText: "Open in the sandbox" }).first();
      await link.click();
      await page.waitForURL(/lab\/index\.html#\/sandbox\//);
      await page.waitForSelector("textarea");
      expect(await page.locator("textarea").first().inputValue()).toContain("model:");
      await page.close();
    });

    test("said nothing in the console, and asked nobody else", () => {
      expect(faults).toEqual([]);
    });
  });
