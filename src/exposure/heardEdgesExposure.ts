import { z } from "zod";
import { defineKind } from "../core/defineKind.ts";
import { wholeNumber } from "../core/fields.ts";
import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { heardNetwork } from "../network/changes/heardNetwork.ts";
import type { Network } from "../network/Network.ts";
import type { Dependence, Exposure } from "./Exposure.ts";
import type { ExposureKind } from "./ExposureKind.ts";
import { perNetwork } from "./perNetwork.ts";
import { type GivenExposure, singleExposure } from "./singleExposure.ts";

export interface HeardEdgesSettings {
  /** The exposure over these edges: its kind, or a mapping of the kind and its settings. */
  readonly exposure: GivenExposure;
  /** The first round whose edges count, from 1. Default: the first in which anything is heard. */
  readonly from?: number;
  /** The last round whose edges count. Default: the last in which anything is heard. The same as `from` for the edges of one round. */
  readonly until?: number;
}

const KIND = "heard-edges";

/**
 * Another exposure over the edges that are heard in some rounds of a changing network, all taken together. They are drawn
 * before treatment and apart from it, so this is an exposure over a fixed network, with the same exact probabilities. On a network that does not change it is the other
 * exposure itself.
 *
 * A study fills in `from` and `until`: the rounds in which anything is heard, so that the edges are those over which anything
 * can have reached an agent before its last outcome.
 * @throws SpillwayError for an exposure that is none, and for rounds out of order.
 */
export const heardEdgesExposure: ExposureKind<HeardEdgesSettings> = defineKind({
  kind: KIND,
  summary: "another exposure over the edges that are heard in some rounds of a network that changes",
  settings: z.strictObject({
    exposure: z
      .union([z.string(), z.looseObject({ kind: z.string() })], {
        error: "must be the kind of an exposure, or a mapping with one",
      })
      .describe("the exposure over these edges"),
    from: wholeNumber(1).optional(),
    until: wholeNumber(1).optional(),
  }),
  make({ exposure, from, until }) {
    if (from !== undefined && until !== undefined && until < from)
      throw new SpillwayError(`${KIND}: until must be ${from} (from) or later, got ${until}`);
    return overRounds(singleExposure(KIND, exposure), { from, until });
  },
});

interface Rounds {
  readonly from?: number | undefined;
  readonly until?: number | undefined;
}

function overRounds(base: Exposure, rounds: Rounds): Exposure {
  const { from, until } = rounds;
  const around = perNetwork((network): Network => {
    if (from === undefined || until === undefined)
      throw new SpillwayError(
        `${KIND}: from and until must be given where no study says how many rounds there are: the first round and the last whose edges count`,
      );
    return heardNetwork(network, { from, until });
  });
  const { dependence } = base;
  return {
    name: KIND,
    params: { exposure: { kind: base.name, ...base.params }, ...present({ from, until }) },
    conditions: base.conditions,
    of: (network, arms) => base.of(around(network), arms),
    ...(base.local ? { local: (network: Network) => base.local!(around(network)) } : {}),
    ...(dependence ? { dependence: onEdges(dependence, around) } : {}),
    heard: { base, ...present({ from, until }), network: around },
    forArms: (arms) => overRounds(base.forArms?.(arms) ?? base, rounds),
    lasting(first, last) {
      for (const [name, round] of Object.entries({ from, until }))
        if (round !== undefined && round > last)
          throw new SpillwayError(
            `${KIND}: ${name} must be a round up to ${last}, the last in which anything is heard, got ${round}`,
          );
      const begin = from ?? Math.min(first, until ?? first);
      const end = until ?? last;
      return overRounds(base, { from: begin, until: end });
    },
  };
}

const onEdges = ({ agents, condition }: Dependence, around: (network: Network) => Network): Dependence => ({
  agents: (network, i) => agents(around(network), i),
  condition: (network, i, arms) => condition(around(network), i, arms),
});
