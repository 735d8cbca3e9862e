import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import type { Json } from "../../src/core/canonicalJson.ts";
import { diagnose } from "../../src/diagnose/diagnose.ts";
import { sweep } from "../../src/diagnose/sweep.ts";
import { studyCost } from "../../src/experiment/studyCost.ts";
import { diagnosisReport } from "../../src/report/diagnosisReport.ts";
import { sweepReport } from "../../src/report/sweepReport.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";

const HOSTILE = `</title></style></svg><script>alert(1)</script><img src=x onerror="alert(2)">`;
const data = {
  name: HOSTILE,
  seed: 5,
  model: {
    network: { kind: "small-world", n: 40, k: 4, rewire: 0.1 },
    agents: { kind: "exposure-response", outcomes: { control: 0, treated: 0.5 }, spread: 1 },
  },
  inquiry: { [HOSTILE]: ["treated", "control"] },
  data: { assign: { kind: "bernoulli", probability: 0.5 }, expose: "own-arm" },
  answer: ["hajek", "difference-in-means"],
};

const opened = (text: string): Document => new JSDOM(text).window.document;
const cells = (row: Element): (string | null)[] => [...row.children].map((cell) => cell.textContent);

function harmless(page: Document): void {
  expect(page.querySelectorAll("script, img, [onerror], link[href^=http]").length).toBe(0);
  expect(page.querySelector("h1")!.textContent).toContain(HOSTILE);
}

describe("the report of a diagnosis", () => {
  it("has the picture, every diagnosand with its error, and the cost; names are text", async () => {
    const study = await parseStudy(JSON.stringify(data));
    const diagnosis = await diagnose(study, { simulations: 30, diagnosands: { "<i>far": "estimate > 1" } });
    const text = await diagnosisReport(diagnosis, studyCost(study, { callPrice: 0.01 }));
    const page = opened(text);
    harmless(page);
    // Once for a desk, and once for a phone.
    expect([...page.querySelectorAll("figure svg")].map(({ id }) => id)).toEqual([
      "diagnosis-wide",
      "diagnosis-narrow",
    ]);
    expect(cells(page.querySelector("thead tr")!).at(-1)).toBe("<i>far");
    const rows = [...page.querySelectorAll("tbody tr")].map(cells);
    expect(rows.map((row) => row.slice(0, 2))).toEqual([
      [HOSTILE, "hajek"],
      [HOSTILE, "difference-in-means (naive)"],
    ]);
    const { power } = diagnosis.rows[0]!;
    expect(rows[0]![8]).toContain(power.value.toFixed(3));
    expect(page.body.textContent).toContain("takes 80 agent calls, money 0.800.");
    expect(page.body.textContent).toContain("30 simulated experiments in which assignments are drawn anew");
    expect(page.body.textContent).not.toContain("judged by");
    expect(await diagnosisReport(diagnosis, studyCost(study, { callPrice: 0.01 }))).toBe(text);
  });

  it("says by what a contrast is judged where it is not the usual", async () => {
    const study = await parseStudy(JSON.stringify({ ...data, inquiry: { e: ["treated", "control"] } }));
    const diagnosis = await diagnose(study, { simulations: 10, replays: 20, estimands: { e: "global" } });
    const page = opened(await diagnosisReport(diagnosis));
    expect(page.body.textContent).toContain("global average treatment effect, GATE (all treated − none)");
    expect(page.body.textContent).not.toContain("agent calls");
  });
});

describe("the report of a sweep", () => {
  it("has pictures of power, coverage and error, a line for each cell, and why a cell is not possible", async () => {
    const found = await sweep(
      data as unknown as Json,
      { "data.assign": [{ kind: "bernoulli" }, { kind: "complete", treated: 41 }] },
      {
        simulations: 20,
        costOf: async (changed) => studyCost(await parseStudy(JSON.stringify(changed)), { callPrice: 0.01 }),
      },
    );
    const page = opened(await sweepReport(HOSTILE, found));
    harmless(page);
    expect([...page.querySelectorAll("figure svg")].map(({ id }) => id)).toEqual([
      ...["power-wide", "power-narrow", "coverage-wide", "coverage-narrow", "rmse-wide", "rmse-narrow"],
    ]);
    const rows = [...page.querySelectorAll("tbody tr")].map(cells);
    expect(rows.length).toBe(3);
    const { power } = "rows" in found.cells[0]! ? found.cells[0].rows[0]! : { power: undefined };
    expect(rows[0]!.slice(-2)).toEqual(["0.800", (power!.value / 0.8).toPrecision(3)]);
    expect(rows[2]!.at(-1)).toMatch(
      /^not possible: (?:study:\d+:\d+: )?complete: treated must be an integer from 1 to 39, got 41$/,
    );
  });
});
