import { expect, test } from "vitest";
import { formatPlace, SpillwayError } from "../../src/core/SpillwayError.ts";

test("an error carries whose mistake it was, and blames the request unless told otherwise", () => {
  const error = new SpillwayError("plan: no");
  expect(error).toBeInstanceOf(Error);
  expect([error.name, error.message, error.kind, error.place]).toEqual([
    "SpillwayError",
    "plan: no",
    "input",
    undefined,
  ]);
  const cause = new Error("disk");
  const failed = new SpillwayError("plan: no", { kind: "failure", cause });
  expect([failed.kind, failed.cause]).toEqual(["failure", cause]);
});

test("a place in a file begins the message", () => {
  const error = new SpillwayError("weight must be a number", {
    place: { file: "edges.csv", line: 12, column: 3 },
  });
  expect(error.message).toBe("edges.csv:12:3: weight must be a number");
  expect(error.place).toEqual({ file: "edges.csv", line: 12, column: 3 });
  expect(formatPlace({ file: "a" })).toBe("a");
  expect(formatPlace({ file: "a", line: 1 })).toBe("a:1");
  expect(formatPlace({ file: "a", column: 1 })).toBe("a");
});
