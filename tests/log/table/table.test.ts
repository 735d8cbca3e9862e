import { describe, expect, test } from "vitest";
import { findColumn, numberColumn, type Table, textColumn } from "../../../src/log/table/Table.ts";
import { type Cell, tableBuilder } from "../../../src/log/table/tableBuilder.ts";
import { tableOfUnits } from "../../../src/log/table/tableOfUnits.ts";
import type { UnitRow } from "../../../src/log/units/UnitRow.ts";

/** A table as lists of cells, read by its public shape. */
const cells = ({ rows, columns }: Table): Cell[][] =>
  Array.from({ length: rows }, (_, r) =>
    columns.map((column) => {
      if (column.known[r] === 0) return undefined;
      return column.kind === "number" ? column.values[r] : column.texts[column.codes[r]!];
    }),
  );

describe("a table by columns", () => {
  const columns = [
    { name: "x", kind: "number" },
    { name: "who", kind: "text" },
  ] as const;

  test("holds what was added, missing cells and all, beyond its first room", () => {
    const given = Array.from({ length: 5000 }, (_, r): Cell[] => [
      r % 7 === 0 ? undefined : r / 3,
      r % 5 === 0 ? undefined : `agent ${r % 11}`,
    ]);
    const builder = tableBuilder(columns);
    for (const row of given) builder.add(row);
    const table = builder.build();
    expect(cells(table)).toEqual(given);
    expect(textColumn(table, "who").texts).toHaveLength(11);
  });

  test("keeps a text that looks like a number, an empty one, and zero apart from nothing", () => {
    const builder = tableBuilder(columns);
    builder.add([0, ""]);
    builder.add([undefined, "0"]);
    expect(cells(builder.build())).toEqual([
      [0, ""],
      [undefined, "0"],
    ]);
  });

  test("does not change when the builder goes on", () => {
    const builder = tableBuilder(columns);
    builder.add([1, "a"]);
    const before = builder.build();
    builder.add([2, "b"]);
    expect(cells(before)).toEqual([[1, "a"]]);
  });

  test.each([
    [[1], "table: a row must have 2 cells, got 1"],
    [["1", "a"], "table: column x holds a number in each row, got string"],
    [[1, 2], "table: column who holds a text in each row, got number"],
    [[Number.NaN, "a"], "table: column x must hold finite numbers, got NaN"],
    [[Number.POSITIVE_INFINITY, "a"], "table: column x must hold finite numbers, got Infinity"],
  ] as [Cell[], string][])("refuses the row %j", (row, message) => {
    expect(() => tableBuilder(columns).add(row)).toThrow(message);
  });

  test("refuses two columns of one name, and names the nearest of an unknown one", () => {
    expect(() => tableBuilder([...columns, ...columns])).toThrow("table: column x is named twice");
    const table = tableBuilder([{ name: "outcome", kind: "number" }]).build();
    expect(() => numberColumn(table, "outcom")).toThrow(
      'there is no column "outcom" (did you mean "outcome"?)',
    );
    expect(() => textColumn(table, "outcome")).toThrow("table: column outcome must hold texts, got numbers");
    expect(findColumn(table, "nobody")).toBeUndefined();
  });
});

describe("a unit table by columns", () => {
  const units: UnitRow[] = [
    { world: 0, round: 1, agent: "b", arm: "treated", outcome: 2, covariates: { age: "31", room: "7a" } },
    { world: 0, round: 1, agent: "a", arm: "control", status: "failed", covariates: { age: "", room: "7" } },
    { world: 1, agent: "a", arm: "control", outcome: 0, status: "ok" },
  ];

  test("has a column for each field and covariate, numbers where all known values are numbers", () => {
    const table = tableOfUnits(units);
    expect(table.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ["world", "number"],
      ["round", "number"],
      ["agent", "text"],
      ["arm", "text"],
      ["outcome", "number"],
      ["status", "text"],
      ["age", "number"],
      ["room", "text"],
    ]);
    expect(cells(table)).toEqual([
      [0, 1, "b", "treated", 2, undefined, 31, "7a"],
      [0, 1, "a", "control", undefined, "failed", undefined, "7"],
      [1, undefined, "a", "control", 0, "ok", undefined, undefined],
    ]);
  });

  test("a covariate named like a part of every object is a column like any other", () => {
    const odd = JSON.parse('{ "__proto__": "1", "constructor": "x" }') as Record<string, string>;
    const table = tableOfUnits([{ world: 0, agent: "a", arm: "control", covariates: odd }]);
    expect(cells(table)[0]!.slice(6)).toEqual([1, "x"]);
  });
});
