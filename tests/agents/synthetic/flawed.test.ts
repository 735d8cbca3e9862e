import { describe, expect, test } from "vitest";
import { bernoulli } from "../../../designs/index.ts";
import { hajek, horvitzThompson } from "../../../estimators/index.ts";
import { exposureResponse, flawed, linearInMeans } from "../../../src/agents/index.ts";
import { rng } from "../../../src/core/rng.ts";
import { diagnose } from "../../../src/diagnose/diagnose.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { smallWorld } from "../../../src/network/generators/smallWorld.ts";
import { replay } from "../../../src/run/world/replay.ts";
import { study } from "../../../src/study/study.ts";
import { tiny } from "../../support/tinyWorlds.ts";

/** a – b – c – d – e, and f alone. */
const line = tiny(6, [
  [0, 1],
  [1, 2],
  [2, 3],
  [3, 4],
]);
const armNames = ["control", "treated"];
const play = (
  agents: ReturnType<typeof flawed>,
  arms: number[],
  rounds: number,
  seed = 1,
  network = line,
) => {
  const setting = { network, arms: armNames, rng: rng(seed).fork("agents") };
  return replay({
    network,
    arms,
    armNames,
    rounds,
    world: 0,
    rng: rng(seed),
    agentOf: agents.create(setting),
  });
};
const behind = { kind: "linear-in-means", direct: 1, indirect: 0.5 };

describe("flawed agents", () => {
  test("without a flaw act as those behind, to the bit", () => {
    const noisy = { ...behind, endogenous: 0.4, spread: 1, noise: 0.3 };
    const { kind: _, ...settings } = noisy;
    const plain = play(linearInMeans(settings), [1, 0, 0, 1, 0, 1], 4);
    expect(play(flawed({ agents: noisy }), [1, 0, 0, 1, 0, 1], 4)).toEqual(plain);
  });

  test("far adds the share of treated agents exactly two steps away", () => {
    const { outcomes } = play(flawed({ agents: behind, far: 10 }), [1, 0, 0, 0, 0, 1], 3);
    // a is two steps from c alone; c has a and e two steps away.
    expect([...outcomes]).toEqual([1, 0.25, 5, 0, 0, 1]);
  });

  test("contagion adds the mean outcome of those heard, round after round", () => {
    const agents = flawed({ agents: { ...behind, indirect: 0 }, contagion: 0.5 });
    // Round 1: 1 0 0 0 0 1; each later round adds half the mean of the neighbours before.
    expect([...play(agents, [1, 0, 0, 0, 0, 1], 2).outcomes]).toEqual([1, 0.25, 0, 0, 0, 1]);
    expect([...play(agents, [1, 0, 0, 0, 0, 1], 3).outcomes]).toEqual([1.125, 0.25, 0.0625, 0, 0, 1]);
  });

  test("undelivered messages carry nothing: with chance 1 nobody hears anybody", () => {
    const deaf = play(
      flawed({ agents: behind, undelivered: 1, far: 10, contagion: 0.5 }),
      [1, 1, 1, 0, 0, 1],
      3,
    );
    expect([...deaf.outcomes]).toEqual([1, 1, 1, 0, 0, 1]);
  });

  test("outcomes are missing by the chance of the agent's arm", () => {
    const network = tiny(2000, []);
    const arms = Array.from({ length: 2000 }, (_, i) => i % 2);
    const { present } = play(flawed({ agents: behind, missing: { treated: 0.3 } }), arms, 2, 1, network);
    const seen = [0, 1].map((arm) => present.filter((one, i) => arms[i] === arm && one === 1).length);
    expect(seen[0]).toBe(1000);
    // Binomial with standard deviation 14.5: five of them.
    expect(Math.abs(seen[1]! - 700)).toBeLessThan(73);
  });

  test("chance is that of turns, so a replay says the same", () => {
    const agents = flawed({ agents: behind, missing: 0.5, undelivered: 0.5 });
    expect(play(agents, [1, 0, 1, 0, 1, 0], 3)).toEqual(play(agents, [1, 0, 1, 0, 1, 0], 3));
    expect([agents.chance, flawed({ agents: behind }).chance]).toEqual([true, false]);
  });
});

describe("bad settings", () => {
  test.each([
    [
      { agents: "linear-in-mean" },
      'flawed: agents must be of a synthetic kind (exposure-response, linear-in-means, threshold, independent-cascade, degroot, conditional-cooperator), got "linear-in-mean" (did you mean "linear-in-means"?)',
    ],
    [{ agents: { kind: "degroot", self: 2 } }, "flawed: agents: self must be"],
    [{ agents: behind, missing: 2 }, "flawed: missing must be a probability from 0 to 1, got 2"],
    [{ agents: behind, contagion: 1 }, "flawed: contagion must be a number between −1 and 1"],
  ])("%j", (settings, message) => {
    expect(() => flawed(settings)).toThrow(message);
  });

  test("an arm that the design has not", () => {
    expect(() => play(flawed({ agents: behind, missing: { treatd: 1 } }), [0, 0, 0, 0, 0, 0], 2)).toThrow(
      'flawed: missing names an arm "treatd" that the design has not (did you mean "treated"?); its arms are control, treated',
    );
  });
});

describe("what flaws do to a study", () => {
  const outcomes = { none: 0, indirect: 1, direct: 2, both: 3 };
  const base = (flaws: object) =>
    study({
      seed: 4,
      model: {
        network: smallWorld({ n: 60, k: 4, rewire: 0.1 }),
        agents: flawed({ agents: { kind: "exposure-response", outcomes }, ...flaws }),
      },
      inquiry: { spillover: ["indirect", "none"] },
      data: { assign: bernoulli({ probability: 0.3 }), expose: anyTreatedNeighbor() },
      answer: [horvitzThompson({ interval: "wald" })],
    });

  test("without one, estimates and truth are those of the agents behind", async () => {
    const whole = base({});
    const plain = study({ ...whole, model: { ...whole.model, agents: exposureResponse({ outcomes }) } });
    const [a, b] = await Promise.all(
      [whole, plain].map((one) => diagnose(one, { simulations: 50, replays: 50 })),
    );
    expect(a!.rows[0]!.estimate!.value).toBeCloseTo(b!.rows[0]!.estimate!.value, 12);
    expect(a!.rows[0]!.truth!.value).toBeCloseTo(1, 12);
  });

  test("lost messages draw estimates to 0, and the truth stays what agents would do", async () => {
    const { rows } = await diagnose(base({ undelivered: 0.5 }), { simulations: 200, replays: 50 });
    const { bias, truth } = rows[0]!;
    expect(truth!.value).toBeCloseTo(1, 12);
    expect(bias!.value).toBeLessThan(-5 * bias!.mcse);
  });

  test("outcomes that are missing for the treated leave the untreated as they were", async () => {
    const { rows } = await diagnose(base({ missing: { treated: 0.5 } }), { simulations: 60, replays: 20 });
    expect(rows[0]!.truth!.value).toBeCloseTo(1, 12);
    expect(rows[0]!.first.value).toBeGreaterThan(20);
  });

  test("far influence is part of the global truth, and not of the exposure's", async () => {
    const far = base({ far: 4 });
    const wide = study({ ...far, data: { ...far.data, rounds: 3 }, answer: [hajek({ interval: "wald" })] });
    const { rows } = await diagnose(wide, {
      simulations: 20,
      replays: 20,
      estimands: { spillover: "global" },
    });
    // none → both is 3, and 4 from two steps away.
    expect(rows[0]!.truth!.value).toBeCloseTo(7, 10);
    expect(rows[0]!.estimand).toBe("global average treatment effect, GATE (all treated − none)");
  });
});
