import { expect, test } from "vitest";
import { bernoulli } from "../../designs/index.ts";
import { hajek } from "../../estimators/index.ts";
import { exposureResponse } from "../../src/agents/index.ts";
import { rng } from "../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { smallWorld } from "../../src/network/generators/smallWorld.ts";
import { replay } from "../../src/run/world/replay.ts";
import { prepareStudy } from "../../src/study/prepareStudy.ts";
import { study } from "../../src/study/study.ts";
import { playerOf } from "../../src/truth/playerOf.ts";

test.each([0, 0.7])(
  "outcomes read from the table are those of a replay, to the bit, with noise %d",
  (noise) => {
    const given = study({
      seed: 2,
      model: {
        network: smallWorld({ n: 50, k: 4, rewire: 0.3 }),
        agents: exposureResponse({
          outcomes: { none: 0, indirect: 1, direct: 2, both: 4 },
          spread: 1,
          effectSpread: 0.5,
          perNeighbor: 0.2,
          noise,
        }),
      },
      inquiry: { direct: ["direct", "none"] },
      data: { assign: bernoulli(), expose: anyTreatedNeighbor(), rounds: 3 },
      answer: [hajek()],
    });
    const { network, law, setting } = prepareStudy(given);
    const { play, table } = playerOf(given, setting);
    expect(table).toBeDefined();
    const agentOf = given.model.agents.create(setting);
    for (const world of [0, 1]) {
      const stream = rng(9).fork(world);
      const arms = law.draw(stream.fork("assign"));
      const condition = anyTreatedNeighbor().of(network, arms);
      const run = stream.fork("run");
      const replayed = replay({ network, world, rounds: 3, agentOf, rng: run, arms, armNames: law.arms });
      expect(play(arms, condition, run, world)).toEqual({
        outcome: replayed.outcomes,
        observed: replayed.present,
      });
    }
  },
);
