import { z } from "zod";
import { probability, seed } from "../src/core/fields.ts";
import { SpillwayError } from "../src/core/SpillwayError.ts";
import { degree } from "../src/network/Network.ts";
import { type DesignKind, defineDesign } from "./defineDesign.ts";
import { lawOf } from "./law/lawOf.ts";
import { armNames } from "./settings/armNames.ts";
import { egosOf } from "./settings/egosOf.ts";
import { likeness } from "./settings/likeness.ts";

export interface EgoSettings {
  /** Order in which agents are tried as egos: `random`, by `degree` (fewest in-neighbours first), or a list of ids (others are never egos). Default random. */
  readonly order?: "random" | "degree" | readonly string[];
  /** Seed of a random order alone. Fixed by the settings, so that the law is known before anything is assigned. Default 1. */
  readonly seed?: string | number;
  /** Chance that the alters of an ego are treated, all together, above 0 and below 1. Default 0.5. */
  readonly probability?: number;
  /** An ego's own arm: always `control`, always `treated`, or by a `coin` of its own. Default control. */
  readonly ego?: "control" | "treated" | "coin";
  /** Chance that an ego is treated, with `ego: coin`, above 0 and below 1. Default 0.5. */
  readonly egoProbability?: number;
  /** Names of the two arms, untreated first. Default control, treated. */
  readonly arms?: readonly [string, string];
}

/**
 * Egos are agents whose closed neighbourhoods do not overlap. All alters of an ego are treated or none,
 * independently of the other egos; agents outside these neighbourhoods are never treated. An ego without neighbours has only its own arm. Contrasts are about the egos ({@link egosOf} lists them).
 * Saint-Jacques, Varshney, Simpson and Xu (2019), "Using ego-clusters to measure network effects at LinkedIn", section 3.
 *
 * @throws SpillwayError when nothing would be drawn, `order` names an unknown agent, or `egoProbability` has no coin to belong to.
 */
export const ego: DesignKind<EgoSettings> = defineDesign({
  kind: "ego",
  summary: "egos without common neighbours: all neighbours of an ego are treated, or none",
  settings: z.strictObject({
    order: z
      .union([z.enum(["random", "degree"]), z.array(z.string()).readonly()], {
        error: "must be random, degree, or a list of ids",
      })
      .default("random"),
    seed: seed().default(1),
    probability: coin().default(0.5),
    ego: z
      .enum(["control", "treated", "coin"], { error: "must be control, treated or coin" })
      .default("control"),
    egoProbability: coin().optional(),
    arms: armNames(),
  }),
  law(settings, network) {
    const { n } = network;
    if (settings.egoProbability !== undefined && settings.ego !== "coin") {
      throw new SpillwayError(
        `ego: egoProbability is the chance of an ego's coin, but ego is ${settings.ego}: set ego to coin, or leave egoProbability out`,
      );
    }
    const { egos, cluster } = egosOf(network, settings);
    if (settings.ego !== "coin" && egos.every((i) => degree(network, i) === 0)) {
      throw new SpillwayError(
        "ego: some ego must have neighbours, or nothing is drawn; got none: list agents with neighbours in order, or set ego to coin",
      );
    }
    // The alters of an ego are a block; egos and agents in no cluster have a block each.
    const block = new Uint32Array(n);
    const chances: number[] = [];
    const altersOf = egos.map((i) => {
      if (degree(network, i) > 0) chances.push(1 - settings.probability, settings.probability);
      return chances.length / 2 - 1;
    });
    const own = { control: 0, treated: 1, coin: settings.egoProbability ?? 0.5 }[settings.ego];
    for (let i = 0; i < n; i++) {
      const k = cluster[i]!;
      if (k >= 0 && egos[k] !== i) {
        block[i] = altersOf[k]!;
        continue;
      }
      block[i] = chances.length / 2;
      const chance = k >= 0 ? own : 0;
      chances.push(1 - chance, chance);
    }
    const law = lawOf(settings.arms, n, {
      kind: "independent-blocks",
      block,
      blocks: chances.length / 2,
      probability: Float64Array.from(chances),
    });
    const studied = Uint32Array.from(egos).sort();
    return { ...law, studied, notes: [likeness(network, studied, "egos")] };
  },
});

function coin(): z.ZodNumber {
  const error = "must be a probability above 0 and below 1";
  return probability().gt(0, { error }).lt(1, { error });
}
