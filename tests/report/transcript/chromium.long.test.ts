import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { expect, it } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import type { TranscriptTurn } from "../../../src/experiment/transcript/readTranscript.ts";
import type { Turn } from "../../../src/log/Turn.ts";
import { transcriptPage } from "../../../src/report/transcript/transcriptPage.ts";
import { chromiumArguments, chromiumProgram } from "../../browser/chromiumProgram.ts";

const required = process.env.SPILLWAY_TEST_ALL === "1";
const name = "a transcript of 5,000 agents and 20 rounds opens in under 2 s and is searched in under 200 ms";

/** Agents who hear four others, and say a sentence that nobody else says. */
function manyTurns(agents: number, rounds: number): TranscriptTurn[] {
  const stream = rng("transcript");
  const words = Array.from({ length: 400 }, (_, k) => `word${k}`);
  const turns: TranscriptTurn[] = [];
  let before: string[] = [];
  for (let round = 1; round <= rounds; round++) {
    const now: string[] = [];
    for (let i = 0; i < agents; i++) {
      const said = Array.from({ length: 18 }, () => words[stream.integer(400)]).join(" ");
      now.push(said);
      const heard =
        round === 1
          ? []
          : [1, 2, 3, 4].map((k) => ({ from: `agent ${(i + k) % agents}`, said: before[(i + k) % agents]! }));
      const turn = {
        ...{
          type: "turn",
          world: 0,
          round,
          phase: "act",
          agent: `agent ${i}`,
          arm: i % 2 ? "treated" : "control",
        },
        ...{
          heard,
          action: { said },
          outcome: i % 10,
          status: "ok",
          attempts: 1,
          text: `{"words":"${said}"}`,
        },
        ...{ callId: "", contentHash: "", ms: 0, at: "" },
      } as unknown as Turn;
      const told = heard.map((one) => `${one.from} says: ${one.said}.`).join("\n");
      const content = `You are agent ${i}, round ${round}.\n${told}\nWhat do you say?`;
      turns.push({ turn, attempts: [], asked: [{ attempt: 1, messages: [{ role: "user", content }] }] });
    }
    before = now;
  }
  return turns;
}

if (chromiumProgram === undefined && !required) {
  it.skip(`${name} (skipped: chromium is not installed)`, () => {});
} else {
  it(name, async () => {
    if (chromiumProgram === undefined) throw new Error("chromium is not installed: apt-get install chromium");
    const folder = mkdtempSync(join(tmpdir(), "spillway-transcript-"));
    const file = join(folder, "transcript.html");
    writeFileSync(
      file,
      transcriptPage({ turns: manyTurns(5000, 20), all: 100_000, complete: true, rounds: 20, worlds: 1 }),
    );
    const browser = await chromium.launch({ executablePath: chromiumProgram, args: [...chromiumArguments] });
    try {
      const page = await (await browser.newContext({ offline: true })).newPage();
      const complaints: string[] = [];
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      const begun = performance.now();
      await page.goto(pathToFileURL(file).href);
      await page.waitForSelector('body[data-ready="true"] article');
      const opened = performance.now() - begun;
      await page.waitForSelector('body[data-all="true"]');
      const all = performance.now() - begun;
      const found: { words: string; ms: number; count: string | null }[] = [];
      for (const words of ["word17 ", "word399 word2", "nobody said this", "w", "agent 4999"]) {
        await page.fill("#words", words);
        await page.waitForFunction(`document.body.dataset.ms !== undefined`);
        found.push({
          words,
          ms: Number(await page.evaluate("Number(document.body.dataset.ms)")),
          count: await page.textContent("#count"),
        });
        await page.evaluate("delete document.body.dataset.ms");
      }
      await page.fill("#words", "word3");
      await page.waitForFunction("document.body.dataset.ms !== undefined");
      await page.evaluate("delete document.body.dataset.ms");
      await page.check("#heard");
      await page.waitForFunction("document.body.dataset.ms !== undefined");
      const heard = Number(await page.evaluate("Number(document.body.dataset.ms)"));
      await page.uncheck("#heard");
      await page.fill("#words", "agent 4999");
      await page.click("article details summary");
      await page.waitForSelector("article details pre");
      const asked = await page.textContent("article details pre");
      console.log(JSON.stringify({ megabytes: statSync(file).size / 1e6, opened, all, found, heard }));
      expect(complaints).toEqual([]);
      expect(opened).toBeLessThan(2000);
      for (const one of [...found.map(({ ms }) => ms), heard]) expect(one).toBeLessThan(200);
      expect(asked).toContain("You are agent 4999, round 1.");
      expect(found[3]!.count).toBe("100,000 of 100,000 turns");
      expect(found[2]!.count).toBe("0 of 100,000 turns");
    } finally {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);
}
