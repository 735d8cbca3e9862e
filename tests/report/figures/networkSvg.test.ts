import { JSDOM } from "jsdom";
import { expect, it } from "vitest";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import { MOST_LABELLED, networkSvg } from "../../../src/report/figures/networkSvg.ts";
import type { NetworkPicture } from "../../../src/report/ReportInput.ts";
import { sampleReport } from "../sampleReport.ts";

const parse = (svg: string): Document => new JSDOM(svg, { contentType: "image/svg+xml" }).window.document;

/** n agents on a line, all arms and conditions in turn. */
function line(n: number, directed = false): NetworkPicture {
  const agents = Array.from({ length: n }, (_, i) => `i${i}`);
  const network = fromEdges(
    agents.slice(1).map((id, i) => [agents[i]!, id] as const),
    { agents, directed },
  );
  const spread = Float64Array.from(agents, (_, i) => i / Math.max(1, n - 1));
  return {
    network,
    positions: { x: spread, y: spread },
    arms: ["a & b", "<c>"],
    assignment: agents.map((_, i) => i % 2),
    conditions: ["x", "y", "z"],
    condition: agents.map((_, i) => i % 3),
  };
}

it("is well-formed XML with a title and a description that name the counts", () => {
  const picture = parse(networkSvg(line(7)));
  expect(picture.getElementById("network-title")?.textContent).toBe("Network of 7 agents");
  expect(picture.getElementById("network-desc")?.textContent).toBe(
    "7 agents and 6 edges. Arms: 4 a & b, 3 <c>. Conditions: 3 x, 2 y, 2 z.",
  );
});

it("draws each agent once, with arm and condition, and each undirected edge once", () => {
  const picture = parse(networkSvg(line(7)));
  const titles = [...picture.querySelectorAll("g.arm path > title")].map(({ textContent }) => textContent);
  expect(titles.sort()).toEqual(
    Array.from(
      { length: 7 },
      (_, i) => `i${i}: ${["a & b", "<c>"][i % 2]}, condition ${["x", "y", "z"][i % 3]}`,
    ),
  );
  expect(picture.querySelector(".edges")?.getAttribute("d")?.match(/M/g)?.length).toBe(6);
  expect(
    parse(networkSvg(line(7, true)))
      .querySelector(".edges")
      ?.getAttribute("d")
      ?.match(/M/g)?.length,
  ).toBe(6);
});

it("draws every agent of a large network, in one path for each arm and condition", () => {
  const picture = parse(networkSvg(line(MOST_LABELLED + 1)));
  const paths = [...picture.querySelectorAll("g.arm path")];
  expect(paths.length).toBe(6);
  expect(paths.reduce((sum, path) => sum + path.getAttribute("d")!.split("M").length - 1, 0)).toBe(
    MOST_LABELLED + 1,
  );
});

it("has legend and background as a file of its own, and neither inside the report", () => {
  const alone = parse(networkSvg(line(3)));
  expect([...alone.querySelectorAll("text")].map(({ textContent }) => textContent)).toEqual([
    "Condition (colour)",
    "x",
    "y",
    "z",
    "Arm (shape)",
    "a & b",
    "<c>",
  ]);
  const inside = parse(networkSvg(line(3), { standalone: false }));
  expect(inside.querySelectorAll("text, rect").length).toBe(0);
});

it("keeps all marks inside the picture", () => {
  const corners = line(2);
  const svg = networkSvg(
    { ...corners, positions: { x: Float64Array.of(0, 1), y: Float64Array.of(0, 1) } },
    { standalone: false },
  );
  expect(parse(svg).querySelector(".edges")?.getAttribute("d")).toBe("M14 14L626 626");
});

it("asks for positions when there are none", () => {
  const { positions: _, ...rest } = sampleReport(5);
  expect(() => networkSvg(rest)).toThrow(
    "networkSvg: wanted positions of the agents, got none: lay the network out first",
  );
});
