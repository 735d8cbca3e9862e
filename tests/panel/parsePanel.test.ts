import { expect, test } from "vitest";
import { parsePanel } from "../../src/experiment/panel/parsePanel.ts";

const ROWS = "agent,period,outcome,adopted\nb,2,1,10\nb,10,2.5,10\na,2,3,\na,10,,\n";

test("periods stand in the order of their numbers, agents in that of their ids, and nothing is filled in", () => {
  const panel = parsePanel(ROWS);
  expect(panel.agents).toEqual(["a", "b"]);
  expect(panel.periods).toEqual(["2", "10"]);
  expect([...panel.adopted]).toEqual([2, 1]);
  expect([...panel.observed[1]!]).toEqual([0, 1]);
  expect([...panel.outcome[1]!]).toEqual([0, 2.5]);
});

test("arms of a unit table, the column adopted and a table of its own say the same", () => {
  const arms =
    "world,round,agent,arm,outcome,period\n0,0,a,control,3,May\n0,1,a,control,,June\n0,0,b,control,1,May\n0,1,b,treated,2.5,June\n";
  const units = parsePanel(arms);
  expect(units.periods).toEqual(["May", "June"]);
  expect([...units.adopted]).toEqual([2, 1]);
  const apart = parsePanel("agent,period,outcome\nb,2,1\nb,10,2.5\na,2,3\na,10,\n", {
    adoption: { text: "agent,adopted\na,never\nb,10\n", file: "who.csv" },
  });
  expect(apart).toEqual(parsePanel(ROWS));
});

const faults: readonly (readonly [string, string, RegExp])[] = [
  ["a wide table", "id,May,June,outcome\na,1,2,3\n", /wanted the columns agent, period/],
  ["nobody's treatment", "agent,period,outcome\na,1,2\n", /wanted a column adopted/],
  ["two rows", `${ROWS}a,10,4,\n`, /has two rows for the period "10", the first in line 5.*|line 6/],
  ["a row too few", ROWS.replace("a,10,,\n", ""), /agent "a" has no row for the period "10"/],
  ["a word for a number", ROWS.replace("2.5", "high"), /outcome must be a number, got "high"/],
  ["an unknown period", ROWS.replaceAll(",10\n", ",11\n"), /adopted must be one of the periods/],
  ["two times of adoption", ROWS.replace("b,2,1,10", "b,2,1,2"), /adopts in/],
  ["treatment taken back", "agent,period,arm,outcome\na,1,treated,1\na,2,control,2\n", /never taken back/],
  ["two worlds", "world,agent,period,outcome,adopted\n0,a,1,2,\n1,a,2,3,\n", /wanted one world/],
  ["an empty agent", ROWS.replace("a,2,3,", ",2,3,"), /got an empty field/],
];
test.each(faults)("%s is an error with file and line", (_, text, message) => {
  expect(() => parsePanel(text, { file: "panel.csv" })).toThrow(message);
  expect(() => parsePanel(text, { file: "panel.csv" })).toThrow(
    expect.objectContaining({ place: expect.objectContaining({ file: "panel.csv" }) }),
  );
});

test("a table of adoption must name every agent once", () => {
  const rows = "agent,period,outcome\na,1,2\na,2,3\n";
  const with_ = (text: string) => () => parsePanel(rows, { adoption: { text, file: "who.csv" } });
  expect(with_("agent,adopted\nb,1\n")).toThrow(/has no outcomes/);
  expect(with_("agent,adopted\na,1\na,2\n")).toThrow(/listed twice/);
  expect(with_("agent,when\na,1\n")).toThrow(/agent and adopted/);
});
