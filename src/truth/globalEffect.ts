import { drawsChance } from "../agents/synthetic/drawsChance.ts";
import { sum } from "../core/numbers/sum.ts";
import { replay } from "../run/world/replay.ts";
import type { PreparedStudy } from "../study/prepareStudy.ts";
import { meanAndError } from "./meanAndError.ts";
import type { Truth } from "./Truth.ts";

/**
 * Mean outcome of synthetic agents when everybody is treated minus when nobody is, by replaying both worlds with the
 * same chance. Once when the agents have no noise, else the mean of `replays` such pairs. Undefined unless there are two arms.
 */
export function globalEffect(prepared: PreparedStudy, replays: number): Omit<Truth, "contrast"> | undefined {
  const { study, network, law, setting, streams } = prepared;
  if (law.arms.length !== 2) return undefined;
  const agentOf = study.model.agents.create(setting);
  const { interact } = study.data;
  const noisy = drawsChance(study.model.agents) || interact?.chance === true;
  const everybody = (arm: number, stream: typeof streams.truth): number => {
    const arms = new Uint8Array(network.n).fill(arm);
    return (
      sum(
        replay({
          network,
          world: 0,
          rounds: study.data.rounds,
          agentOf,
          rng: stream,
          arms,
          armNames: law.arms,
          ...(interact ? { interaction: interact } : {}),
        }).outcomes,
      ) / network.n
    );
  };
  const differences = Array.from({ length: noisy ? replays : 1 }, (_, r) => {
    const stream = streams.truth.fork("global").fork(r);
    return everybody(1, stream) - everybody(0, stream);
  });
  if (!noisy)
    return {
      value: differences[0]!,
      how: "exact: the same agents, all treated and none treated",
    };
  return {
    ...meanAndError(differences),
    how: `mean of ${replays} replays of the same agents, all treated and none treated`,
  };
}
