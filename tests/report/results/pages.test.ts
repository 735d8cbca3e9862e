import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JSDOM } from "jsdom";
import { afterAll, describe, expect, it } from "vitest";
import { wantFiguresFolder, writeFigures } from "../../../src/report/figures/writeFigures.ts";
import type { FigureBook } from "../../../src/report/parts/figure.ts";
import { renderReport } from "../../../src/report/renderReport.ts";
import { resultKinds } from "../../../src/report/results/resultKinds.ts";
import { resultReport } from "../../../src/report/results/resultReport.ts";
import { sampleReport } from "../sampleReport.ts";
import { resultFiles } from "./resultFiles.ts";

const home = mkdtempSync(join(tmpdir(), "spillway-pages-"));
afterAll(() => rmSync(home, { recursive: true }));

/** Every page begins with its question and its answer, a sentence each. */
function twoSentences(page: Document): void {
  const [question, answer, ...more] = [...page.querySelectorAll("p.question, p.answer")];
  expect(more).toEqual([]);
  expect(page.querySelector("h1")!.nextElementSibling).toBe(question);
  expect(question!.nextElementSibling).toBe(answer);
  expect(question!.textContent).toMatch(/^\p{Lu}[^?]*\?$/u);
  expect(answer!.textContent).toMatch(/^[\p{Lu}\d].*[^.]\.$/su);
  expect(answer!.textContent).toMatch(/\d|^There is no (estimate|finding), because ./);
}

/** What holds of every page. */
function sound(text: string, book: FigureBook): void {
  expect(text).not.toMatch(/NaN|undefined|\[object/);
  const page = new JSDOM(text).window.document;
  twoSentences(page);
  expect(page.querySelectorAll("script, img, iframe, [onerror]").length).toBe(0);
  for (const table of page.querySelectorAll("table")) {
    const region = table.parentElement!;
    expect(region.getAttribute("role")).toBe("region");
    expect(region.getAttribute("tabindex")).toBe("0");
    expect(region.getAttribute("aria-label")).not.toBe("");
    expect(region.querySelector(".cue")?.textContent).toContain("scroll sideways");
  }
  const ids = [...page.querySelectorAll("[id]")].map(({ id }) => id);
  expect(ids.filter((id, k) => ids.indexOf(id) !== k)).toEqual([]);
  const levels = [...page.querySelectorAll("h1, h2, h3")].map(({ tagName }) => Number(tagName[1]));
  levels.forEach((level, k) => expect(level).toBeLessThanOrEqual((levels[k - 1] ?? 0) + 1));
  const figures = [...page.querySelectorAll("figure")];
  expect(figures.length).toBe(book.all.length);
  figures.forEach((figure, k) => {
    const { name, svg, csv, sentence } = book.all[k]!;
    const files = new Map(
      [...figure.querySelectorAll("a[download]")].map((link) => [
        link.getAttribute("download"),
        Buffer.from(link.getAttribute("href")!.replace(/^data:[^,]*;base64,/, ""), "base64").toString(),
      ]),
    );
    expect(files.get(`${name}.svg`)).toBe(svg);
    expect(files.get(`${name}.csv`)).toBe(csv);
    expect(csv.trim().split("\n").length).toBeGreaterThan(1);
    expect(
      new JSDOM(svg, { contentType: "image/svg+xml" }).window.document.querySelector("svg"),
    ).not.toBeNull();
    expect(figure.querySelector(".says")?.textContent).toBe(sentence);
    expect(sentence).toMatch(/\d/);
  });
}

describe("the pages of results", () => {
  it.each(resultKinds.map(({ kind }) => kind))("a %s: tables, figures and their files", async (kind) => {
    const file = join(home, `${kind}.json`);
    writeFileSync(file, JSON.stringify(resultFiles[kind]));
    const book: FigureBook = { all: [] };
    const text = await resultReport(file, book);
    expect(text).toContain(`<h1>${resultKinds.find((one) => one.kind === kind)!.title}`);
    sound(text, book);
  });

  it("of a run", async () => {
    const book: FigureBook = { all: [] };
    sound(await renderReport(sampleReport(60), book), book);
    expect(book.all.map(({ name }) => name)).toEqual(["network", "estimates", "probabilities"]);
  });

  it("the estimates of a run: the plan beside them says of how many agents and under which design", async () => {
    const folder = join(home, "run");
    mkdirSync(folder);
    const file = join(folder, "estimates.json");
    writeFileSync(file, JSON.stringify({ ...resultFiles.estimates, planHash: "sha256:1" }));
    const plan = { hash: "sha256:1", agents: ["a", "b", "c"], design: { name: "complete" } };
    for (const [text, said] of [
      [JSON.stringify(plan), "among 3 agents, under the design complete?"],
      [JSON.stringify({ ...plan, hash: "sha256:2" }), "among agents whose number the file does not record"],
      ["no plan", "among agents whose number the file does not record"],
    ]) {
      writeFileSync(join(folder, "plan.json"), text!);
      expect(await resultReport(file)).toContain(said);
    }
  });

  it("says of half a result which command writes a whole one", async () => {
    const file = join(home, "half.json");
    writeFileSync(file, '{"paths":[],"cells":[{}]}');
    await expect(resultReport(file)).rejects.toThrow(
      /half\.json: report: the file has the fields of a sweep, but not all that it needs; write it again: spillway diagnose/,
    );
  });

  it.each(["no json", "[]", "{}", '{"rows":[{"a":1}]}', "null"])(
    "refuses %s with what it reads",
    async (text) => {
      const file = join(home, "other.json");
      writeFileSync(file, text);
      await expect(resultReport(file)).rejects.toThrow(/report: .*spillway estimate/);
    },
  );
});

describe("figures as files", () => {
  it("fills a new folder, and leaves one that holds something alone", async () => {
    const folder = join(home, "figures");
    wantFiguresFolder(folder);
    const book: FigureBook = { all: [] };
    await renderReport(sampleReport(20), book);
    const written = await writeFigures(folder, book.all, async () => Buffer.from("png"));
    expect(readdirSync(folder).sort()).toEqual([...written].sort());
    expect(written.length).toBe(12);
    expect(() => wantFiguresFolder(folder)).toThrow(/wants a new or an empty folder/);
    mkdirSync(join(home, "empty"));
    expect(() => wantFiguresFolder(join(home, "empty"))).not.toThrow();
    expect(() => wantFiguresFolder(join(home, "estimates.json"))).toThrow(/is none that can be read/);
  });
});
