import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { fromEdges } from "../../src/network/fromEdges.ts";
import type { ReportInput } from "../../src/report/ReportInput.ts";
import { renderReport } from "../../src/report/renderReport.ts";
import { sampleReport } from "./sampleReport.ts";

const sample = sampleReport(60);

async function open(report: ReportInput): Promise<Document> {
  return new JSDOM(await renderReport(report)).window.document;
}
const words = (node: Element | Document | null): string =>
  (node && "body" in node ? node.body : (node as Element | null))?.textContent?.replace(/\s+/g, " ") ?? "";
const section = (page: Document, id: string): Element => page.getElementById(id)!.closest("section")!;

describe("renderReport", () => {
  it("gives the same bytes for the same input, also after other reports were made", async () => {
    const first = await renderReport(sample);
    await renderReport(sampleReport(30, 2));
    expect(await renderReport(sampleReport(60))).toBe(first);
  });

  it("uses every id once", async () => {
    const ids = [...(await open(sample)).querySelectorAll("[id]")].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const label of (await open(sample)).querySelectorAll("[aria-labelledby]")) {
      for (const id of label.getAttribute("aria-labelledby")!.split(" ")) expect(ids).toContain(id);
    }
  });

  it("has its sections in order, each under a heading", async () => {
    const headings = [...(await open(sample)).querySelectorAll("h2")].map(({ id }) => id);
    expect(headings).toEqual([
      "findings",
      "network",
      "estimates",
      "conditions",
      "assumptions",
      "exclusions",
      "provenance",
      "reproduce",
    ]);
  });

  it("says each contrast in one sentence, from the first estimator that is not naive", async () => {
    const page = await open(sample);
    const sentences = [...page.querySelectorAll(".findings p")].map(words);
    expect(sentences).toEqual([
      "Being treated with no treated neighbour raises the outcome by 0.41 (95 % interval 0.25 to 0.57); the truth is 0.45.",
      "Being untreated with a treated neighbour raises the outcome by 0.07 (95 % interval −0.05 to 0.19, which includes no effect); the truth is 0.20.",
      "No estimate, because no agent is in condition both; the truth is 0.58.",
    ]);
  });

  it("shows every row of the estimates, the naive ones marked, and every truth", async () => {
    const page = await open(sample);
    const rows = [...page.querySelectorAll("table.estimates tbody tr")].map((row) =>
      [...row.children].map(words),
    );
    expect(rows.length).toBe(sample.estimates.length + 3 + 3);
    expect(rows[1]).toEqual(["truth", "0.45", "from the agents' potential outcomes, exactly"]);
    expect(rows[2]).toEqual([
      "hajek",
      "0.41",
      "0.08",
      "0.25 to 0.57",
      "21, 84",
      "60",
      "aronow-samii, wald",
      "–",
    ]);
    expect(rows[4]).toEqual([
      "difference-in-means (naive)2",
      "0.62",
      "0.07",
      "0.48 to 0.76",
      "21, 84",
      "60",
      "welch, wald",
      "–",
    ]);
    expect(rows[8]?.slice(0, 4)).toEqual(["horvitz-thompson4", "−0.04", "–", "–"]);
    expect(rows[12]?.[1]).toBe("No estimate, because no agent is in condition both");
  });

  it("gives each note one footnote, also those on withheld errors and Monte Carlo", async () => {
    const notes = [...(await open(sample)).querySelectorAll(".footnotes li")].map(words);
    expect(notes).toEqual([
      "weights vary by a factor of 12",
      "ignores that well-connected agents are more often exposed",
      "The probabilities are simulated: the Monte Carlo error of the estimate is 0.0021",
      "No standard error, because one observation in condition indirect",
      "an empty condition counts as 0",
    ]);
  });

  it("leaves the truth out where it is not known", async () => {
    const { truths: _, ...rest } = sample;
    const page = await open(rest);
    expect(words(page.querySelector(".findings p"))).toBe(
      "Being treated with no treated neighbour raises the outcome by 0.41 (95 % interval 0.25 to 0.57).",
    );
    expect(page.querySelectorAll("tr.truth, svg .truth").length).toBe(0);
    expect(words(section(page, "estimates"))).toContain("The truth is not known.");
  });

  it("says why the network is not drawn", async () => {
    const { positions: _, ...rest } = sample;
    const page = await open({ ...rest, positionsAbsent: "more than 50 000 agents were not laid out." });
    expect(page.querySelector("#network-picture")).toBeNull();
    expect(words(section(page, "network"))).toContain(
      "The network is not drawn: more than 50 000 agents were not laid out.",
    );
    expect(words(section(await open(rest), "network"))).toContain("no positions of the agents were given");
  });

  it("says which world is drawn and how many there are", async () => {
    expect(words(section(await open({ ...sample, world: 2 }), "network"))).toContain("World 2 of 3 is drawn");
    const one = { ...sample, provenance: { ...sample.provenance, worlds: 1 } };
    expect(words(section(await open(one), "network"))).toContain("The one world of this experiment.");
  });

  it("counts conditions and their probabilities, and says how they were found", async () => {
    const [none, ...others] = sample.probabilities;
    const simulated = {
      ...none!,
      method: "monte-carlo" as const,
      draws: 20_000,
      impossible: 7,
      min: 0,
      median: 0.00002,
      max: 0.99999,
    };
    const page = await open({ ...sample, probabilities: [simulated, ...others] });
    const row = [...section(page, "conditions").querySelectorAll("tbody tr")].map((tr) =>
      [...tr.children].map(words),
    )[0];
    expect(row?.slice(3)).toEqual(["0", "2.0 × 10⁻⁵", ">0.999", "7", "Monte Carlo, 20 000 draws"]);
    expect(words(page.querySelector("#probabilities-wide"))).toContain("impossible for 7");
  });

  it("says that the distribution of probabilities is missing when only a summary is given", async () => {
    const bare = sample.probabilities.map(({ values: _, ...summary }) => summary);
    expect(words(section(await open({ ...sample, probabilities: bare }), "conditions"))).toContain(
      "is not drawn, because only their summary was given",
    );
    const page = await open({ ...sample, probabilities: [sample.probabilities[0]!, ...bare.slice(1)] });
    expect(words(section(page, "conditions"))).toContain("3 of 4 conditions are left out");
  });

  it("lists what was left out, and says so when nothing was", async () => {
    const left = words(section(await open(sample), "exclusions"));
    expect(left).toContain(
      "Contrast spillover: 3 agents, because the design could not put them in both indirect and none: a007, a013, a211.",
    );
    expect(left).toContain("Of 6000 turns, some produced no action: 5 failed, 2 timeout.");
    expect(left).toContain("2 repeated edges were counted once");
    const clean = await open({
      ...sample,
      network: { ...sample.network, notes: [] },
      estimates: sample.estimates.map((row) => ({ ...row, excluded: [] })),
      provenance: { ...sample.provenance, turns: [] },
    });
    expect(words(section(clean, "exclusions"))).toContain("Nothing: every agent could be in both conditions");
  });

  it("cuts a long list of excluded agents and says how many follow", async () => {
    const excluded = Array.from({ length: 100 }, (_, i) => `x${i}`);
    const page = await open({
      ...sample,
      estimates: sample.estimates.slice(0, 1).map((row) => ({ ...row, excluded })),
    });
    expect(words(section(page, "exclusions"))).toContain(
      "x39 and 60 more, which the file of estimates lists.",
    );
  });

  it("shows hashes, seeds, settings and commands", async () => {
    const page = await open(sample);
    const { planHash, networkHash, studyHash } = sample.provenance;
    const codes = [...section(page, "provenance").querySelectorAll("code")].map(words);
    expect(codes).toEqual([
      planHash,
      networkHash,
      studyHash,
      '{"probability":0.2}',
      '{"focal":1,"hops":1}',
      "2026",
    ]);
    expect(
      [...section(page, "reproduce").querySelectorAll("pre")].map(({ textContent }) => textContent),
    ).toEqual(sample.commands.map(({ command }) => command));
  });

  it("renders one agent without edges, estimates, probabilities or anything else", async () => {
    const page = await open({
      title: "One",
      spillway: "0.1.0",
      network: fromEdges([], { agents: ["alone"] }),
      positions: { x: Float64Array.of(0.5), y: Float64Array.of(0.5) },
      arms: ["control"],
      assignment: [0],
      conditions: ["none"],
      condition: [0],
      estimates: [],
      probabilities: [],
      assumptions: [],
      cites: [],
      provenance: {
        planHash: "p",
        networkHash: "n",
        seeds: [],
        design: { name: "fixed", params: {} },
        rounds: 1,
        worlds: 1,
        turns: [],
      },
      commands: [],
    });
    expect(words(page)).toContain(
      "1 agent and 0 edges; treatment assigned by the design fixed; 1 round in 1 world.",
    );
    for (const sentence of [
      "No contrast was asked for",
      "There are no estimates.",
      "No probabilities of conditions were computed.",
      "No assumptions were recorded.",
      "No commands were recorded.",
    ]) {
      expect(words(page)).toContain(sentence);
    }
    expect(words(page)).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("refuses lists that do not fit and numbers that are not finite, and says which", async () => {
    const [row] = sample.estimates;
    const cases: [Partial<ReportInput>, string][] = [
      [{ assignment: [0] }, "report: assignment must have one arm for each of 60 agents, got 1"],
      [
        { condition: new Uint8Array(60).fill(4) },
        "report: condition must hold indices of 4 conditions, from 0 to 3, got 4",
      ],
      [
        { positions: { x: new Float64Array(60), y: new Float64Array(59) } },
        "report: positions.y must have one number for each of 60 agents, got 59",
      ],
      [
        { positions: { x: new Float64Array(60).fill(2), y: new Float64Array(60) } },
        "report: positions.x must lie in the unit square, from 0 to 1, got 2",
      ],
      [
        { estimates: [{ ...row!, se: Number.NaN }] },
        'report: se in the row of contrast "direct" and estimator "hajek" must be a finite number, got NaN',
      ],
    ];
    for (const [change, message] of cases)
      await expect(renderReport({ ...sample, ...change })).rejects.toThrow(message);
  });
});
