import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Command } from "commander";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { program } from "../../src/cli/program.ts";
import { rng } from "../../src/core/rng.ts";
import { type Outcome, spillway } from "../cli/spillway.ts";
import { everyCase, inTurn } from "../support/enumeration/inTurn.ts";

// Every command with every one of its options, and with its arguments, given what nobody meant. SPILLWAY_FUZZ_LINES=4 gives each four.
const TIMES = Number(process.env.SPILLWAY_FUZZ_LINES ?? 1);
const SEED = process.env.SPILLWAY_FUZZ_SEED ?? "lines";
/** Options that ask for another machine, or play on until they are stopped. */
const LEFT_OUT = ["--redis", "--otel", "--to", "--help", "--version"];

const cwd = mkdtempSync(join(tmpdir(), "spillway-lines-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const at = (name: string): string => join(cwd, name);

const STUDY = `seed: 3
model: { network: { kind: ring-lattice, n: 6, k: 2 }, agents: { kind: linear-in-means, direct: 3 } }
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 3 }, expose: own-arm, rounds: 2, worlds: 2 }
answer: [hajek]
`;
const LOOKS = `seed: 3
model: { network: { kind: ring-lattice, n: 6, k: 2 }, agents: { kind: linear-in-means, direct: 3 } }
inquiry: { any: { kind: test, hypothesis: no-effect } }
data: { assign: { kind: complete, treated: 3 }, expose: own-arm, rounds: 1, worlds: 2 }
answer: [{ kind: randomization-test, statistic: difference }]
looks: { at: [1, 2], spending: pocock, alpha: 0.2 }
`;
const FILES = [
  "--network",
  "edges.csv",
  "--design",
  '{"kind":"complete","treated":2}',
  "--exposure",
  "own-arm",
];
/** A command line of each command that works, to which odd things are done. */
const LINES: Readonly<Record<string, readonly string[] | string>> = {
  init: ["fresh"],
  designs: ["--network", "edges.csv", "--draws", "5"],
  estimators: ["--study", "study.yaml"],
  check: ["study.yaml"],
  diagnose: ["study.yaml", "--simulations", "4"],
  plan: ["study.yaml"],
  preregister: ["study.yaml", "--out", "sealed"],
  run: ["study.yaml", "--out", "other"],
  estimate: [...FILES, "--units", "units.csv", "--contrast", "own=treated:control"],
  specify: ["study.yaml", "r", "--draws", "19"],
  looks: ["looks.yaml", "l"],
  "second-wave": [
    "study.yaml",
    "--pilot",
    "r",
    "--worlds",
    "2",
    "--out",
    "main.yaml",
    "--design",
    '{"kind":"complete","treated":3}',
  ],
  probabilities: FILES,
  measure: ["entropy", "units.csv", "--variable", "outcome"],
  decompose: ["factors.csv", "--factor", "persona", "--factor", "situation", "--value", "outcome"],
  interaction: ["r", "r"],
  tipping: [
    ...FILES,
    "--units",
    "units.csv",
    "--contrast",
    "own=treated:control",
    "--simulations",
    "20",
    "--errors",
    "missing",
  ],
  report: ["r"],
  seal: ["r", "--out", "r.seal"],
  verify: ["r.seal"],
  checklist: ["r"],
  trace: ["r"],
  "import log": ["log.jsonl", "--map", "map.yaml", "--out", "imported.csv"],
  "import panel": ["--arms", "arms.csv", "--outcomes", "outcomes.csv", "--out", "panel.csv"],
  trust: ["units.csv"],
  demo: [],
  try: ["study.yaml"],
  watch: ["r", "--once"],
  transcript: ["r", "--agent", "0"],
  panel: ["staggered.csv", "--design", '{"kind":"rollout","probability":[0.3,0.6]}', "--redraws", "100"],
  compare: ["scores.csv"],
  twin: ["study.yaml", "--after", "1", "--arm", "treated"],
  "bench list": [],
  "bench run": ["beauty-contest", "--out", "bench", "--worlds", "2"],
  export: ["r", "--long", "long.csv"],
  lab: "serves until it is stopped",
  mcp: "serves until its input ends",
  worker: "waits for a server that another command starts",
};
const ODD: readonly string[] = [
  ...[
    "",
    " ",
    "-1",
    "0",
    "0.5",
    "1e400",
    "NaN",
    "Infinity",
    "1e-320",
    "9007199254740993",
    "0x10",
    "1,2,3",
    "2..1",
  ],
  ...[
    "x",
    "__proto__",
    "constructor",
    "a=b:c",
    "=",
    "=:",
    "own=treated:control",
    "null",
    "true",
    "<script>",
    "💥",
    "ä",
  ],
  ...[
    "{",
    "[]",
    "{}",
    '{"kind":"x"}',
    '{"kind":"complete","treated":-1}',
    '{"kind":"__proto__"}',
    "{kind: bernoulli}",
  ],
  ...[
    "missing.csv",
    ".",
    "/",
    "/dev/null",
    "study.yaml",
    "units.csv",
    "edges.csv",
    "r",
    "empty.csv",
    "r/journal.jsonl",
  ],
  ...["../".repeat(40), "y".repeat(5000), "\n", "a\u001b[31mb", "%00", "$(true)", "'", '"', "\\"],
];

beforeAll(() => {
  writeFileSync(at("study.yaml"), STUDY);
  writeFileSync(at("looks.yaml"), LOOKS);
  writeFileSync(at("edges.csv"), "source,target\na,b\nb,c\nc,d\nd,a\n");
  writeFileSync(at("units.csv"), "agent,arm,outcome\na,control,1\nb,treated,2\nc,control,3\nd,treated,4\n");
  writeFileSync(at("empty.csv"), "");
  const cells = Array.from(
    { length: 8 },
    (_, k) => `x,z,${"ab"[k >> 2]},${"st"[(k >> 1) & 1]},${k},${k & 1}`,
  );
  writeFileSync(at("factors.csv"), `agent,arm,persona,situation,world,outcome\n${cells.join("\n")}\n`);
  writeFileSync(at("log.jsonl"), '{"who":"a","what":1}\n{"who":"b","what":2}\n');
  writeFileSync(at("map.yaml"), "records: {}\nunit: { field: who }\noutcome: { field: what }\n");
  writeFileSync(at("arms.csv"), "id,t0,t1\na,0,1\nb,0,0\n");
  writeFileSync(at("outcomes.csv"), "id,t0,t1\na,1,2\nb,2,2\n");
  const scores = [0, 1, 2, 3].flatMap((task) =>
    ["a", "b"].map((system, k) => `t${task},0,${system},${task + k}`),
  );
  writeFileSync(at("scores.csv"), `task,seed,system,score\n${scores.join("\n")}\n`);
  const panel = [0, 1, 2, 3, 4, 5].flatMap((i) =>
    [0, 1, 2].map((t) => `${i},${t},${Math.floor(i / 2) || ""},${i + t}`),
  );
  writeFileSync(at("staggered.csv"), `agent,round,adopted,outcome\n${panel.join("\n")}\n`);
  mkdirSync(at("state"));
  for (const [study, out] of [
    ["study.yaml", "r"],
    ["looks.yaml", "l"],
  ])
    expect(run(["run", study!, "--out", out!, "--quiet"]).code).toBe(0);
  expect(run(["seal", "r", "--out", "r.seal"]).code).toBe(0);
});

function run(args: readonly string[], folder = cwd): Outcome {
  return spillway(args, { cwd: folder, env: { XDG_STATE_HOME: at("state") } });
}

/** What is wrong with what a command left, in words. */
function faultOf({ code, out, err }: Outcome, given: readonly string[]): string | undefined {
  if (![0, 1, 2].includes(code ?? -1)) return `exit code ${code}`;
  if (code !== 0 && `${out}${err}`.trim() === "") return `exit code ${code} without a word`;
  const words = stripVTControlCharacters(err);
  if (
    /\b(?:Type|Range|Syntax|Reference)Error\b|undefined is|is not a function|node_modules|\n +at |\[object /.test(
      words,
    )
  )
    return "words of an inner layer";
  // A file may be called NaN.
  const results = given.includes("NaN") ? out.replaceAll("NaN", "") : out;
  if (/\b(?:NaN|undefined)\b|\[object /.test(results)) return `a number that is none: ${out}`;
  if (code === 2 && words.length > 4000) return `a message of ${words.length} characters`;
  if (err.includes("\u001b[31mb") && !err.includes("\\u001b")) return "a sequence for the terminal";
  return undefined;
}

/** Commands that do something, by their whole names. */
const commands = program().commands.flatMap((one) => leaves(one, one.name()));

function leaves(command: Command, name: string): readonly (readonly [string, Command])[] {
  return command.commands.length === 0
    ? [[name, command]]
    : command.commands.flatMap((one) => leaves(one, `${name} ${one.name()}`));
}

test("every command has a line that works, or a reason why not", () => {
  expect(commands.map(([name]) => name).filter((name) => LINES[name] === undefined)).toEqual([]);
});

describe("whatever stands on the command line, the answer is a result or an error in words", () => {
  test.each((TIMES > 1 ? commands : inTurn(commands, 1)).filter(([name]) => Array.isArray(LINES[name])))(
    "%s",
    (name, command) => {
      const line = LINES[name] as readonly string[];
      const random = rng(SEED).fork(name);
      const pick = (): string => ODD[random.integer(ODD.length)]!;
      const lines: string[][] = [];
      const options = command.options.filter(({ long }) => !LEFT_OUT.includes(long ?? ""));
      const asked = options.filter((_, k) => everyCase || TIMES > 1 || (k + name.length) % 3 === 0);
      for (const { long, required, optional } of asked)
        for (let k = 0; k < (required || optional ? TIMES : 1); k++)
          lines.push([...line, long!, ...(required || optional ? [pick()] : [])]);
      for (let k = 0; k < line.length; k++)
        if (everyCase || TIMES > 1 || k === 0) lines.push(line.map((word, j) => (j === k ? pick() : word)));
      // Some lines write over what others read: each command has files of its own.
      const folder = `${cwd}-${name.replaceAll(" ", "-")}`;
      cpSync(cwd, folder, { recursive: true });
      const plain = run([...name.split(" "), ...line], folder);
      expect([plain.code, plain.code === 0 ? "" : plain.err]).toEqual([0, ""]);
      const faults = lines.flatMap((words) => {
        const fault = faultOf(run([...name.split(" "), ...words], folder), words);
        return fault === undefined
          ? []
          : [`${JSON.stringify([name, ...words]).slice(0, 400)}: ${fault.slice(0, 1500)}`];
      });
      rmSync(folder, { recursive: true, force: true });
      expect(faults).toEqual([]);
    },
  );
});
