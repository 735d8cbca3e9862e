// Opens every kind of page in Chromium: on a phone and on a desk, light and dark, and printed. SPILLWAY_SCREENSHOTS=folder keeps pictures to look at.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { resultReport } from "../../src/report/results/resultReport.ts";
import { chromiumArguments, chromiumProgram } from "../browser/chromiumProgram.ts";
import { reportCases } from "./reportCases.ts";
import { resultFiles } from "./results/resultFiles.ts";

const axe = readFileSync(resolve("node_modules/axe-core/axe.min.js"), "utf8");
const pictures = process.env.SPILLWAY_SCREENSHOTS;

/** What a reader would see of a page, by its own measures. */
interface Seen {
  readonly sideways: number;
  readonly ran: unknown;
  readonly foreign: number;
  readonly top: readonly (string | undefined)[];
  /** Of each table: whether it is wider than its region, whether the region says so, and whether it has shadows. */
  readonly tables: readonly {
    readonly scrolls: boolean;
    readonly told: boolean;
    readonly shadows: boolean;
  }[];
  readonly squeezed: number;
  readonly tiny: readonly string[];
  /** Pieces of text that lie outside the page. */
  readonly outside: readonly string[];
}

const LOOK = `(() => {
  const region = (table) => {
    const box = table.parentElement, cue = box.querySelector(".cue");
    const style = getComputedStyle(cue);
    return {
      scrolls: box.scrollWidth > box.clientWidth,
      told: style.visibility === "visible" && cue.getBoundingClientRect().height > 4,
      shadows: (getComputedStyle(box).backgroundImage.match(/linear-gradient/g) ?? []).length === 4,
    };
  };
  // Text in a column so narrow that it stands letter under letter.
  const squeezed = [...document.querySelectorAll("main :is(p,li,dt,dd,figcaption,td,th)")].filter((one) => {
    // The text and not its box, which is as high as its row.
    const text = document.createRange();
    text.selectNodeContents(one);
    const { width } = one.getBoundingClientRect();
    return width > 0 && width < 60 && text.getBoundingClientRect().height > 400;
  });
  // Letters of figures that nobody can read.
  const tiny = [...document.querySelectorAll("figure svg text")].filter((one) => {
    const { height } = one.getBoundingClientRect();
    return height > 0 && height < 10;
  });
  const outside = [...document.querySelectorAll("main :is(h1,h2,h3,p,li,dt,dd,figcaption,pre)")].filter((one) => {
    const { left, right, width } = one.getBoundingClientRect();
    return width > 0 && !one.closest(".scroll") && (left < -1 || right > innerWidth + 1);
  });
  const h1 = document.querySelector("h1");
  return {
    sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    ran: window.ran,
    foreign: document.querySelectorAll("script,img,iframe,object,embed,form,base,textarea,foreignObject").length,
    top: [h1.nextElementSibling, h1.nextElementSibling.nextElementSibling].map((one) => one?.className),
    tables: [...document.querySelectorAll(".scroll > table")].map(region),
    squeezed: squeezed.length,
    tiny: tiny.map((one) => one.textContent),
    outside: outside.map((one) => one.outerHTML.slice(0, 120)),
  };
})()`;

if (chromiumProgram === undefined && process.env.SPILLWAY_TEST_ALL !== "1")
  test.skip("every page in Chromium (skipped: chromium is not installed)", () => {});
else
  describe("every page in Chromium", () => {
    const home = mkdtempSync(join(tmpdir(), "spillway-every-page-"));
    let browser: Browser;
    let phone: Page;
    let desk: Page;
    const complaints: string[] = [];

    beforeAll(async () => {
      if (chromiumProgram === undefined)
        throw new Error("chromium is not installed, and SPILLWAY_TEST_ALL=1 asks for every test");
      browser = await chromium.launch({ executablePath: chromiumProgram, args: [...chromiumArguments] });
      [phone, desk] = [await opened(390), await opened(1280)];
    });
    afterAll(async () => {
      await browser?.close();
      rmSync(home, { recursive: true, force: true });
    });

    async function opened(width: number): Promise<Page> {
      const page = await (
        await browser.newContext({ viewport: { width, height: 900 }, offline: true })
      ).newPage();
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`));
      page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`));
      return page;
    }

    /** Serious findings of axe-core, in words. */
    async function barriers(page: Page): Promise<string[]> {
      await page.evaluate(axe);
      const found = (await page.evaluate(
        "axe.run(document, { exclude: ['svg *'], resultTypes: ['violations'] })",
      )) as {
        readonly violations: readonly {
          readonly id: string;
          readonly impact: string;
          readonly nodes: readonly { readonly html: string }[];
        }[];
      };
      return found.violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)}`);
    }

    async function look(name: string, file: string, whole: boolean): Promise<void> {
      const { href } = pathToFileURL(file);
      for (const page of [phone, desk]) {
        const width = page.viewportSize()!.width;
        await page.goto(href);
        for (const colorScheme of ["light", "dark"] as const) {
          if (!whole && (width === 390) === (colorScheme === "light")) continue;
          const where = `${name}, ${width} px, ${colorScheme}`;
          await page.emulateMedia({ colorScheme });
          // The line above a table that scrolls follows its animation, which runs with the frames.
          await page.evaluate(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))",
          );
          const seen = (await page.evaluate(LOOK)) as Seen;
          expect(seen, where).toMatchObject({
            ...{ sideways: 0, foreign: 0, squeezed: 0, tiny: [], top: ["question", "answer"], outside: [] },
          });
          expect(seen.ran, where).toBeUndefined();
          for (const { scrolls, told, shadows } of seen.tables) {
            expect(told, `${where}: a table that ${scrolls ? "scrolls" : "fits"}`).toBe(scrolls);
            expect(shadows, where).toBe(true);
          }
          // Contrast hangs on the colours, and what scrolls on the width: two of four show all of it.
          if ((width === 390) === (colorScheme === "dark")) expect(await barriers(page), where).toEqual([]);
          if (pictures !== undefined)
            await page.screenshot({
              path: join(pictures, `${name}-${width}-${colorScheme}.png`),
              fullPage: true,
            });
        }
      }
      expect(complaints, name).toEqual([]);
      if (!whole) return;
      await desk.emulateMedia({ colorScheme: "light" });
      const printed = await desk.pdf({ format: "A4" });
      expect(printed.subarray(0, 5).toString("latin1"), name).toBe("%PDF-");
      // Nothing that is wider than the paper: Chromium would shrink the whole page to fit it in.
      const text = printed.toString("latin1");
      expect(text.match(/\/Type\s*\/Page\b/g)?.length, name).toBeGreaterThan(0);
      if (pictures !== undefined) writeFileSync(join(pictures, `${name}.pdf`), printed);
    }

    test.each(Object.entries(reportCases))("of the case %s", async (name, make) => {
      const folder = join(home, name);
      mkdirSync(folder);
      await look(name, await make(folder), true);
    });

    test.each(Object.entries(resultFiles))("of a file of results: %s", async (kind, data) => {
      const file = join(home, `${kind}.json`);
      writeFileSync(file, JSON.stringify(data));
      const page = join(home, `${kind}.html`);
      writeFileSync(page, await resultReport(file));
      await look(kind.replaceAll(" ", "-"), page, false);
    });
  });
