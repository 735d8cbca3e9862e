// The pictures of the laboratory and the report in docs/screenshots. After npm run build:lab: npx tsx bench/screenshots.ts
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Page } from "playwright-core";
import { exampleStudy, GENERATED } from "../src/lab/app/sandbox/exampleStudy.ts";
import { sandboxLink } from "../src/lab/app/sandbox/sandboxLink.ts";
import { labFiles } from "../src/lab/labFiles.ts";
import { labServer } from "../src/lab/labServer.ts";
import { chromiumArguments, chromiumProgram } from "../tests/browser/chromiumProgram.ts";
import { reportCases } from "../tests/report/reportCases.ts";

const files = labFiles();
if (files === undefined) throw new Error("no laboratory in dist/lab: npm run build:lab makes it");
if (chromiumProgram === undefined) throw new Error("chromium is not installed");
const folder = mkdtempSync(join(tmpdir(), "spillway-screenshots-"));
const server = labServer(files);
await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
const home = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
const browser = await chromium.launch({ executablePath: chromiumProgram, args: [...chromiumArguments] });
const to = (name: string): string => join("docs/screenshots", `${name}.png`);
const open = async (address: string, width: number, colorScheme: "light" | "dark"): Promise<Page> => {
  const page = await browser.newPage({ viewport: { width, height: 700 }, colorScheme });
  await page.goto(address);
  return page;
};
try {
  for (const [slug, width, scheme, name] of [
    ["clusters", 1280, "light", "lab-clusters"],
    ["intervals", 390, "dark", "lab-intervals-phone"],
  ] as const) {
    const page = await open(`${home}#/lesson/${slug}`, width, scheme);
    await page.waitForSelector("figure[aria-busy=false] figcaption");
    await page.locator("figure").screenshot({ path: to(name) });
    await page.close();
  }
  const text = exampleStudy(GENERATED[2]!);
  const page = await open(home + (await sandboxLink({ text, files: {} }))!, 760, "light");
  await page.waitForSelector("table [data-value]", { timeout: 60_000 });
  await page.getByRole("radio", { name: "outcome" }).check();
  await page.locator(".rounds input").fill("5");
  await page.locator("figure").screenshot({ path: to("lab-sandbox") });
  await page.close();

  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "src/cli/main.ts", "demo", "--out", join(folder, "demo"), "--quiet"],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  // As high for its width as the sandbox, so that both stand in a row of README; smaller, for few bytes.
  const report = await browser.newPage({
    viewport: { width: 900, height: 1110 },
    deviceScaleFactor: 0.7,
    colorScheme: "light",
  });
  await report.goto(pathToFileURL(join(folder, "demo/report.html")).href);
  await report.screenshot({ path: to("report") });
  await report.close();
  const large = join(folder, "large");
  mkdirSync(large);
  for (const [file, part, width, colorScheme, name] of [
    [
      join(folder, "demo/report.html"),
      "section[aria-labelledby=estimates]",
      390,
      "dark",
      "report-phone-dark",
    ],
    [await reportCases["6000-agents"]!(large), "#density-wide", 1000, "light", "report-density"],
  ] as const) {
    const page = await open(pathToFileURL(file).href, width, colorScheme);
    const box = (await page.locator(part).boundingBox())!;
    const clip = { ...box, height: Math.min(box.height, 1660) };
    await page.screenshot({ path: to(name), fullPage: true, clip });
    await page.close();
  }
} finally {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true, force: true });
}
