import { JSDOM } from "jsdom";
import { expect, it } from "vitest";
import { estimatesSvg } from "../../../src/report/figures/estimatesSvg.ts";
import { sampleReport } from "../sampleReport.ts";

const { estimates, truths } = sampleReport(10);
const parse = (svg: string): Document => new JSDOM(svg, { contentType: "image/svg+xml" }).window.document;
const texts = (picture: Document): (string | null)[] =>
  [...picture.querySelectorAll("text")].map(({ textContent }) => textContent);

it("draws one dot an estimate, naive ones apart, one line an interval and one a truth", async () => {
  const picture = parse(await estimatesSvg({ estimates, truths: truths! }));
  expect(picture.querySelectorAll(".estimate-dot circle").length).toBe(5);
  expect(picture.querySelectorAll(".naive-dot circle").length).toBe(2);
  expect(picture.querySelectorAll(".estimate line").length).toBe(4);
  expect(picture.querySelectorAll(".truth line").length).toBe(3);
});

it("names contrasts, estimators, truths and what has no estimate", async () => {
  const shown = texts(parse(await estimatesSvg({ estimates, truths: truths! })));
  for (const text of [
    "direct: direct − none",
    "hajek",
    "difference-in-means (naive)",
    "truth 0.45",
    "no estimate",
    "−0.6",
    "effect on the outcome, with 95\u00A0% intervals",
  ]) {
    expect(shown).toContain(text);
  }
});

it("tells the numbers in its description, for those who cannot see it", async () => {
  const picture = parse(await estimatesSvg({ estimates, truths: truths! }));
  expect(picture.getElementById("estimates-desc")?.textContent).toContain(
    "direct: truth 0.45, hajek 0.41 (0.25 to 0.57), horvitz-thompson 0.33 (0.05 to 0.61), difference-in-means 0.62 (0.48 to 0.76).",
  );
});

it("sets its dots where the numbers are", async () => {
  const picture = parse(await estimatesSvg({ estimates: estimates.slice(0, 3) }));
  const [first, second] = [...picture.querySelectorAll(".estimate-dot circle")].map((dot) =>
    Number(dot.getAttribute("cx")),
  );
  const naive = Number(picture.querySelector(".naive-dot circle")?.getAttribute("cx"));
  // Positions are linear in the estimates 0.4127, 0.3319 and 0.6204.
  expect((naive - first!) / (first! - second!)).toBeCloseTo((0.6204 - 0.4127) / (0.4127 - 0.3319), 6);
});

it("draws an axis when nothing could be estimated", async () => {
  const [row] = estimates.filter(({ because }) => because !== undefined);
  const picture = parse(await estimatesSvg({ estimates: [row!] }));
  expect(texts(picture)).toContain("no estimate");
  expect(picture.querySelectorAll("circle").length).toBe(0);
  expect(texts(parse(await estimatesSvg({ estimates: [] })))).toContain(
    "effect on the outcome, with intervals",
  );
});

it("gives the same bytes again, at each width, and different ids where asked", async () => {
  for (const width of [760, 360]) {
    const svg = await estimatesSvg({ estimates }, { width, id: "some-id" });
    expect(await estimatesSvg({ estimates }, { width, id: "some-id" })).toBe(svg);
    expect(svg).toContain('id="some-id-title"');
    expect(svg).not.toMatch(/plot-[0-9a-f]|clip|NaN/);
  }
});
