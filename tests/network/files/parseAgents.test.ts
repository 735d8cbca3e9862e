import { describe, expect, it } from "vitest";
import { parseAgents } from "../../../src/network/files/parseAgents.ts";

describe("parseAgents", () => {
  it("reads ids and covariates in the order of the file", () => {
    const { ids, covariates } = parseAgents("age,agent,__proto__\n30,b,x\n40,a,y\n");
    expect(ids).toEqual(["b", "a"]);
    expect([...covariates]).toEqual([
      ["age", ["30", "40"]],
      ["__proto__", ["x", "y"]],
    ]);
  });

  it("finds the ids under agent, else unit, else id, else node", () => {
    expect(parseAgents("id,unit\n1,a\n").ids).toEqual(["a"]);
    expect(parseAgents("Node\tid\nx\ty\n").ids).toEqual(["y"]);
    expect(parseAgents("node\n7\n").ids).toEqual(["7"]);
  });

  it.each([
    ["", "a.csv: agents: the file is empty: wanted a header line and rows below it"],
    ["agent\n", "a.csv: agents: there are no agents below the header"],
    ["name\nx\n", 'a.csv:1: agents: the first line must name a column agent (or unit, id, node), got "name"'],
    ["agent,age\na,1\n,2\n", "a.csv:3: agents: an agent needs an id, got an empty field"],
    ["agent\na\nb\n\na\n", 'a.csv:5: agents: agent "a" is listed twice, first in line 2'],
    ["agent,age\na\n", "a.csv:2: agents: wanted 2 fields (agent, age), got 1"],
  ])("refuses %j with the file and line", (text, message) => {
    expect(() => parseAgents(text, { file: "a.csv" })).toThrow(expect.objectContaining({ message }));
  });
});
