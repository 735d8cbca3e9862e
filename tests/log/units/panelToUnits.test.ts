import { describe, expect, it } from "vitest";
import { panelToUnits } from "../../../src/log/units/panelToUnits.ts";

const armNames = ["control", "treated"];

describe("panelToUnits", () => {
  it("makes a row for each agent and period, arms by index or name, rows in any order", () => {
    const arms = "unit,before,after\n10,0,1\n2,control,treated\n";
    const outcomes = "id,before,after\n2,1,\n10,3,4.5\n";
    expect(panelToUnits({ arms, outcomes, armNames })).toEqual([
      { world: 0, round: 0, agent: "2", arm: "control", outcome: 1, covariates: { period: "before" } },
      { world: 0, round: 0, agent: "10", arm: "control", outcome: 3, covariates: { period: "before" } },
      { world: 0, round: 1, agent: "2", arm: "treated", status: "missing", covariates: { period: "after" } },
      { world: 0, round: 1, agent: "10", arm: "treated", outcome: 4.5, covariates: { period: "after" } },
    ]);
  });

  it("takes a name before an index", () => {
    const rows = panelToUnits({
      arms: "unit,t\na,1\nb,0\n",
      outcomes: "unit,t\na,5\nb,6\n",
      armNames: ["1", "0"],
      world: 3,
    });
    expect(rows.map(({ arm, world }) => [arm, world])).toEqual([
      ["1", 3],
      ["0", 3],
    ]);
  });

  it("says where the two panels differ or cannot be read", () => {
    const attempt = (arms: string, outcomes: string) => (): unknown =>
      panelToUnits({ arms, outcomes, armNames, armsFile: "arms.csv", outcomesFile: "y.csv" });
    expect(attempt("unit,1,2\na,0,0\n", "unit,round_1,2\na,0,0\n")).toThrow(
      'y.csv:1: panel: wanted the same periods in both files, got "1" in arms.csv and "round_1" here as period 0',
    );
    expect(attempt("unit,1\na,0\n", "unit,1,2\na,0,0\n")).toThrow(
      'got "no more" in arms.csv and "2" here as period 1',
    );
    expect(attempt("unit,1\na,0\n", "unit,1\na,0\nb,0\n")).toThrow(
      'y.csv:3: panel: agent "b" has outcomes and no arms in arms.csv',
    );
    expect(attempt("unit,1\na,0\nb,0\n", "unit,1\na,0\n")).toThrow(
      'arms.csv:3: panel: agent "b" has arms and no outcomes in y.csv',
    );
    expect(attempt("unit,1\na,0\na,0\n", "unit,1\na,0\n")).toThrow(
      'arms.csv:3: panel: agent "a" is listed twice, first in line 2',
    );
    expect(attempt("unit,1\na,2\n", "unit,1\na,0\n")).toThrow(
      'arms.csv:2: panel: arm in period "1" must be a name or index of an arm (0 = control, 1 = treated), got "2"',
    );
    expect(attempt("unit,1\na,\n", "unit,1\na,0\n")).toThrow('got ""');
    expect(attempt("unit,1\na,0\n", "unit,1\na,NA\n")).toThrow(
      'y.csv:2: panel: outcome in period "1" must be a number, got "NA": write an empty field for a missing outcome',
    );
    expect(attempt("unit\na\n", "unit\na\n")).toThrow(
      "arms.csv:1: panel: wanted an id column and at least one period",
    );
    expect(attempt("unit,1\n", "unit,1\n")).toThrow("arms.csv: panel: there are no agents below the header");
  });

  const y = "unit,May,June\na,1,2\nb,3,\nc,5,6\n";
  it("takes times of adoption in place of arms", () => {
    const wide = panelToUnits({ arms: "unit,May,June\na,1,1\nb,0,1\nc,0,0\n", outcomes: y, armNames });
    for (const adoption of ["agent,adopted\na,May\nb,June\nc,\n", "id;adopted\nc;never\nb;June\na;May\n"])
      expect(panelToUnits({ adoption, outcomes: y, armNames })).toEqual(wide);
  });

  it.each([
    [
      "agent,adopted\na,May\nb,July\nc,\n",
      "who.csv:3: panel: adopted must be one of the periods (May, June)",
    ],
    ["agent,adopted\na,May\nb,June\n", 'y.csv:4: panel: agent "c" has outcomes and no arms in who.csv'],
    ["agent,adopted\na,\nb,\nc,\nd,\n", 'who.csv:5: panel: agent "d" has arms and no outcomes in y.csv'],
    ["agent,adopted\na,\na,May\n", 'who.csv:3: panel: agent "a" is listed twice'],
    ["agent,adopted\n,May\n", "who.csv:2: panel: an agent needs an id, got an empty field"],
    ["agent,when\na,May\n", "who.csv:1: panel: wanted the columns agent and adopted"],
  ])("says what is wrong in a table of adoption: %j", (adoption, message) => {
    const files = { adoptionFile: "who.csv", outcomesFile: "y.csv" };
    expect(() => panelToUnits({ adoption, outcomes: y, armNames, ...files })).toThrow(message);
  });

  it("wants one of the two, and two arms for adoption", () => {
    expect(() => panelToUnits({ outcomes: y, armNames })).toThrow("wanted either arms");
    expect(() => panelToUnits({ arms: y, adoption: y, outcomes: y, armNames })).toThrow("wanted either arms");
    expect(() =>
      panelToUnits({ adoption: "agent,adopted\na,\n", outcomes: y, armNames: ["a", "b", "c"] }),
    ).toThrow("has two arms, before and after, got 3 names");
  });
});
