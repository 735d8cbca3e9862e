// Builds the site out of README, docs/, the docstrings and the laboratory: `npm run site`, or with other folders
// `npx tsx docs/site/build.ts <site> <laboratory>`. It ends with code 1 when a link leads nowhere.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { guard } from "./guard.ts";
import { linkFaults } from "./linkFaults.ts";
import { playable } from "./playable.ts";
import { runnableBlocks } from "./runnable.ts";
import { sitePages } from "./stage.ts";
import { writePages } from "./writePages.ts";

const root = resolve(import.meta.dirname, "../..");
const [site = join(root, "site"), lab = join(root, "dist/lab")] = process.argv.slice(2);
const work = mkdtempSync(join(tmpdir(), "spillway-site-"));
const log = (text: string): void => void process.stdout.write(`${text}\n`);

try {
  if (!existsSync(join(lab, "index.html")))
    throw new Error("the laboratory is not built, and the site holds it: run npm run build:lab first");
  rmSync(site, { recursive: true, force: true });
  const pages = new Map(
    ["README.md", ...sitePages(root)].map((page) => [page, readFileSync(join(root, page), "utf8")]),
  );
  const runnable = await runnableBlocks(root, pages, work, site);
  const studies = await playable(pages);
  const faults = await writePages({ root, work, site }, runnable, studies);
  cpSync(lab, join(site, "lab"), { recursive: true });
  guard(site);
  faults.push(...linkFaults(site));
  log(
    `${pages.size} pages, ${runnable.size} blocks that run in a browser, ${studies.size} studies that open in the sandbox: ${relative(process.cwd(), join(site, "index.html"))}`,
  );
  if (faults.length > 0) throw new Error(`${faults.length} faults:\n${faults.slice(0, 50).join("\n")}`);
} catch (error) {
  process.stderr.write(`site: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
