import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { complete } from "../../designs/index.ts";
import { estimate, horvitzThompson } from "../../estimators/index.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { secondWave } from "../../src/sequential/secondWave.ts";
import { spillway } from "../cli/spillway.ts";
import { looked, path } from "../support/looksChances.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-second-wave-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const CANDIDATES = [1, 2].map((treated) => ({ label: `complete ${treated}`, design: complete({ treated }) }));
const contrast = { name: "own", first: "treated", second: "control" };
const network = path;

test("given every pilot, the main wave is unbiased and its test keeps its size, by all assignments of both", () => {
  const controls = [3, 1, 4, 9];
  const effects = [1, 0, 2, -5];
  const exposure = ownArm();
  const chosen = new Set<string>();
  for (const [arms] of complete({ treated: 2 }).law(network).support!()) {
    const outcome = Float64Array.from(arms, (arm, i) => controls[i]! + arm * effects[i]!);
    const pilot = [{ condition: Uint8Array.from(arms), outcome, observed: new Uint8Array(4).fill(1) }];
    const wave = secondWave({
      ...{ network, exposure, contrast, candidates: CANDIDATES, pilot, worlds: 2, se: 3.2 },
    });
    chosen.add(`${wave.design}, ${wave.worlds} worlds`);
    const { design } = CANDIDATES.find(({ label }) => label === wave.design)!;
    const probabilities = exposureProbabilities(network, design, exposure);
    let mean = 0;
    let rejected = 0;
    for (const [main, p] of design.law(network).support!()) {
      const own = Uint8Array.from(main);
      const rows = estimate({
        plan: { arms: ["control", "treated"], agents: network.ids, assignments: [[...own]] },
        probabilities,
        outcomes: new Map(network.ids.map((id, i) => [id, controls[i]! + own[i]! * effects[i]!])),
        contrasts: { own: ["treated", "control"] },
        estimators: [horvitzThompson()],
      });
      mean += p * (rows[0] as { estimate: number }).estimate;
      const { looks } = looked(design, [own], [controls], {
        ...{ looks: { at: [1], spending: [0.25] }, worlds: 1, alternative: "greater" },
      });
      if (looks[0]!.verdict === "rejected") rejected += p;
    }
    expect(mean).toBeCloseTo(-0.5, 9);
    expect(rejected).toBeLessThanOrEqual(0.25 + 1e-12);
  }
  // The rule does depend on the pilot.
  expect(chosen.size).toBeGreaterThan(1);
});

test("a pilot without spread, or candidates that give no estimate, are refused", () => {
  const flat = [
    {
      condition: Uint8Array.of(0, 1, 0, 1),
      outcome: Float64Array.of(1, 1, 1, 1),
      observed: new Uint8Array(4).fill(1),
    },
  ];
  const request = { network, exposure: ownArm(), contrast, candidates: CANDIDATES, pilot: flat, worlds: 2 };
  expect(() => secondWave(request)).toThrow("do not differ within conditions");
  const spread = [{ ...flat[0]!, outcome: Float64Array.of(1, 2, 3, 5) }];
  const none = [{ label: "nobody", design: complete({ treated: 9 }) }];
  expect(() => secondWave({ ...request, pilot: spread, candidates: none })).toThrow(
    "no candidate can be chosen",
  );
  expect(() => secondWave({ ...request, pilot: spread, worlds: 0 })).toThrow("worlds must be");
});

test("spillway second-wave writes a study that runs, with its reasons and another seed", () => {
  const run = (...args: string[]): ReturnType<typeof spillway> => spillway(args, { cwd });
  writeFileSync(
    join(cwd, "study.yaml"),
    `seed: 3
model: { network: { kind: ring-lattice, n: 40, k: 4, }, agents: { kind: linear-in-means, direct: 1, noise: 1 } }
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 4 }, expose: own-arm, rounds: 2, worlds: 1 }
answer: [hajek]
`,
  );
  expect(run("run", "study.yaml", "--out", "pilot", "--quiet").code).toBe(0);
  const rule = [
    "--pilot",
    "pilot",
    "--design",
    '{"kind":"complete","treated":20}',
    "--design",
    '{"kind":"complete","treated":2}',
  ];
  const { code, out, err } = run(
    "second-wave",
    "study.yaml",
    ...rule,
    "--worlds",
    "9",
    "--se",
    "0.2",
    "--out",
    "main.yaml",
  );
  expect(err).toBe("");
  expect(code).toBe(0);
  expect(out).toContain("pilot: outcomes have standard deviation");
  const text = readFileSync(join(cwd, "main.yaml"), "utf8");
  expect(text).toContain("treated: 20");
  expect(text).toContain("seed: 3, second wave");
  expect(text).toContain("main wave, chosen by the rule");
  expect(run("check", "main.yaml").code).toBe(0);
  const refused = run("second-wave", "study.yaml", "--pilot", "pilot", "--out", "no.yaml");
  expect([refused.code, existsSync(join(cwd, "no.yaml"))]).toEqual([2, false]);
});
