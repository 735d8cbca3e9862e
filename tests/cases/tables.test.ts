import { once } from "node:events";
import { createWriteStream, rmSync } from "node:fs";
import { createGzip } from "node:zlib";
import { expect } from "vitest";
import { rng } from "../../src/core/rng.ts";
import { unitScanner } from "../../src/log/units/unitScanner.ts";
import { startSpillway } from "../cli/spillway.ts";
import { type CasePlace, rowsOf, theCase } from "./theCase.ts";

const complete = (treated: number, exposure: string): string[] => [
  ...["--design", `{"kind":"complete","treated":${treated}}`, "--exposure", exposure],
];

theCase("analyst-text", async ({ spillway }) => {
  const estimate = (units: string, ...more: string[]): ReturnType<CasePlace["spillway"]> =>
    spillway([
      ...["estimate", "--network", "edges.csv", "--units", units, ...complete(3, "own-arm")],
      ...["--contrast", "own=treated:control", "--json", ...more],
    ]);
  const mean = (treated: number[], control: number[]): number =>
    treated.reduce((a, b) => a + b) / treated.length - control.reduce((a, b) => a + b) / control.length;
  const effect = mean([7.1, 8.3, 8.0], [5.2, 3.9, 4.1, 5.0, 5.5]);
  const read: readonly (readonly [file: string, effect: number, note: RegExp, ...string[]])[] = [
    ["07-semicolon.csv", effect, /separated by semicolons.*--delimiter/],
    ["08-semicolon-decimal-comma.csv", effect, /decimal comma/],
    ["21-true-false-arm.csv", effect, /arm.*true.*treated/],
    ["22-bool-outcome.csv", 1, /outcomes true and false were read as 1 and 0/],
    ["24-arm-01float.csv", effect, /arm.*1\.0.*treated/],
    ["15-NA.csv", mean([7.1, 8.3, 8.0], [3.9, 4.1, 5.0, 5.5]), /^$/, "--missing", "NA"],
  ];
  for (const [file, wanted, note, ...more] of read) {
    const answer = await estimate(file, ...more);
    expect(rowsOf(answer)[0]!.estimate, file).toBeCloseTo(wanted, 12);
    expect(((JSON.parse(answer.out) as { notes?: string[] }).notes ?? []).join("; "), file).toMatch(note);
  }
  const refused: readonly (readonly [file: string, words: RegExp])[] = [
    ["15-NA.csv", /^spillway: 15-NA\.csv:3: units: outcome .*"NA".*--missing NA/],
    ["31-unclosed-quote.csv", /^spillway: 31-unclosed-quote\.csv:4: .*quote/],
    ["68-case-dup-header.csv", /^spillway: 68-case-dup-header\.csv:1: .*"outcome".*"Outcome"/],
  ];
  for (const [file, words] of refused) {
    const { code, err } = await estimate(file);
    expect(code, file).toBe(2);
    expect(err).toMatch(words);
  }
  const edges = await spillway([
    ...[
      "probabilities",
      "--network",
      "n03-from-to.csv",
      "--design",
      "bernoulli",
      "--exposure",
      "any-treated",
    ],
  ]);
  expect([edges.code, edges.out]).toEqual([
    0,
    expect.stringContaining('columns "from" and "to" were read as source and target'),
  ]);
});

theCase("analyst-formats", async (place) => {
  place.put("edges.csv", "source,target\na,b\n");
  const names = {
    "otlp.json": "an OpenTelemetry trace with GenAI attributes",
    "openinference.jsonl": "OpenInference spans",
    "langfuse.jsonl": "Langfuse observations",
    "langsmith.jsonl": "LangSmith runs",
    "oasis.db": "an OASIS database (SQLite)",
    "ysocial.db": "a YSocial database (SQLite)",
    "edsl.csv": "EDSL results",
    "playerRounds.csv": "an Empirica export",
    "otree.csv": "an oTree export",
    "concordia.json": "a Concordia log",
    "log_env.json": "a GovSim log",
  };
  for (const [file, name] of Object.entries(names)) {
    const { code, err } = await place.spillway([
      ...["estimate", "--network", "edges.csv", "--units", file, ...complete(1, "own-arm")],
      ...["--contrast", "own=treated:control"],
    ]);
    expect([code, err.startsWith(`spillway: ${file}: `)], err).toEqual([2, true]);
    expect(err).toContain(name);
    expect(err).toMatch(/spillway import (?:--map [a-z-]+ |and a map)/);
  }
});

theCase("analyst-csv-formula", async ({ spillway, read }) => {
  const { code } = await spillway([
    ...["estimate", "--network", "e.csv", "--agents", "ag.csv", "--units", "u.csv"],
    ...[...complete(3, "any-treated"), "--contrast", "direct=both:indirect", "--out", "estimates.csv"],
  ]);
  expect(code).toBe(0);
  expect(read("estimates.csv")).toContain(",'=cmd|A");
  expect(read("estimates.csv")).not.toMatch(/(^|[,"\n])=/);
});

theCase("analyst-big", async () => {
  // A tenth of it, as it would come from the file: what a row takes is the same.
  const [agents, rounds, asked] = [20_000, 5, 4];
  const random = rng("big");
  const arms = Array.from({ length: agents }, () => (random.uniform() < 0.5 ? "treated" : "control"));
  const scanner = unitScanner({
    ...{ file: "units.csv", dialect: {}, covariates: true },
    keep: (_, round) => round === asked,
  });
  scanner.push("round,agent,arm,outcome\n");
  for (let round = 0; round < rounds; round++)
    scanner.push(arms.map((arm, i) => `${round},${i},${arm},${(i % 10) + round}\n`).join(""));
  const { units } = scanner.end();
  expect(units.length).toBe(agents);
  expect(units.every(({ round, arm, agent }) => round === asked && arm === arms[Number(agent)])).toBe(true);
});

theCase("bug-21-check-thousands-of-columns", async (place) => {
  for (const width of [3000, 5000]) {
    const more = Array.from({ length: width }, (_, k) => `x${k}`);
    const rows = [0, 1, 2].map((row) => `a${row},a${row + 1},${more.map(() => 1).join(",")}`);
    place.put("wide.csv", [`source,target,${more.join(",")}`, ...rows].join("\n"));
    const { code, out } = await place.spillway(["check", "study.yaml"]);
    expect(code).toBe(0);
    expect(out.match(/warning: network: /g)).toHaveLength(13);
    expect(out).toContain(
      'warning: network: column "x0" of the edges was left out (3 times, first at wide.csv:2)',
    );
    expect(out).toContain(`warning: network: ${width - 12} more sorts of things were left out: column "x12"`);
    expect(out.length).toBeLessThan(4000);
  }
});

theCase("fuzz-gz-bomb", async (place) => {
  // 300 MB in 0.3 MB: more than is read, however large it would have become.
  const packed = createGzip({ level: 1 });
  const file = createWriteStream(place.at("bomb.csv.gz"));
  packed.pipe(file);
  packed.write("source,target\n");
  const piece = Buffer.from("a,b\n".repeat(1 << 18));
  for (let k = 0; k < 300; k++) if (!packed.write(piece)) await once(packed, "drain");
  packed.end();
  await once(file, "close");
  const { code, err } = startSpillway(
    [...["probabilities", "--network", "bomb.csv.gz", "--design", "bernoulli", "--exposure", "any-treated"]],
    { cwd: place.cwd, env: { NODE_OPTIONS: "--max-old-space-size=600" } },
  );
  rmSync(place.at("bomb.csv.gz"));
  expect([code, err.trim()]).toEqual([
    2,
    "spillway: bomb.csv.gz: the file holds more than 256 MB of text, the most that is read: give a part of it, or only the columns that are needed",
  ]);
});
