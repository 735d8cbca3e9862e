import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { bernoulli, complete } from "../../designs/index.ts";
import { horvitzThompson, randomizationTest } from "../../estimators/index.ts";
import { looksTest } from "../../estimators/looks/looksTest.ts";
import { exposureResponse } from "../../src/agents/index.ts";
import { rng } from "../../src/core/rng.ts";
import { diagnose } from "../../src/diagnose/diagnose.ts";
import { diagnoseLooks } from "../../src/diagnose/diagnoseLooks.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { candidateNetworks } from "../../src/exposure/candidateNetworks.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { ringLattice } from "../../src/network/generators/ringLattice.ts";
import { study } from "../../src/study/study.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-looks-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const looked = study({
  seed: 3,
  model: {
    network: ringLattice({ n: 4, k: 2 }),
    agents: exposureResponse({ outcomes: { control: [1, 2, 4, 7], treated: [9, 9, 12, 15] } }),
  },
  inquiry: { any: { kind: "test", hypothesis: "no-effect" } },
  data: { assign: complete({ treated: 2 }), expose: ownArm(), worlds: 3 },
  answer: [randomizationTest()],
  looks: { at: [2, 3], spending: [0.1, 0.2] },
});

test("planned looks have their error rate and power, and worlds played; kept simulations lose nothing", async () => {
  const first = await diagnose(looked, { simulations: 12, out: folder });
  const [looks] = first.looks!;
  expect(looks!.inquiry).toBe("any");
  expect(looks!.looks.map(({ worlds, level }) => [worlds, level])).toEqual([
    [2, 0.1],
    [3, 0.2],
  ]);
  const [early, late] = looks!.looks;
  expect(early!.rejected.value).toBeGreaterThan(0);
  expect(late!.rejected.value).toBeGreaterThanOrEqual(early!.rejected.value);
  for (const { rejected, error } of looks!.looks) {
    expect(rejected.mcse).toBeGreaterThan(0);
    expect(error.mcse).toBeGreaterThan(0);
    expect(error.value).toBeLessThan(rejected.value);
  }
  expect(looks!.worlds!.value).toBeCloseTo(3 - early!.rejected.value, 12);
  // A test has a p-value and no interval: both are there again when simulations are read back.
  expect(first.rows[0]!.power.value).toBeGreaterThan(0);
  const again = await diagnose(looked, { simulations: 12, out: folder });
  expect(again).toEqual(first);
});

test("the error rate over all assignments is what simulation estimates: at most the level, by each look", () => {
  const network = ringLattice({ n: 4, k: 2 }).draw(rng(1));
  const law = complete({ treated: 2 }).law(network);
  const exposure = ownArm();
  const probabilities = { network, law, exposure, conditions: exposure.conditions };
  const outcome = Float64Array.of(1, 2, 4, 7);
  const all = [...law.support!()].map(([arms, p]) => [arms.slice(), p] as const);
  const looks = { at: [1, 2], spending: [0.2, 0.5] } as const;
  const found = all.flatMap(([first]) =>
    all.map(([second]) => {
      const worlds = [first, second].map((arms) => ({ arms, outcome, observed: new Uint8Array(4).fill(1) }));
      const result = looksTest({ data: { probabilities, worlds }, looks, worlds: 2 });
      const stopped = result.looks.findIndex(({ verdict }) => verdict === "rejected") + 1;
      return { stopped, without: stopped };
    }),
  );
  const { looks: diagnosed } = diagnoseLooks("any", looks, found);
  for (const { error, level } of diagnosed) expect(error.value).toBeLessThanOrEqual(level + 1e-12);
  expect(diagnosed[1]!.error.value).toBeGreaterThan(0.2);
});

test("estimates on several candidate networks are diagnosed against the truth of the planned one", async () => {
  const found = await diagnose(
    study({
      seed: 4,
      model: {
        network: ringLattice({ n: 40, k: 2 }),
        agents: exposureResponse({ outcomes: { none: 0, indirect: 1, direct: 2, both: 3 }, spread: 1 }),
      },
      inquiry: { spillover: ["indirect", "none"] },
      data: {
        assign: bernoulli({ probability: 0.4 }),
        expose: candidateNetworks({
          exposure: anyTreatedNeighbor.kind,
          networks: {
            calls: {
              edges: [
                ["0", "5"],
                ["1", "7"],
                ["2", "3"],
                ["10", "11"],
              ],
            },
          },
        }),
      },
      answer: [horvitzThompson()],
    }),
    { simulations: 60 },
  );
  const [row] = found.rows;
  expect(row!.truth!.value).toBeCloseTo(1, 9);
  expect(Math.abs(row!.bias!.value)).toBeLessThan(3.5 * row!.bias!.mcse);
});
