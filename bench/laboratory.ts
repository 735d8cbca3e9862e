// How soon the first lesson of the laboratory is there, how much it loads, and how smoothly rounds of 500 agents play, in Chromium.
// After npm run build:lab: npx tsx bench/laboratory.ts
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { type Browser, chromium } from "playwright-core";
import { sandboxLink } from "../src/lab/app/sandbox/sandboxLink.ts";
import { labFiles } from "../src/lab/labFiles.ts";
import { labServer } from "../src/lab/labServer.ts";
import { chromiumArguments, chromiumProgram } from "../tests/browser/chromiumProgram.ts";

const REPEATS = 5;
/** Opinions move in every round, so that every agent is painted anew. */
const STUDY = `seed: 1
model:
  network: { kind: small-world, n: 500, k: 6, rewire: 0.1 }
  agents: { kind: degroot, spread: 1 }
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 100 }, expose: own-arm, rounds: 20 }
answer: [hajek]
`;

/** Milliseconds between frames of the page for so long, while something is done at each frame. */
const framesOf = (milliseconds: number, each: string): string => `new Promise((done) => {
  const gaps = []; const slider = document.querySelector(".rounds input"); let before; let began;
  const frame = (now) => {
    if (before === undefined) began = now; else gaps.push(now - before);
    before = now;
    if (now - began > ${milliseconds}) return done(gaps);
    ${each}
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})`;
/** Shows another round at each frame, as a reader does who drags the slider fast. */
const NEXT_ROUND = `slider.value = String((gaps.length % 20) + 1); slider.dispatchEvent(new Event("input", { bubbles: true }));`;

const files = labFiles();
if (files === undefined) throw new Error("no laboratory in dist/lab: npm run build:lab makes it");
if (chromiumProgram === undefined) throw new Error("chromium is not installed");
const server = labServer(files);
await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
const home = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
const browser = await chromium.launch({ executablePath: chromiumProgram, args: [...chromiumArguments] });
try {
  await firstLesson(browser);
  await frames(browser);
} finally {
  await browser.close();
  server.close();
}

async function firstLesson(of: Browser): Promise<void> {
  const times: number[] = [];
  let loaded: string[] = [];
  for (let k = 0; k < REPEATS; k++) {
    const page = await of.newPage();
    const began = performance.now();
    await page.goto(`${home}#/lesson/assign-by-hand`);
    await page.waitForSelector("figure[aria-busy=false] figcaption");
    times.push(performance.now() - began);
    loaded = await page.evaluate(
      "performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname.slice(1))",
    );
    await page.close();
  }
  times.sort((a, b) => a - b);
  const taken = new Set([
    "index.html",
    ...loaded,
    ...[...files!.keys()].filter((name) => /^assets\/worker/.test(name)),
  ]);
  const bytes = [...taken].reduce((sum, name) => sum + gzipSync(readFileSync(files!.get(name)!)).length, 0);
  const seconds = (k: number): string => (times[k]! / 1000).toFixed(2);
  console.log(
    `first lesson interactive: least ${seconds(0)} s, median ${seconds(REPEATS >> 1)} s, most ${seconds(REPEATS - 1)} s; ${(bytes / 1000).toFixed(0)} kB compressed`,
  );
}

async function frames(of: Browser): Promise<void> {
  const page = await of.newPage({ viewport: { width: 1280, height: 900 } });
  const protocol = await page.context().newCDPSession(page);
  // Time of the page's thread, so that it counts no other program's.
  await protocol.send("Performance.enable", { timeDomain: "threadTicks" });
  const busy = async (): Promise<number> => {
    const { metrics } = await protocol.send("Performance.getMetrics");
    return 1000 * metrics.find(({ name }) => name === "TaskDuration")!.value;
  };
  const tell = async (what: string, milliseconds: number, each = ""): Promise<void> => {
    const before = await busy();
    const gaps = (await page.evaluate(framesOf(milliseconds, each))) as number[];
    const work = ((await busy()) - before) / gaps.length;
    const rate = (1000 * gaps.length) / gaps.reduce((sum, one) => sum + one, 0);
    // A frame that comes after more than one and a half of its 16.7 ms was missed.
    const late = gaps.filter((one) => one > 25).length;
    const longest = gaps.reduce((most, one) => Math.max(most, one)).toFixed(0);
    console.log(
      `500 agents, ${what}: ${rate.toFixed(1)} frames a second, ${late} of ${gaps.length} late, longest ${longest} ms; the page works ${work.toFixed(1)} of 16.7 ms`,
    );
  };
  await page.goto(home + (await sandboxLink({ text: STUDY, files: {} }))!);
  await page.waitForSelector("table [data-value]", { timeout: 60_000 });
  await page.getByRole("radio", { name: "outcome" }).check();
  await page.locator(".rounds").scrollIntoViewIfNeeded();
  // What is missed while nothing moves is the machine's.
  await tell("standing still", 4000);
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await tell("playing rounds", 8000);
  await tell("another round at each frame", 4000, NEXT_ROUND);
  await page.close();
}
