import { describe, expect, it } from "vitest";
import { bernoulli, complete } from "../../../designs/index.ts";
import type { EstimateRequest } from "../../../estimators/contrast/experimentData.ts";
import type { Estimate, EstimateRow } from "../../../estimators/Estimator.ts";
import { estimate } from "../../../estimators/estimate.ts";
import { differenceInMeans, hajek, horvitzThompson } from "../../../estimators/index.ts";
import { rng } from "../../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";

const agents = Array.from({ length: 300 }, (_, i) => `a${1000 + i}`);
// Pairs: one neighbour each, so that all four conditions have a chance of one quarter.
const network = fromEdges(
  agents.slice(150).map((b, k) => [agents[k]!, b] as const),
  { agents },
);
const arms = ["control", "treated"];
const designs = { coins: bernoulli(), counts: complete({ treated: 150 }) };
const laws = Object.fromEntries(Object.entries(designs).map(([name, d]) => [name, d.law(network)]));
const exposures = { own: ownArm(), neighbours: anyTreatedNeighbor() };
const contrasts = { own: ["treated", "control"], neighbours: ["indirect", "none"] } as const;
const probabilities = Object.fromEntries(
  Object.entries(designs).map(([name, design]) => [
    name,
    Object.fromEntries(
      Object.entries(exposures).map(([e, exposure]) => [e, exposureProbabilities(network, design, exposure)]),
    ),
  ]),
);

type DesignName = keyof typeof designs;
type ExposureName = keyof typeof exposures;

interface Simulated {
  readonly rows: readonly EstimateRow[];
  readonly effect: number;
  readonly alwaysEffect: number;
}

/**
 * One study: 0/1 outcomes that a latent number decides, an effect, and answers that the condition makes rarer by `drop`, first of those
 * with a large latent number.
 */
function simulate(design: DesignName, exposure: ExposureName, drop: number, seed: number): Simulated {
  const stream = rng("missing").fork(design).fork(exposure).fork(seed);
  const z = laws[design]!.draw(stream.fork("arms"));
  const given = probabilities[design]![exposure]!;
  const [first, second] = contrasts[exposure];
  const condition = given.exposure.of(network, z);
  const level = [first, second].map((name) => given.conditions.indexOf(name));
  const latent = agents.map(() => stream.uniform());
  const answers = agents.map(() => stream.uniform());
  const potential = (i: number, treated: boolean): number => Number(latent[i]! + (treated ? 0.2 : 0) > 0.6);
  const answered = (i: number, treated: boolean): boolean =>
    answers[i]! < 0.9 - (treated ? 2 * drop * latent[i]! : 0);
  const mean = (of: readonly number[]): number => of.reduce((a, b) => a + b, 0) / of.length;
  const effects = agents.map((_, i) => potential(i, true) - potential(i, false));
  const always = effects.filter((_, i) => answered(i, true) && answered(i, false));
  const outcomes = agents.map((_, i) => {
    const treated = condition[i] === level[0];
    return answered(i, treated) ? potential(i, treated) : undefined;
  });
  const rows = estimate({
    ...{ probabilities: given, outcomes, contrasts: { effect: [first, second] } },
    plan: { arms, agents, assignments: [Array.from(z)] },
    estimators: [hajek({ interval: "wald" }), horvitzThompson()],
  });
  return { rows, effect: mean(effects), alwaysEffect: mean(always) };
}

const isWarned = ({ rows }: Simulated): boolean =>
  rows[0]!.warnings.some((warning) => warning.startsWith("outcomes are missing by condition: "));

describe.each(["coins", "counts"] as const)("%s", (design) => {
  it.each(["own", "neighbours"] as const)("missing by condition: warned, and bounded (%s)", (exposure) => {
    const runs = 25;
    let [warned, manski, lee] = [0, 0, 0];
    for (let r = 0; r < runs; r++) {
      const study = simulate(design, exposure, 0.35, r);
      if (isWarned(study)) warned++;
      const by = new Map(study.rows.map((row) => [row.estimator, row as Estimate]));
      const holds = (kind: string, truth: number): number =>
        Number(by.get(`${kind}-lower`)!.ci![0] <= truth && truth <= by.get(`${kind}-upper`)!.ci![1]);
      manski += holds("manski", study.effect);
      lee += holds("lee", study.alwaysEffect);
    }
    // A test with this many agents sees a difference of a third nearly always.
    expect(warned).toBeGreaterThanOrEqual(0.9 * runs);
    // At a true rate of 0.95 fewer than 21 of 25 have chance 7e-3, and bounds hold more often than that.
    expect(manski).toBeGreaterThanOrEqual(21);
    expect(lee).toBeGreaterThanOrEqual(21);
  });

  it("missing by neither: silent, but for the stated 1 of 100", () => {
    const runs = 100;
    let warned = 0;
    for (let r = 0; r < runs; r++) if (isWarned(simulate(design, "own", 0, r))) warned++;
    // At a true rate of 0.01 more than 5 of 100 have chance 5e-4.
    expect(warned).toBeLessThanOrEqual(5);
  });
});

describe("by hand", () => {
  const four = ["a", "b", "c", "d", "e", "f", "g", "h"];
  const alone = fromEdges([], { agents: four });
  const request: EstimateRequest = {
    plan: { arms, agents: four, assignments: [[1, 1, 1, 1, 0, 0, 0, 0]] },
    probabilities: exposureProbabilities(alone, complete({ treated: 4 }), ownArm()),
    // Two of four treated have no outcome.
    outcomes: [3, 5, undefined, undefined, 1, 2, 3, 6],
    contrasts: { own: ["treated", "control"] },
    estimators: [hajek(), horvitzThompson()],
  };
  const rowsOf = (change: Partial<EstimateRequest> = {}): ReadonlyMap<string, EstimateRow> =>
    new Map(estimate({ ...request, ...change }).map((row) => [row.estimator, row]));

  it("Manski: missing ones at either end of the declared range", () => {
    const rows = rowsOf({ outcomeRange: [0, 10] });
    expect((rows.get("manski-lower") as Estimate).estimate).toBeCloseTo((3 + 5 + 0 + 0) / 4 - 3, 12);
    expect((rows.get("manski-upper") as Estimate).estimate).toBeCloseTo((3 + 5 + 10 + 10) / 4 - 3, 12);
    expect(rows.get("manski-lower")!.estimand).toMatch(/^least value .* whatever the missing outcomes are$/);
    expect(rowsOf().get("manski-lower")).toMatchObject({
      because: expect.stringMatching(/^worst-case bounds need .*--outcome-range 0,10/),
    });
    expect(() => rowsOf({ outcomeRange: [0, 4] })).toThrow(
      /outcomeRange must hold every outcome, and [56] is outside/,
    );
  });

  it("Lee: of four controls the two that go furthest one way or the other", () => {
    const rows = rowsOf();
    // The lower bound keeps the two largest controls, 3 and 6, the upper one 1 and 2.
    expect((rows.get("lee-lower") as Estimate).estimate).toBeCloseTo(4 - 4.5, 12);
    expect((rows.get("lee-upper") as Estimate).estimate).toBeCloseTo(4 - 1.5, 12);
    expect(rows.get("lee-lower")).toMatchObject({ claim: "modelled" });
  });

  it("Horvitz and Thompson: no number, and the reason", () => {
    const row = rowsOf().get("horvitz-thompson")!;
    expect("estimate" in row).toBe(false);
    expect((row as { because: string }).because).toMatch(
      /^2 of 8 agents have no outcome, and horvitz-thompson divides by all/,
    );
  });

  it("nothing is bounded where nothing is missing, or for naive estimators alone", () => {
    expect([...rowsOf({ outcomes: [3, 5, 1, 1, 1, 2, 3, 6] }).keys()]).toEqual(["hajek", "horvitz-thompson"]);
    expect([...rowsOf({ estimators: [differenceInMeans()] }).keys()]).toEqual(["difference-in-means"]);
  });
});
