import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Turn } from "../../src/log/Turn.ts";
import { formatUnits } from "../../src/log/units/formatUnits.ts";
import { parseUnits } from "../../src/log/units/parseUnits.ts";
import type { UnitRow } from "../../src/log/units/UnitRow.ts";
import { unitTable } from "../../src/log/units/unitTable.ts";

const turn = (world: number, round: number, agent: string, more: Partial<Turn> = {}): Turn => ({
  type: "turn",
  world,
  round,
  phase: "act",
  agent,
  arm: "control",
  heard: [],
  action: {},
  status: "ok",
  attempts: 1,
  callId: "",
  contentHash: "",
  ms: 0,
  at: "",
  ...more,
});

describe("unitTable", () => {
  it("is empty without turns", () => {
    expect(unitTable([])).toEqual([]);
  });

  it("keeps the last round, or all, sorted by world, round and agent whatever the order of the turns", () => {
    const turns = [
      turn(1, 2, "10"),
      turn(0, 2, "10", { outcome: 4 }),
      turn(0, 1, "10", { outcome: 3 }),
      turn(0, 2, "2", { outcome: 5 }),
    ];
    expect(unitTable(turns).map(({ world, round, agent }) => [world, round, agent])).toEqual([
      [0, 2, "2"],
      [0, 2, "10"],
      [1, 2, "10"],
    ]);
    expect(unitTable(turns, { rounds: "all" }).map(({ outcome }) => outcome)).toEqual([3, 5, 4, undefined]);
    expect(unitTable(turns, { last: 3 })).toEqual([]);
  });

  it("keeps the latest turn of each agent, whichever round it was in, as a row of the last round", () => {
    const turns = [
      turn(0, 3, "b", { outcome: 3 }),
      turn(0, 1, "a", { outcome: 1 }),
      turn(0, 2, "a", { status: "failed", because: "x" }),
      turn(0, 1, "b", { outcome: 2 }),
      turn(1, 1, "a", { outcome: 9 }),
    ];
    expect(unitTable(turns, { rounds: "latest", last: 4 })).toEqual([
      { world: 0, round: 4, agent: "a", arm: "control", status: "failed" },
      { world: 0, round: 4, agent: "b", arm: "control", outcome: 3, status: "ok" },
      { world: 1, round: 4, agent: "a", arm: "control", outcome: 9, status: "ok" },
    ]);
  });

  it("makes up no outcome: a turn without one keeps its status or is missing", () => {
    const turns = [
      turn(0, 1, "a", { status: "failed", because: "x" }),
      turn(0, 1, "b"),
      turn(0, 1, "c", { outcome: 0 }),
    ];
    expect(unitTable(turns)).toEqual([
      { world: 0, round: 1, agent: "a", arm: "control", status: "failed" },
      { world: 0, round: 1, agent: "b", arm: "control", status: "missing" },
      { world: 0, round: 1, agent: "c", arm: "control", outcome: 0, status: "ok" },
    ]);
  });
});

describe("formatUnits", () => {
  it("writes the columns of the unit table, then covariates, and leaves what is absent empty", () => {
    const rows: UnitRow[] = [
      { world: 0, round: 2, agent: "a, b", arm: "control", outcome: 1.5, status: "ok" },
      { world: 1, agent: 'say "x"', arm: "treated", status: "failed", covariates: { age: "3" } },
    ];
    expect(formatUnits(rows)).toBe(
      'world,round,agent,arm,outcome,status,age\n0,2,"a, b",control,1.5,ok,\n1,,"say ""x""",treated,,failed,3\n',
    );
    expect(formatUnits([])).toBe("world,round,agent,arm,outcome,status\n");
  });

  it("is read back to the same rows, whatever ids and covariates hold", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "1", ",", '"', "\n", "\r", " ", "\t", "é", "_"),
      minLength: 1,
      maxLength: 6,
    });
    const id = text.filter((t) => t.trim() !== "");
    const rows = fc.uniqueArray(
      fc.record({
        world: fc.nat(3),
        round: fc.nat(3),
        agent: id,
        arm: id,
        outcome: fc.double({ noNaN: true, noDefaultInfinity: true }),
        covariate: text,
      }),
      { minLength: 1, maxLength: 8, selector: ({ world, round, agent }) => `${world} ${round} ${agent}` },
    );
    fc.assert(
      fc.property(rows, (given) => {
        const units = given.map(
          ({ covariate, outcome, ...rest }): UnitRow => ({
            ...rest,
            outcome: outcome + 0,
            status: "ok",
            covariates: { note: covariate },
          }),
        );
        const read = parseUnits(formatUnits(units));
        expect(formatUnits(read)).toBe(formatUnits(parseUnits(formatUnits(read))));
        const key = ({ world, round, agent }: UnitRow): string => `${world} ${round} ${agent}`;
        const byKey = (list: readonly UnitRow[]): Map<string, UnitRow> =>
          new Map(list.map((row) => [key(row), row]));
        expect(byKey(read)).toEqual(byKey(units));
      }),
    );
  });

  it("refuses a covariate with the name of a column", () => {
    expect(() => formatUnits([{ world: 0, agent: "a", arm: "x", covariates: { status: "" } }])).toThrow(
      'units: a covariate may not be called "status": that is a column of the table',
    );
  });
});

describe("parseUnits", () => {
  const rows: UnitRow[] = [
    { world: 0, agent: "2", arm: "control", status: "missing" },
    { world: 0, agent: "10", arm: "treated", outcome: -0.5 },
  ];

  it("reads CSV, TSV and JSONL alike, in any order of rows and columns", () => {
    expect(parseUnits("agent,arm,outcome\n10,treated,-.5\n2,control,\n")).toEqual(rows);
    expect(parseUnits("\uFEFFoutcome, Arm ,unit\r\n-5e-1,treated,10\r\n,control,2")).toEqual(rows);
    expect(parseUnits("id\toutcome\tarm\n10\t-0.5\ttreated\n2\t\tcontrol\n")).toEqual(rows);
    expect(
      parseUnits(
        '{"node":10,"arm":"treated","outcome":-0.5}\n\n{"node":"2","arm":"control","outcome":null}\n',
      ),
    ).toEqual(rows);
  });

  it("keeps worlds, rounds, statuses and covariates, also one called __proto__", () => {
    const [row] = parseUnits(
      "agent,arm,outcome,world,round,status,age,__proto__,id\na,control,,3,2,refused,44,x,7\n",
    );
    expect(row).toMatchObject({ world: 3, round: 2, agent: "a", arm: "control", status: "refused" });
    expect(Object.entries(row!.covariates!)).toEqual([
      ["age", "44"],
      ["__proto__", "x"],
      ["id", "7"],
    ]);
  });

  it("says file and line of what it cannot read", () => {
    const fault = (line: string, header = "agent,arm,outcome,world,round,status"): (() => void) => {
      return () => parseUnits(`${header}\na,control,1,0,1,ok\n${line}\n`, { file: "units.csv" });
    };
    for (const text of ["NA", "NaN", "null", "Infinity", "0x10", "1e999"]) {
      expect(fault(`b,control,${text},0,1,`)).toThrow(
        `units.csv:3: units: outcome must be a number, got "${text}": write an empty field for a missing outcome`,
      );
    }
    expect(fault("b,control,true,0,1,")).toThrow(
      'units.csv:3: units: outcome must be a number or true and false throughout, got "true" beside the other in line 2',
    );
    expect(fault("b,control,1,-1,1,")).toThrow(
      'units.csv:3: units: world must be a whole number of at least 0, got "-1"',
    );
    expect(fault("b,control,1,0,1.5,")).toThrow(
      'units.csv:3: units: round must be a whole number of at least 0, got "1.5"',
    );
    expect(fault("b,control,,0,1,lost")).toThrow(
      'units.csv:3: units: status must be one of ok, refused, invalid, failed, timeout, missing, got "lost"',
    );
    expect(fault("b,control,1,0,1,failed")).toThrow(
      'units.csv:3: units: agent "b" has an outcome and the status failed: only ok has an outcome',
    );
    expect(fault(",control,1,0,1,")).toThrow("units.csv:3: units: an agent needs an id, got an empty field");
    expect(fault("b,,1,0,1,")).toThrow('units.csv:3: units: agent "b" needs an arm, got an empty field');
    expect(fault("a,treated,1,0,1,")).toThrow(
      'units.csv:3: units: agent "a" stands twice in world 0, round 1, first in line 2',
    );
    expect(fault("b,control")).toThrow("units.csv:3: units: wanted 6 fields");
  });

  it("says which column is missing", () => {
    expect(() => parseUnits("agent,arms,outcome\na,x,1\n")).toThrow(
      '(units):1: units: the table needs a column "arm" (did you mean "arms"?)',
    );
    expect(() => parseUnits("arm,outcome\nx,1\n")).toThrow(
      '(units):1: units: the table needs a column "agent"',
    );
    expect(() => parseUnits("agent,arm,outcome\n")).toThrow(
      "(units): units: there are no rows below the header",
    );
    expect(() => parseUnits("")).toThrow("(units): units: the file is empty");
    expect(() => parseUnits('{"agent":"a","arm":"x","outcome":1}\n[1]\n', { file: "u.jsonl" })).toThrow(
      "u.jsonl:2: units: wanted one JSON object a line, got another value",
    );
    expect(() => parseUnits('{"agent":"a"\n', { file: "u.jsonl" })).toThrow(
      "u.jsonl:1: units: wanted one JSON object a line, got something unreadable",
    );
  });
});
