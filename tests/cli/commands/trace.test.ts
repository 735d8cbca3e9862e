import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { otlpFaults, spansIn } from "../../support/otlpFaults.ts";
import { type Outcome, spillway } from "../spillway.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-trace-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const run = (...args: string[]): Outcome => spillway(args, { cwd });

writeFileSync(
  join(cwd, "study.yaml"),
  `seed: 1
model: { network: { kind: ring-lattice, n: 8, k: 2 }, agents: { kind: threshold } }
inquiry: { spillover: [indirect, none] }
data: { assign: { kind: complete, treated: 2 }, expose: any-treated }
answer: [hajek]
`,
);

test("run --otel exports at the end, trace again on standard output and into a file, all of them the same", () => {
  const ran = run("run", "study.yaml", "--out", "r", "--otel", "first.jsonl");
  expect(ran.code).toBe(0);
  expect(ran.err).toContain("18 spans written to first.jsonl\n");
  const printed = run("trace", "r");
  expect(printed).toMatchObject({ code: 0, err: "" });
  const document = JSON.parse(printed.out) as unknown;
  expect(otlpFaults([document])).toEqual([]);
  expect(spansIn(document)).toHaveLength(8 * 2 + 2);
  expect(spansIn(JSON.parse(readFileSync(join(cwd, "first.jsonl"), "utf8")))).toEqual(spansIn(document));
  expect(run("trace", "r", "--out", "again.json", "--json")).toEqual({
    code: 0,
    out: '{\n  "to": "again.json",\n  "spans": 18,\n  "requests": 0,\n  "rejected": 0\n}\n',
    err: "",
  });
  expect(readFileSync(join(cwd, "again.json"), "utf8")).toBe(printed.out);
});

test("places that are none are refused before anything is run, and two of them", () => {
  const fault =
    "spillway: trace: wanted an address such as http://localhost:4318, got something else: it is where a collector takes OTLP over HTTP\n";
  expect(run("run", "study.yaml", "--out", "never", "--otel", "localhost:4318")).toEqual({
    code: 2,
    out: "",
    err: fault,
  });
  expect(run("trace", "never", "--to", "spans.json").err).toBe(fault);
  expect(run("trace", "never", "--to", "http://x", "--out", "y")).toEqual({
    code: 2,
    out: "",
    err: "spillway: trace: --to and --out are two places: give one of them\n",
  });
  expect(run("trace", "never")).toEqual({
    code: 2,
    out: "",
    err: 'spillway: trace: there is no run in "never": wanted a folder that spillway run has written\n',
  });
});

test("a run whose trace finds no place does not begin, and says so", () => {
  writeFileSync(join(cwd, "a-file"), "");
  expect(run("run", "study.yaml", "--out", "s", "--otel", "a-file/x.json")).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringMatching(
      /^spillway: cannot write "a-file\/x.json": a part of the path is a file, not a folder \(E\w+\)\n$/,
    ),
  });
  expect(existsSync(join(cwd, "s"))).toBe(false);
});
