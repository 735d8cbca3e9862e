import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { plainText } from "../../src/cli/text/plainText.ts";
import { csvText } from "../../src/core/csvText.ts";
import { formatJson } from "../../src/core/formatJson.ts";
import { formatUnits } from "../../src/log/units/formatUnits.ts";
import { parseUnits } from "../../src/log/units/parseUnits.ts";
import { formatEdges } from "../../src/network/files/formatEdges.ts";
import { parseEdges } from "../../src/network/files/parseEdges.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";

/** Signs that a terminal obeys, that turn a line, or that break one. */
const SIGNS = [0, 1, 7, 8, 9, 10, 11, 13, 27, 31, 0x7f, 0x80, 0x9b, 0x9d, 0x9f, 0x61c, 0x200e, 0x200f]
  .concat([0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069])
  .map((code) => String.fromCharCode(code));
const NAMES = [
  ...SIGNS.map((sign) => `a${sign}b`),
  ...["=1+1", "+1+1", "-2+3", "@SUM(A1)", "=HYPERLINK(1)", "=cmd|'/c calc'!A0", "\\u001b", "\\u005cu001b"],
  ...['"', "a,b", "__proto__", "constructor", "-", "+", "@", "=", "-5", "+5", "1e5"],
];
const heldSign = (text: string): string | undefined =>
  SIGNS.find((sign) => sign !== "\n" && sign !== "\t" && text.includes(sign));

test("no table, no JSON and no screen holds a sign that a terminal obeys", () => {
  const edges = formatEdges(fromEdges(NAMES.map((name, k) => [name, NAMES[(k + 1) % NAMES.length]!])));
  const units = NAMES.map((agent) => ({
    world: 0,
    agent,
    arm: agent,
    outcome: 1,
    covariates: { [`x${agent}`]: agent },
  }));
  const texts = {
    people: csvText(NAMES, [NAMES]),
    edges,
    units: formatUnits(units),
    json: formatJson(Object.fromEntries(NAMES.map((name) => [`k${name}`, [name, { name }]]))),
    screen: NAMES.map(plainText).join("\n"),
  };
  for (const [what, text] of Object.entries(texts)) expect(heldSign(text), what).toBeUndefined();
  expect(JSON.parse(texts.json)).toHaveProperty(["ka\u202eb", 1, "name"], "a\u202eb");
});

test("tables that are read back give every name as it was", () => {
  const pairs = NAMES.map((name, k): [string, string] => [name, NAMES[(k + 1) % NAMES.length]!]);
  expect(parseEdges(formatEdges(fromEdges(pairs))).ids.toSorted()).toEqual(NAMES.toSorted());
  const units = NAMES.map((agent) => ({ world: 0, agent, arm: agent, outcome: 1 }));
  const read = parseUnits(formatUnits(units));
  expect(read.map(({ agent, arm }) => [agent, arm]).toSorted()).toEqual(
    NAMES.map((name) => [name, name]).toSorted(),
  );
});

test("tables for people hold no formula; numbers stay numbers", () => {
  const [header = "", row = ""] = csvText(["=a", -5, "-5"], [["+1+1", -0.5, "-x"]]).split("\n");
  expect([header, row]).toEqual(["'=a,-5,-5", "'+1+1,-0.5,'-x"]);
});

test("every table that is written goes through csvText", () => {
  const files = ["src", "designs", "estimators"].flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: "utf8" }).map((file) => `${room}/${file}`),
  );
  const own = files.filter(
    (file) =>
      file.endsWith(".ts") &&
      /\.join\("[,;\\]t?"\)[^\n]*\\n|\\n[^\n]*\.join\(","\)/.test(readFileSync(file, "utf8")),
  );
  expect(own).toEqual([]);
});
