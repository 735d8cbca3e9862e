import { describe, expect, test } from "vitest";
import { parseAssignments } from "../../src/study-file/parseAssignments.ts";

const agents = (...ids: string[]) => ({ order: () => ids, ids: () => [...ids].sort() });

describe("parseAssignments", () => {
  test.each([
    ["one agent", ["a"], "1\n0\n", { assignments: [[1], [0]] }],
    ["one agent with weights", ["a"], "1\t2\n0\t0.5\n", { assignments: [[1], [0]], weights: [2, 0.5] }],
    [
      "digits",
      ["a", "b", "c"],
      "010\n111\n",
      {
        assignments: [
          [0, 1, 0],
          [1, 1, 1],
        ],
      },
    ],
    [
      "commas, arms above 9, blank lines and Windows line ends",
      ["a", "b"],
      "0, 12\r\n\r\n3,0\r\n",
      {
        assignments: [
          [0, 12],
          [3, 0],
        ],
      },
    ],
    [
      "spaces and a weight",
      ["a", "b"],
      "0 1\t3\n1 0\t1\n",
      {
        assignments: [
          [0, 1],
          [1, 0],
        ],
        weights: [3, 1],
      },
    ],
    ["tabs between arms", ["a", "b", "c"], "0\t1\t1\n", { assignments: [[0, 1, 1]] }],
    [
      "tabs between arms and a weight",
      ["a", "b", "c"],
      "0\t1\t1\t0.25\n",
      { assignments: [[0, 1, 1]], weights: [0.25] },
    ],
    ["two agents with a tab between them", ["a", "b"], "0\t1\n", { assignments: [[0, 1]] }],
    ["two agents as digits with a weight", ["a", "b"], "01\t2\n", { assignments: [[0, 1]], weights: [2] }],
    ["the order of the file of agents", ["b", "a"], "10\n", { assignments: [[0, 1]] }],
  ])("reads %s", (_, ids, text, wanted) => {
    expect(parseAssignments(text, agents(...ids), "a.txt")).toEqual(wanted);
  });

  test.each([
    ["\n \n", "a.txt: assignments: the file is empty"],
    ["01\n0\n", "a.txt:2: assignments: wanted 2 arms, one per agent, got 1"],
    ["01\tx\n", 'a.txt:1: assignments: a weight must be a number above 0, got "x"'],
    ["01\t0\n", 'a.txt:1: assignments: a weight must be a number above 0, got "0"'],
    ["01\n\n10\t2\n", "a.txt:3: assignments: either every line has a weight or none has"],
    ["0 -1\n", 'a.txt:1: assignments: an arm must be a whole number from 0, got "-1"'],
  ])("refuses %j", (text, message) => {
    expect(() => parseAssignments(text, agents("a", "b"), "a.txt")).toThrow(message);
  });
});
