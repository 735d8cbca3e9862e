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
});
