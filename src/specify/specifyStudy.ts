import { armsInDoubt } from "../../estimators/contrast/armsInDoubt.ts";
import { observe } from "../../estimators/contrast/observe.ts";
import { type CoarseToFineRow, coarseToFine } from "../../estimators/misspecified/coarseToFine.ts";
import type { Specification } from "../../estimators/specification/Specification.ts";
import { type SpecifySettings, specify } from "../../estimators/specification/specify.ts";
import { few } from "../core/few.ts";
import { present } from "../core/present.ts";
import { rng } from "../core/rng.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { chooseRounds, type RoundOfUnits } from "../experiment/estimates/chooseRounds.ts";
import { deliveredArms } from "../experiment/estimates/deliveredArms.ts";
import { unitsToPlan } from "../experiment/estimates/unitsToPlan.ts";
import { loadRun } from "../experiment/loadRun.ts";
import { runFolder } from "../experiment/runFolder.ts";
import { chosenOutcome } from "../log/units/chosenOutcome.ts";
import type { Network } from "../network/Network.ts";
import { prepareStudy } from "../study/prepareStudy.ts";
import type { Study } from "../study/study.ts";
import { wantStudy } from "../study/wantStudy.ts";
import { chosenOutcomes } from "./chosenOutcomes.ts";
import { isFolder } from "./isFolder.ts";
import { sameAgents } from "./sameAgents.ts";

export interface SpecifyStudyOptions extends SpecifySettings {
  /** Number of a round, name of its period, or "all"; needed when the table has several rounds. */
  readonly round?: string;
  /** Number of a world. Default: all worlds of the table together. */
  readonly world?: number;
  /** Outcomes to ask about: those of the study by their names, or columns of the table. Default: all that the study names, each in a chain of its own. */
  readonly outcomes?: readonly string[];
  /** Further networks among the agents, by name. Default none. */
  readonly also?: Readonly<Record<string, Network>>;
  /** What to do when the study's design can hardly have assigned these arms: `refuse`, or `warn`. Default refuse. */
  readonly unlikelyArms?: "refuse" | "warn";
}

/** What a table says of the exposure in one round. */
export interface RoundSpecification extends Specification {
  readonly round?: number;
  readonly period?: string;
  /** The outcome, where several are asked about, or another than the study's own. */
  readonly outcome?: string;
  /** How many outcomes share the level, where there are several: the level of this chain is that of all of them, divided by their number. */
  readonly outcomes?: number;
  /** The same contrasts under finer and finer maps; empty where the network is too large for it. */
  readonly comparison: readonly CoarseToFineRow[];
}

/** The level where none is given, as that of `specify`. */
const ALPHA = 0.05;
/** Larger networks have no comparison: probabilities of three maps, and pairs of agents three steps away, take long. */
const MOST_COMPARED = 2000;

/**
 * Tests the chain of exposure maps ({@link specify}) on the outcomes of a study: those of a finished run, or of a unit table. Outcomes are those of the last round of a run; of a table with several rounds one is chosen, or each is
 * tested by itself.
 *
 * Where several outcomes are asked about, each has a chain of its own at the level divided by their number, so that the chance of refuting any true
 * hypothesis about any of them is at most the level (Bonferroni).
 *
 * @param data folder of a finished run, or file of a unit table; "-" for standard input. Undefined before there are outcomes: the hypotheses are then listed, and none is tested.
 * @throws SpillwayError with file and line for what is wrong in a table, and when network, design and data do not fit.
 */
export async function specifyStudy(
  study: Study,
  data: string | undefined,
  options: SpecifyStudyOptions = {},
): Promise<RoundSpecification[]> {
  wantStudy("specifyStudy", study);
  const { round, world, also = {}, unlikelyArms, outcomes: named, ...settings } = options;
  const folder = data !== undefined && isFolder(data);
  if (folder && round !== undefined)
    throw new SpillwayError(
      `specify: --round does not go with the folder of a run, whose units are those of its last round: give a unit table with rounds instead, got ${shown(round)}`,
    );
  const prepared = folder ? (await loadRun(data, study)).prepared : prepareStudy(study);
  const { network, law } = prepared;
  const others = Object.fromEntries(
    Object.entries(also).map(([name, one]) => [name, sameAgents(one, network, name)]),
  );
  const asked = { network, law, exposure: study.data.expose, also: others };
  const asks = chosenOutcomes(study, named, folder);
  const shared = asks.length;
  const level = settings.alpha ?? ALPHA;
  const seeded = { seed: study.seed, ...settings, ...(shared > 1 ? { alpha: level / shared } : {}) };
  if (data === undefined) {
    const arms = law.draw(rng(study.seed).fork("specify"));
    const none = { arms, outcome: new Float64Array(network.n), observed: new Uint8Array(network.n) };
    return [{ ...specify({ ...asked, worlds: [none] }, seeded), comparison: [] }];
  }
  const { scanUnitsFile } = await import("../log/units/readUnits.ts");
  const scanned = await scanUnitsFile(folder ? runFolder(data).units : data, {
    dialect: {},
    covariates: true,
    ...(asks.every(({ reading }) => reading) ? { outcomeElsewhere: true } : {}),
    keep: (w) => world === undefined || w === world,
  });
  if (world !== undefined && !scanned.worlds.has(world))
    throw new SpillwayError(
      `units: there is no world ${world}: the table has ${[...scanned.worlds]
        .sort((a, b) => a - b)
        .slice(0, 12)
        .join(", ")}`,
      { place: scanned.placeOf() },
    );
  const askedOf = ({ name, reading }: (typeof asks)[number], block: RoundOfUnits): RoundSpecification => {
    const units = reading ? chosenOutcome(block.units, reading) : block.units;
    const { plan, worlds, notes } = unitsToPlan(units, network, law.arms, scanned.placeOf);
    const doubts = armsInDoubt(plan, { law, network }, unlikelyArms);
    const observed = worlds.map((outcomes, w) => ({
      arms: Uint8Array.from(plan.assignments[w]!),
      ...observe(plan, w, outcomes, {
        ...{ network, law, conditions: [], impossible: () => [] },
        exposure: { of: () => new Uint8Array(network.n) },
      }),
    }));
    const found = specify({ ...asked, worlds: observed }, seeded);
    const comparison =
      network.n > MOST_COMPARED
        ? []
        : coarseToFine({
            ...{ network, law, worlds: observed, design: study.data.assign, seed: study.seed },
            confidence: study.confidence,
          });
    return {
      ...present({ round: block.round, period: block.period }),
      ...(shared > 1 || reading ? { outcome: name } : {}),
      ...(shared > 1 ? { outcomes: shared } : {}),
      ...found,
      comparison,
      notes: [
        ...(shared > 1
          ? [
              `${shared} outcomes are asked about (${few(asks.map((one) => one.name))}), each at ${level}/${shared}: the chance of refuting any true hypothesis about any of them is at most ${level}`,
            ]
          : []),
        ...(network.n > MOST_COMPARED
          ? [
              `contrasts are compared under finer maps up to ${MOST_COMPARED} agents, and there are ${network.n}: coarseToFine of spillway/estimators does it for more`,
            ]
          : []),
        ...doubts,
        ...deliveredArms(block.units, law.arms),
        ...scanned.notes,
        ...notes,
        ...found.notes,
      ],
    };
  };
  return chooseRounds(scanned, round).flatMap((block) => asks.map((one) => askedOf(one, block)));
}
