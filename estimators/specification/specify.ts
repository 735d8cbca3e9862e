// Nested tests of the exposure: Hoshino and Yanagi (2023), "Randomization test for the specification of interference structure", arXiv 2301.05580; closed testing: Marcus, Peritz and Gabriel (1976), Biometrika 63.

import type { Law } from "../../designs/Design.ts";
import { present } from "../../src/core/present.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { shown } from "../../src/core/shown.ts";
import { wantArgument } from "../../src/core/wantArgument.ts";
import { wantSeed } from "../../src/core/wantSeed.ts";
import { wantWhole } from "../../src/core/wantWhole.ts";
import type { Exposure } from "../../src/exposure/Exposure.ts";
import type { Network } from "../../src/network/Network.ts";
import type { WorldData } from "../ExperimentData.ts";
import { testedOutcomes } from "../hypotheses/testedOutcomes.ts";
import type { ExposureMap } from "./ExposureMap.ts";
import { exposureAsMap } from "./exposureAsMap.ts";
import { type MapFinding, type MapMethod, mapTest, type TestedExperiment } from "./mapTest.ts";
import { nestedMaps } from "./nestedMaps.ts";
import type { Specification, SpecificationStep } from "./Specification.ts";
import { verdictOf } from "./verdictOf.ts";

/** The experiment whose exposure is tested. */
export interface SpecifyRequest {
  readonly network: Network;
  readonly law: Law;
  /** Arms and outcomes of each world; `observed` is 1 where there is an outcome. */
  readonly worlds: readonly Pick<WorldData, "arms" | "outcome" | "observed">[];
  /** The mapping that the study uses: tested by itself beside the chain. Default: none is. */
  readonly exposure?: Exposure;
  /** Further networks of the same agents, by name: counts in them come before two hops. Default none. */
  readonly also?: Readonly<Record<string, Network>>;
}

export interface SpecifySettings {
  /** Level of the closed procedure, above 0 and below 1. Default 0.05. */
  readonly alpha?: number;
  /** How maps are tested: `focal` keeps the exposure of focal agents, `pairs` compares assignments two by two, `auto` (the default) takes `focal` where the law of the design allows it. */
  readonly method?: MapMethod;
  /** Assignments drawn where they cannot be listed, from 19. Default 999. */
  readonly draws?: number;
  /** Seed of draws and focal agents. Default 1. */
  readonly seed?: string | number;
}

/**
 * Tests a chain of exposure maps, each finer than the one before it: nothing, own arm, own × any treated in-neighbour, counts, shares by weight, counts in further networks, two hops. Each hypothesis "outcomes depend on the assignment
 * through this map only" is tested by randomization under the study's own design, with a statistic that looks at all finer maps.
 *
 * The hypotheses are nested: if a coarse one is true, so are all finer ones. Closed testing then needs no correction: every intersection of them is the coarsest of its members, so a hypothesis is rejected at level α where
 * its own test and those of all coarser ones reject at α. If k is the first true hypothesis, a false rejection needs the test of k to reject, which has at most the chance α; so the chance of any
 * false rejection is at most α. A hypothesis without a test of its own is passed over: that of the next finer one is a valid test of it.
 *
 * Cost: draws × edges for each map.
 *
 * @throws SpillwayError for settings out of range.
 */
export function specify(request: SpecifyRequest, settings: SpecifySettings = {}): Specification {
  wantArgument("specify", "a request", request, { fields: ["network", "law", "worlds"] });
  wantArgument("specify", "options", settings);
  const { alpha = 0.05, method = "auto", draws = 999, seed = 1 } = settings;
  if (!(alpha > 0 && alpha < 1))
    throw new SpillwayError(`specify: alpha must be above 0 and below 1, got ${shown(alpha)}`);
  if (!["auto", "focal", "pairs"].includes(method))
    throw new SpillwayError(`specify: method must be auto, focal or pairs, got ${shown(method)}`);
  wantWhole("specify: draws", draws, 19);
  wantSeed("specify", seed);
  const { network, law, worlds, exposure, also } = request;
  const tested = testedOutcomes({ probabilities: { network, law }, worlds });
  const experiment: TestedExperiment = {
    ...{ network, law, tested, draws, seed, method },
    observed: worlds.map(({ arms }) => arms),
  };
  const { maps, skipped, notes } = nestedMaps({ network, law, ...present({ also }) });
  const features = maps.map((map) => map.features);
  const stepOf = (map: ExposureMap, from: number): SpecificationStep => {
    const finer = maps.slice(from);
    const head = {
      map: map.name,
      hypothesis: `outcomes depend ${map.name === "nothing" ? "" : "only "}on ${map.words}`,
      against: finer.map(({ name }) => name),
    };
    const finding =
      tested.population === 0
        ? "no outcome was observed"
        : mapTest(
            {
              map,
              holds: features.slice(0, from).flatMap((own, k) => (maps[k]!.name === "own" ? [] : own)),
              next: finer[0]?.features ?? [],
              beyond: finer.slice(1).flatMap((one) => one.features),
            },
            experiment,
          );
    return typeof finding === "string"
      ? { ...head, because: finding, warnings: [] }
      : { ...head, ...foundBy(finding), warnings: warningsOf(finding, alpha) };
  };
  let closed: number | undefined;
  const steps = maps.slice(0, -1).map((map, k): SpecificationStep => {
    const step = stepOf(map, k + 1);
    if (step.p === undefined) return step;
    closed = Math.max(closed ?? 0, step.p);
    return { ...step, closed, rejected: closed <= alpha * (1 + 1e-12) };
  });
  const own = exposure === undefined ? undefined : studyStep(exposure, network, law, maps, stepOf, alpha);
  const kept = steps.find(({ rejected }) => rejected === false)?.map;
  const found = { alpha, steps, ...present({ kept, study: own }), skipped };
  return {
    ...found,
    verdict: verdictOf(found),
    // Where nobody has an outcome every step says so.
    notes: tested.population === 0 ? notes : [...tested.notes, ...notes],
    population: tested.population,
    worlds: worlds.length,
  };
}

function foundBy({
  p,
  statistic,
  nextP,
  method,
  agents,
  assignments,
  listed,
  mcse,
}: MapFinding): Partial<SpecificationStep> {
  return { p, statistic, nextP, method, agents, assignments, listed, ...present({ mcse }) };
}

function warningsOf({ least, assignments, listed }: MapFinding, alpha: number): string[] {
  if (least <= alpha * (1 + 1e-9) && assignments * alpha >= 1 - 1e-9) return [];
  return [
    `this test cannot reach ${alpha}: with ${assignments} assignments ${listed ? "possible" : "drawn"}, p is at least ${least.toPrecision(3)} whatever the outcomes`,
  ];
}

/**
 * The study's mapping against everything of the chain that it does not hold: each feature that varies while the condition stays. What looks at the own arm or one-hop exposures within conditions is among them,
 * as a mapping may be coarser there.
 */
function studyStep(
  exposure: Exposure,
  network: Network,
  law: Law,
  maps: readonly ExposureMap[],
  stepOf: (map: ExposureMap, from: number) => SpecificationStep,
  alpha: number,
): SpecificationStep | undefined {
  if (maps.length < 2) return undefined;
  const step = stepOf(exposureAsMap(exposure.forArms?.(law.arms) ?? exposure, network), 1);
  // Which map comes next after one of a study's own is not known.
  const { nextP: _, ...own } = step;
  return own.p === undefined ? own : { ...own, rejected: own.p <= alpha * (1 + 1e-12) };
}
