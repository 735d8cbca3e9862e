import { describe, expect, test } from "vitest";
import { jsonRecords } from "../../../src/log/maps/jsonRecords.ts";
import { maps } from "../../../src/log/maps/maps.ts";
import { numberColumn, textColumn } from "../../../src/log/table/Table.ts";

const lines = [
  '{"agent":"ann","round":1,"said":"yes","tags":["a",1],"ok":true}',
  "",
  '{"agent":"bob","round":2.5,"said":null,"late":"x"}',
].join("\n");

describe("json-records", () => {
  test("makes a column of each field, numbers as numbers, null and absence as missing", () => {
    const table = jsonRecords().table(lines, "log.jsonl");
    expect(table.rows).toBe(2);
    expect(table.columns.map(({ name, kind }) => `${name}: ${kind}`)).toEqual([
      "agent: text",
      "round: number",
      "said: text",
      "tags: text",
      "ok: text",
      "late: text",
    ]);
    expect([...numberColumn(table, "round").values]).toEqual([1, 2.5]);
    expect([...textColumn(table, "said").known]).toEqual([1, 0]);
    expect(textColumn(table, "tags").texts).toEqual(['["a",1]']);
    expect(textColumn(table, "ok").texts).toEqual(["true"]);
  });

  test("keeps the fields that are asked for, in their order", () => {
    const table = jsonRecords({ fields: ["said", "agent"] }).table(lines, "log.jsonl");
    expect(table.columns.map(({ name }) => name)).toEqual(["said", "agent"]);
  });

  test("a field with numbers and texts is one of texts, each as it stood", () => {
    const table = jsonRecords().table('{"x":1}\n{"x":"one"}', "log.jsonl");
    expect(textColumn(table, "x").texts).toEqual(["1", "one"]);
  });

  test("a field named __proto__ is a field", () => {
    expect(textColumn(jsonRecords().table('{"__proto__":"a"}', "x"), "__proto__").texts).toEqual(["a"]);
  });

  test.each([
    ['{"a":1}\n[1]', 'log.jsonl:2: json-records: wanted one JSON object a line, got "[1]"'],
    ['{"a":1', "log.jsonl:1: json-records: wanted one JSON object a line"],
    ["null", "log.jsonl:1: json-records: wanted one JSON object a line"],
  ])("refuses %j with its line", (text, message) => {
    expect(() => jsonRecords().table(text, "log.jsonl")).toThrow(message);
  });

  test("names the fields when one that is asked for is nowhere", () => {
    expect(() => jsonRecords({ fields: ["sad"] }).table('{"said":1}', "log.jsonl")).toThrow(
      'log.jsonl: json-records: no line has the field "sad"; the fields are said',
    );
  });
});

test("every map of the catalogue bears its name and never throws when it looks at a beginning", () => {
  for (const kind of maps) {
    const map = kind.from({});
    expect(map.name).toBe(kind.kind);
    for (const head of ["", "\u0000", "{", "a,b\n1,2", "\ud800"])
      expect(typeof map.recognises(head)).toBe("boolean");
  }
});
