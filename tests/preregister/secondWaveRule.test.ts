import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type Outcome, spillway } from "../cli/spillway.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-waves-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const run = (...args: string[]): Outcome => spillway(args, { cwd });
const write = (name: string, text: string): void => writeFileSync(join(cwd, name), text);

const PILOT = `seed: 3
model: { network: { kind: ring-lattice, n: 20, k: 4 }, agents: { kind: linear-in-means, direct: 1, noise: 1 } }
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 4 }, expose: own-arm, rounds: 2, worlds: 1 }
answer: [hajek]
secondWave: { designs: [{ kind: complete, treated: 10 }, { kind: bernoulli, probability: 0.1 }], se: 0.3, worlds: 9 }
`;
write("pilot.yaml", PILOT);
const done = [
  run("preregister", "pilot.yaml", "--out", "sealed.md", "--quiet"),
  run("run", "pilot.yaml", "--out", "pilot", "--quiet"),
  run("second-wave", "pilot.yaml", "--pilot", "pilot", "--out", "main.yaml", "--quiet"),
];
const main = (): string => readFileSync(join(cwd, "main.yaml"), "utf8");
const rule = (): string => /rule: ([0-9a-f]{64})/.exec(main())![1]!;
const worlds = (): string => /\n {2}worlds: (\d+)\n/.exec(main())![1]!;
let runs = 0;
/** What a run of a study says of the sealed pilot. */
function deviations(text: string): string[] {
  write("now.yaml", text);
  const folder = `run-${runs++}`;
  expect(run("run", "now.yaml", "--out", folder, "--preregistration", "sealed.md", "--quiet").code).toBe(0);
  const { preregistration } = JSON.parse(readFileSync(join(cwd, folder, "estimates.json"), "utf8")) as {
    preregistration: { deviations: { words: string }[] };
  };
  return preregistration.deviations.map(({ words }) => words);
}
const edited = (from: string | RegExp, to: string): string => {
  const text = main().replace(from, to);
  expect(text).not.toBe(main());
  return text;
};

test("the seal names the rule, the main wave that it chose is no deviation, and every other one is listed", () => {
  expect(done.map(({ code, err }) => [code, err])).toEqual(done.map(() => [0, ""]));
  expect(readFileSync(join(cwd, "sealed.md"), "utf8")).toContain(
    `The main wave is chosen by the rule ${rule()}`,
  );
  expect(deviations(main())).toEqual([]);
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [
      edited(/(data:\n(?:.*\n)*? {4}treated: )10/, "$19"),
      ["has chosen 10 for data.assign.treated, and it is 9"],
    ],
    [
      edited(/\n {2}worlds: \d+\n/, "\n  worlds: 1\n"),
      [`has chosen ${worlds()} for data.worlds, and it is 1`],
    ],
    [edited("seed: 3, second wave", "seed: 4"), ["for seed, and it is"]],
    [edited("  se: 0.3", "  se: 0.4"), ["secondWave.se was sealed as 0.3 and is 0.4 now"]],
    [
      edited(/pilot: [0-9a-f]{64}/, `pilot: ${"a".repeat(64)}`),
      ["the pilot was sealed as", "changed by hand"],
    ],
    [
      main()
        .replace(/(data:\n(?:.*\n)*? {2}worlds: )\d+/, "$19")
        .replace(/(\n {4}worlds: )\d+/, "$19"),
      ["changed by hand"],
    ],
  ];
  for (const [text, wanted] of cases) {
    const found = deviations(text);
    expect(found).toHaveLength(wanted.length);
    for (const words of wanted) expect(found.join("\n")).toContain(words);
  }
});

test.each([
  [["--se", "0.1"], "--se would be another one: leave it out"],
  [["--design", "bernoulli"], "--design would be another one: leave it out"],
])("a rule of the study is not said again: %s", (args, words) => {
  const { code, err } = run("second-wave", "pilot.yaml", "--pilot", "pilot", "--out", "x.yaml", ...args);
  expect(code).toBe(2);
  expect(err).toContain(words);
});

test.each([
  ["contrast: nobody, se: 0.3", 'contrast must be one of the study\'s (own), got "nobody"'],
  ["se: -1", "must be a number above 0"],
  ["se: 0.3, looks: 2", "looks"],
])("a rule without sense is refused where the study is read: %s", (text, words) => {
  write("wrong.yaml", PILOT.replace("se: 0.3", text));
  const { code, err } = run("check", "wrong.yaml");
  expect(code).toBe(2);
  expect(err).toContain(words);
});

test("a main wave is no pilot", () => {
  const { code, err } = run("second-wave", "main.yaml", "--pilot", "pilot", "--out", "x.yaml");
  expect(code).toBe(2);
  expect(err).toContain("the study is a main wave already");
});
