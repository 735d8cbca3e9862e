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

const home = mkdtempSync(join(tmpdir(), "spillway-pages-"));
afterAll(() => rmSync(home, { recursive: true }));

const HOSTILE = `</style><script>alert(1)</script><img src=x onerror="alert(2)">`;
const row = { estimate: 0.4, se: 0.1, ci: [0.2, 0.6], claim: "design-based", notes: [HOSTILE], warnings: [] };
const measured = { value: 0.5, mcse: 0.01 };
const diagnosed = {
  ...{
    contrast: "direct",
    estimator: "hajek",
    estimand: "the effect of its conditions",
    naive: false,
    own: [],
  },
  ...{ estimate: measured, truth: measured, bias: measured, rmse: measured, sd: measured, ratio: measured },
  ...{ coverage: measured, power: measured, typeS: measured, typeM: measured, simulations: 2 },
  ...{ noEstimate: { value: 0, mcse: 0 }, noInterval: { value: 0, mcse: 0 } },
};
const files: Readonly<Record<string, object>> = {
  diagnosis: {
    ...{ name: HOSTILE, studyHash: "sha256:0", redraw: "assignment", confidence: 0.95, simulations: 2 },
    ...{ complete: true, truth: "exact", rows: [diagnosed], estimates: [[0.4, null, 0.6]] },
  },
  sweep: {
    paths: ["seed"],
    complete: true,
    cells: [1, 2].map((seed) => ({ changes: [["seed", seed]], simulations: 2, rows: [diagnosed] })),
  },
  "tipping point": {
    contrast: { name: "direct", first: "treated", second: "control" },
    estimator: "hajek",
    errors: { kind: "missing", where: "anywhere", words: "missing ties" },
    network: { edges: 10, reference: 10, most: 5 },
    observed: { estimate: 0.4, ci: [0.2, 0.6] },
    simulations: 2,
    rows: [
      {
        ...{
          ties: 1,
          rate: 0.1,
          draws: 2,
          estimated: 2,
          mean: 0.3,
          mcse: 0.01,
          sd: 0.1,
          low: 0.2,
          median: 0.3,
        },
        ...{ high: 0.4, crossed: { share: 0, mcse: 0 }, intervals: 2, changed: { share: 0, mcse: 0 } },
      },
    ],
    tips: {},
    notes: [HOSTILE],
  },
  "variance shares": {
    ...{ factors: [], levels: "fixed", replicates: [2, 2], means: [], notes: [] },
    rows: [{ kind: "component", of: [HOSTILE], variance: 0.2, ci: [0.1, 0.3], share: 0.7 }],
  },
  interaction: {
    quantity: "mean",
    rows: [
      {
        ...{ ...row, name: HOSTILE, worlds: 6, isolated: 0.2, interacting: 0.6, pSignFlip: 0.03 },
        byRound: [1, 2].map((round) => ({ round, isolated: 0.1, interacting: 0.3 * round })),
      },
    ],
  },
  "comparison of systems": {
    rows: [{ ...row, contrast: "a − b", first: "a", second: "b", score: HOSTILE, difference: 0.3 }],
    notes: [],
  },
  panel: {
    ...{ rule: "panel-rule-2", gate: { why: [HOSTILE] }, notes: [] },
    estimators: [{ estimator: "cohorts", about: "everybody", estimate: 0.1, ci: [0, 0.2] }],
  },
  measure: {
    data: "runs/a",
    rows: [
      {
        measure: "transfer-entropy",
        variables: ["outcome"],
        of: `${HOSTILE} → b`,
        value: 0.2,
        unit: "bits",
        claim: "x",
      },
    ],
  },
  "trust checks": { findings: [{ check: "repeated texts", verdict: "flagged", says: HOSTILE, p: 0.0001 }] },
  estimates: {
    rows: [
      { ...row, contrast: HOSTILE, first: "a", second: "b", estimator: "hajek", n: [3, 4], population: 7 },
      {
        contrast: "none",
        estimator: "hajek",
        first: "a",
        second: "b",
        because: "nobody was in a",
        claim: "design-based",
      },
    ],
  },
};

/** What holds of every page. */
function sound(text: string, book: FigureBook): void {
  expect(text).not.toMatch(/NaN|undefined|\[object/);
  const page = new JSDOM(text).window.document;
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
    writeFileSync(file, JSON.stringify(files[kind]));
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
