// Athey, Eckles and Imbens (2018), "Exact p-values for network interference", Journal of the American Statistical Association 113, section 5; Basse, Feller and Toulis (2019), "Randomization tests of causal effects under interference", Biometrika 106.
import { z } from "zod";
import { studiedBy } from "../designs/law/studiedBy.ts";
import { wholeNumber } from "../src/core/fields.ts";
import { rng } from "../src/core/rng.ts";
import { SpillwayError } from "../src/core/SpillwayError.ts";
import { shown } from "../src/core/shown.ts";
import { suggest } from "../src/core/suggest.ts";
import { ball } from "../src/network/ball.ts";
import type { Network } from "../src/network/Network.ts";
import { conditionIndex } from "../src/probability/lookup.ts";
import { defineEstimator, type EstimatorKind } from "./defineEstimator.ts";
import type { AnswerRow } from "./Estimator.ts";
import type { ExperimentData } from "./ExperimentData.ts";
import { compareGroups } from "./hypotheses/compareGroups.ts";
import { type FocalChoice, focalAgents } from "./hypotheses/focalAgents.ts";
import { focalEdges } from "./hypotheses/focalEdges.ts";
import { chosenBy, type FocalMechanism, preferred } from "./hypotheses/focalMechanism.ts";
import { heldAgents } from "./hypotheses/heldAgents.ts";
import { agreeing, type HeldLaw, heldLaw } from "./hypotheses/heldLaw.ts";
import { type Alternative, pValue } from "./hypotheses/pValue.ts";
import { reference } from "./hypotheses/reference.ts";
import { residualsOf } from "./hypotheses/residualsOf.ts";
import { sampledStatistic } from "./hypotheses/sampledStatistic.ts";
import { type TestedOutcomes, testedOutcomes } from "./hypotheses/testedOutcomes.ts";
import { noTest, nullFault, testHead, testRow } from "./hypotheses/testRow.ts";
import { oneOf, testSettings } from "./hypotheses/testSettings.ts";
import { shellsOf, treatedShare } from "./hypotheses/treatedShare.ts";
import { addedStatistic, type WorldStatistic } from "./hypotheses/WorldStatistic.ts";
import type { TestInquiry } from "./Inquiry.ts";

const KIND = "focal-unit-test";

export interface FocalUnitTestSettings {
  /**
   * Whose outcomes are compared. `cut` (the default), `net` or `random`: chosen without looking at arms or outcomes. A list of ids. Or so many in each of two conditions, chosen by
   * where they are: the reference is then what would have chosen the same ones.
   */
  readonly focals?:
    | FocalChoice
    | readonly string[]
    | { readonly conditions: Readonly<Record<string, number>>; readonly choice?: "first" | "random" };
  /** `score` (the default): correlation of outcome and treated share; `edges`: contrast over pairs; `exposed`: with a treated one in reach against without. */
  readonly statistic?: "score" | "edges" | "exposed";
  readonly alternative?: Alternative;
  /** Assignments drawn where there are more than 200,000. Default 2,000. */
  readonly draws?: number;
  /** Seed of these draws, and of the choice of focal agents. Default 1. */
  readonly seed?: string | number;
}

/**
 * Tests that there is no spillover (`no-spillover`), or none beyond the inquiry's `distance`, by the outcomes of focal agents. The treatments that may matter to them under the hypothesis
 * are held fixed, those of all others drawn again from the design's law given what is held: under the hypothesis these outcomes do not change, so the test is exact in every sample.
 *
 * Cost: O(assignments × edges).
 *
 * @throws SpillwayError for focal agents that are not in the network, and for unknown conditions.
 */
export const focalUnitTest: EstimatorKind<FocalUnitTestSettings> = defineEstimator({
  kind: KIND,
  summary: "exact test that there is no spillover, or none beyond a distance, by focal agents",
  settings: z.strictObject({
    focals: z
      .union(
        [
          oneOf(["cut", "net", "random"]),
          z.array(z.string()).min(1).readonly(),
          z.strictObject({
            conditions: z.record(z.string(), wholeNumber(1)),
            choice: oneOf(["first", "random"]).default("first"),
          }),
        ],
        { error: "must be cut, net, random, a list of ids, or a mapping with conditions and choice" },
      )
      .default("cut"),
    statistic: oneOf(["score", "edges", "exposed"]).default("score"),
    ...testSettings(),
  }),
  assumes: ["randomized", "network"],
  cite: "Athey, S., Eckles, D. and Imbens, G. W. (2018). Exact p-values for network interference. Journal of the American Statistical Association 113; Basse, G. W., Feller, A. and Toulis, P. (2019). Randomization tests of causal effects under interference. Biometrika 106.",
  claim: "randomized",
  answers: ["test"],
  nulls: ["no-spillover"],
  answer(settings, data, asked): AnswerRow {
    const inquiry = asked as TestInquiry;
    const tested = testedOutcomes(data);
    const head = testHead(KIND, inquiry, data, tested);
    const fault = nullFault(KIND, "no-spillover", inquiry);
    if (fault !== undefined) return noTest(head, fault);
    if (tested.because !== undefined) return noTest(head, tested.because);
    const { distance = 0 } = inquiry;
    const { network } = data.probabilities;
    const focal = focalWorlds(settings, data, distance);
    if (typeof focal === "string") return noTest(head, focal);
    const parts = focal.map(({ agents, held }, w): WorldStatistic => {
      const observed = data.worlds[w]!.observed;
      const own = agents.filter((i) => observed[i] === 1);
      return focalStatistic(settings.statistic, { network, distance, held }, own, {
        outcomes: tested.worlds[w]!,
        arms: data.worlds[w]!.arms,
      });
    });
    const all = reference(
      focal.map(({ law }) => law),
      settings,
    );
    const statistic = addedStatistic(parts);
    const values = sampledStatistic(statistic, all);
    const value = statistic(data.worlds.map(({ arms }) => arms));
    const used = focal.map(({ agents }, w) => agents.filter((i) => data.worlds[w]!.observed[i] === 1).length);
    const inside = new Set(focal.flatMap(({ agents }) => [...agents]));
    const count = used.reduce((a, b) => a + b, 0);
    return testRow(
      {
        ...head,
        population: inside.size,
        excluded: network.ids.filter((_, i) => !inside.has(i)),
        notes: [
          ...head.notes,
          `${count} focal agents${focal.length > 1 ? " in all worlds" : ""}: their own arms${distance === 0 ? "" : ` and those up to distance ${distance}`} are held fixed`,
        ],
      },
      {
        statistic: settings.statistic === "score" ? value : value * tested.scale,
        p: pValue(value, values, settings.alternative),
        assignments: values.values.length,
        ...{ listed: all.listed, possible: all.possible },
        held: ` with what matters to the ${inside.size} focal agents held fixed`,
      },
    );
  },
});

interface FocalWorld {
  readonly agents: Uint32Array;
  /** Agents whose arms are held fixed. */
  readonly held: Uint8Array;
  readonly law: HeldLaw;
}

type Settings = Required<FocalUnitTestSettings>;

function focalWorlds(
  { focals, seed }: Pick<Settings, "focals" | "seed">,
  data: ExperimentData,
  distance: number,
): FocalWorld[] | string {
  const { law, network, exposure, conditions } = data.probabilities;
  const eligible = studiedBy(law);
  if (typeof focals === "object" && "conditions" in focals) {
    const wanted = new Map(
      Object.entries(focals.conditions).map(([name, count]) => [conditionIndex(conditions, name), count]),
    );
    const order = preferred(eligible, focals.choice ?? "first", rng(seed).fork("focal"));
    const mechanism: FocalMechanism = { wanted, order };
    const found: FocalWorld[] = [];
    for (const [w, { arms, condition }] of data.worlds.entries()) {
      const agents = chosenBy(mechanism, condition);
      if (agents === undefined)
        return `world ${w} has fewer agents in these conditions than the focal agents wanted: ask for fewer`;
      const held = heldAgents(network, agents, distance);
      const agrees = (z: Uint8Array): boolean => {
        for (let i = 0; i < z.length; i++) if (held[i] === 1 && z[i] !== arms[i]) return false;
        const others = chosenBy(mechanism, exposure.of(network, z));
        return others?.every((i, k) => i === agents[k]) ?? false;
      };
      found.push({ agents, held, law: agreeing(law, agrees) });
    }
    return found;
  }
  const agents =
    typeof focals === "string"
      ? focalAgents(focals, { network, law, eligible }, distance, rng(seed).fork("focal"))
      : Uint32Array.from(focals as readonly string[], (id) => numberOf(network, id)).sort();
  if (agents.length === 0)
    return "no agent can be a focal agent: nobody has an in-neighbour that could stay free";
  const held = heldAgents(network, agents, distance);
  return data.worlds.map(({ arms }) => ({ agents, held, law: heldLaw(law, arms, held) }));
}

function numberOf({ ids }: Network, id: string): number {
  const i = ids.indexOf(id);
  if (i < 0)
    throw new SpillwayError(`${KIND}: focal agent ${shown(id)} is not in the network${suggest(id, ids)}`);
  return i;
}

function focalStatistic(
  statistic: Settings["statistic"],
  {
    network,
    distance,
    held,
  }: { readonly network: Network; readonly distance: number; readonly held: Uint8Array },
  agents: Uint32Array,
  { outcomes, arms }: { readonly outcomes: TestedOutcomes; readonly arms: Uint8Array },
): WorldStatistic {
  const { value } = outcomes;
  const shells = shellsOf(network, agents, distance);
  if (statistic === "edges") return focalEdges(agents, outcomes, shells, held);
  // Only what is held decides the residuals: they are the same for every assignment.
  const known = new Float64Array(network.n);
  const near = new Float64Array(network.n);
  agents.forEach((i, p) => {
    const row = shells.sources.subarray(shells.offsets[p]!, shells.offsets[p + 1]!);
    for (const j of row) if (held[j] === 1 && arms[j] !== 0) known[i]! += 1 / row.length;
    if (distance === 0) return;
    const inside = ball(network, i, distance);
    for (const j of inside) if (arms[j] !== 0) near[i]! += 1 / inside.length;
  });
  const residual = residualsOf(agents, value, arms, distance === 0 ? [known] : [known, near]);
  if (statistic === "score") return treatedShare(agents, residual, shells, held);
  const exposed = new Uint8Array(network.n);
  return compareGroups(
    "difference",
    { agents, value: residual },
    {
      first: 1,
      second: 0,
      of: (z) => {
        agents.forEach((i, p) => {
          exposed[i] = 0;
          for (let e = shells.offsets[p]!; e < shells.offsets[p + 1]!; e++)
            if (held[shells.sources[e]!] === 0 && z[shells.sources[e]!] !== 0) exposed[i] = 1;
        });
        return exposed;
      },
    },
  );
}
