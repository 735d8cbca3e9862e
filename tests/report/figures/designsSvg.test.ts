import { JSDOM } from "jsdom";
import { expect, it } from "vitest";
import { bernoulli, complete } from "../../../designs/index.ts";
import { compareDesigns } from "../../../src/compare/compareDesigns.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { designsSvg } from "../../../src/report/figures/designsSvg.ts";
import { tinyNetworks } from "../../support/tinyWorlds.ts";

const found = compareDesigns(
  tinyNetworks["triangle with a tail"]!,
  [
    { label: "coins <b>&amp;", design: bernoulli() },
    { label: "counts", design: complete({ treated: 2 }) },
  ],
  {
    exposure: anyTreatedNeighbor(),
    contrasts: [{ name: "spillover", first: "indirect", second: "none" }],
  },
);

const parse = (svg: string): Document => new JSDOM(svg, { contentType: "image/svg+xml" }).window.document;

it("draws a dot for each design that gives an estimate, the smallest standard error first", async () => {
  const svg = await designsSvg(found);
  const picture = parse(svg);
  const rows = found.designs.flatMap((design) => ("cannot" in design ? [] : design.contrasts));
  const shown = rows.filter(({ se }) => se !== undefined).length;
  expect(shown).toBe(3);
  expect(picture.querySelectorAll("circle").length).toBe(shown);
  const texts = [...picture.querySelectorAll("text")].map(({ textContent }) => textContent);
  expect(texts).toEqual(expect.arrayContaining(["spillover: indirect against none", "coins <b>&amp;"]));
  expect(svg).not.toContain("<b>");
  expect(svg).not.toContain("NaN");
  expect(await designsSvg(found)).toBe(svg);
});

it("draws an empty figure without a fault when nothing gives an estimate", async () => {
  const svg = await designsSvg({ ...found, designs: [] });
  expect(parse(svg).querySelectorAll("circle").length).toBe(0);
});
