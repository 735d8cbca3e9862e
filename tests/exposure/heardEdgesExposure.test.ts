import { describe, expect, it } from "vitest";
import { bernoulli } from "../../designs/bernoulli.ts";
import { complete } from "../../designs/complete.ts";
import { draw } from "../../designs/draw.ts";
import { estimate } from "../../estimators/estimate.ts";
import { horvitzThompson } from "../../estimators/horvitzThompson.ts";
import type { Agent } from "../../src/agents/Agent.ts";
import { rng } from "../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { heardEdgesExposure } from "../../src/exposure/heardEdgesExposure.ts";
import { singleExposures } from "../../src/exposure/singleExposures.ts";
import { heardNetwork } from "../../src/network/changes/heardNetwork.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import type { Network } from "../../src/network/Network.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { replay } from "../../src/run/world/replay.ts";
import { changed, eight, someCases } from "../network/changes/changing.ts";
import { allCases } from "../support/bruteForce.ts";
import { everyCase } from "../support/enumeration/inTurn.ts";

const ROUNDS = 4;
const settings = { focal: 1 };

/** Hears whether anybody treated spoke to it: ever, or in the last round; its outcome is 0 to 3 by its own arm and that, plus what it is. */
const listener =
  (memory: "ever" | "last") =>
  (i: number): Agent =>
  ({ arm, heard, state, round }) => {
    const now = heard.some(({ said }) => said === "treated");
    const met = memory === "last" ? now : now || state === true;
    const level = (arm === "treated" ? 2 : 0) + (met ? 1 : 0);
    return { said: arm, state: met, ...(round === ROUNDS ? { outcome: level * (1 + i / 4) + i } : {}) };
  };

/** By its condition, what a listener's outcome is. */
const LEVEL = { none: 0, indirect: 1, direct: 2, both: 3 } as const;

/** The mean of Horvitz–Thompson estimates over every assignment, played by agents on the changing network. */
function meanEstimate(
  network: Network,
  exposure: ReturnType<typeof heardEdgesExposure>,
  memory: "ever" | "last",
) {
  const design = complete({ treated: 2 });
  const law = design.law(network);
  const probabilities = exposureProbabilities(network, design, exposure, { law });
  const plan = draw(design, network, { seed: 1 });
  let mean = 0;
  let because: string | undefined;
  for (const { arms, p } of allCases(network, law, exposure)) {
    const { outcomes } = replay({
      ...{
        network,
        arms,
        armNames: law.arms,
        world: 0,
        rounds: ROUNDS,
        rng: rng(1),
        agentOf: listener(memory),
      },
    });
    const [row] = estimate({
      plan: { ...plan, assignments: [[...arms]] },
      probabilities,
      outcomes: [...outcomes],
      contrasts: { spill: ["indirect", "none"] },
      estimators: [horvitzThompson()],
    });
    if (row && "estimate" in row) mean += p * row.estimate;
    else because = row?.because;
  }
  const inside = network.ids.flatMap((_, i) =>
    probabilities.of(i, "indirect") > 0 && probabilities.of(i, "none") > 0 ? [i] : [],
  );
  const truth =
    inside.reduce((sum, i) => sum + (LEVEL.indirect - LEVEL.none) * (1 + i / 4), 0) /
    Math.max(1, inside.length);
  return { mean, truth, agents: inside.length, because };
}

describe("heard-edges", () => {
  it.each(someCases)(
    "%s: every exposure over heard edges has exact probabilities, those of the union as a fixed network",
    (_, kind, rule) => {
      for (const directed of everyCase ? [false, true] : [true]) {
        const network = changed(eight(directed), kind, rule);
        const still = heardNetwork(network, { from: 2, until: ROUNDS });
        for (const entry of singleExposures) {
          const given =
            entry.kind === "formula"
              ? { conditions: { odd: "treated % 2 == 1", rest: "treated % 2 == 0" } }
              : entry.kind === "own-arm"
                ? {}
                : entry.kind === "weighted-threshold"
                  ? { ...settings, threshold: 1 }
                  : settings;
          const base = entry.from(given);
          const heard = heardEdgesExposure({
            exposure: { kind: entry.kind, ...given },
            from: 2,
            until: ROUNDS,
          });
          const design = bernoulli({ probability: 0.3 });
          const a = exposureProbabilities(network, design, heard);
          const b = exposureProbabilities(still, design, base);
          expect([a.method, a.conditions]).toEqual(["exact", b.conditions]);
          expect([...a.marginals]).toEqual([...b.marginals]);
          const arms = Uint8Array.from([1, 0, 0, 1, 0, 1, 0, 0]);
          expect([...heard.of(network, arms)]).toEqual([...base.of(still, arms)]);
        }
      }
    },
  );

  it.each(someCases)(
    "%s: estimates are unbiased over every assignment, for what was ever heard and for the last round",
    (_, kind, rule) => {
      const network = changed(eight(true), kind, rule);
      for (const [memory, from] of [
        ["ever", 2],
        ["last", ROUNDS],
      ] as const) {
        const exposure = heardEdgesExposure({ exposure: "any-treated", from, until: ROUNDS });
        const { mean, truth, agents } = meanEstimate(network, exposure, memory);
        if (agents > 0) expect(Math.abs(mean - truth)).toBeLessThan(1e-9);
      }
    },
  );

  it("is needed: over the declared edges the same estimate is of something else", () => {
    const network = changed(eight(true), "rewire", { share: 0.5 });
    const declared = meanEstimate(network, anyTreatedNeighbor() as never, "ever");
    expect(Math.abs(declared.mean - declared.truth)).toBeGreaterThan(0.1);
  });

  it("asks for rounds where no study fills them in, and fills them in where one does", () => {
    const open = heardEdgesExposure({ exposure: "any-treated" });
    const network = changed(eight(true), "rewire", { share: 0.5 });
    expect(() => open.of(network, new Uint8Array(8))).toThrow(/from and until must be given/);
    expect(open.lasting!(2, 5).params).toMatchObject({ from: 2, until: 5 });
    expect(heardEdgesExposure({ exposure: "any-treated", from: 3 }).lasting!(2, 5).params).toMatchObject({
      from: 3,
      until: 5,
    });
    expect(() => heardEdgesExposure({ exposure: "any-treated", until: 9 }).lasting!(2, 5)).toThrow(
      /a round up to 5/,
    );
    expect(() => heardEdgesExposure({ exposure: "any-treated", from: 9, until: 9 }).lasting!(2, 5)).toThrow(
      /from must be a round up to 5/,
    );
    expect(() => heardEdgesExposure({ exposure: "any-treated", from: 3, until: 2 })).toThrow(
      /until must be 3 \(from\) or later/,
    );
    expect(() => heardEdgesExposure({ exposure: "any-treatd" })).toThrow(/did you mean "any-treated"/);
  });

  it("is the exposure itself on a network that stays", () => {
    const network = fromEdges([
      ["a", "b"],
      ["b", "c"],
    ]);
    const arms = Uint8Array.of(1, 0, 0);
    const heard = heardEdgesExposure({ exposure: "any-treated", from: 1, until: 3 });
    expect([...heard.of(network, arms)]).toEqual([...anyTreatedNeighbor().of(network, arms)]);
  });
});
