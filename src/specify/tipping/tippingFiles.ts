import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { suggest } from "../../core/suggest.ts";
import { chooseRounds } from "../../experiment/estimates/chooseRounds.ts";
import { estimatorsFor } from "../../experiment/estimates/estimatorsFor.ts";
import { groupsBy } from "../../experiment/estimates/groupsBy.ts";
import { type ExperimentFiles, probabilitiesOf } from "../../experiment/estimates/probabilitiesFiles.ts";
import { unitsToPlan } from "../../experiment/estimates/unitsToPlan.ts";
import { experimentScope } from "../../experiment/experimentScope.ts";
import { loadRun } from "../../experiment/loadRun.ts";
import type { UnitRow } from "../../log/units/UnitRow.ts";
import { outcomesOf } from "../../study/outcomesOf.ts";
import { parseContrast } from "../../study-file/parseContrast.ts";
import type { EdgeErrors } from "./EdgeErrors.ts";
import { type TippingPoint, type TippingRequest, tippingPoint } from "./tippingPoint.ts";

/** What both ways to ask have in common. */
export interface TippingAsked
  extends Pick<
    TippingRequest,
    "rates" | "ties" | "simulations" | "seed" | "confidence" | "worst" | "onSize" | "onProgress"
  > {
  readonly errors: EdgeErrors["kind"];
  readonly where?: EdgeErrors["where"];
  /** Column of the unit table with the group of each agent, for errors within and across groups. */
  readonly groups?: string;
  /** Kind of the estimator, inline JSON or a file. Default hajek; of a run, the first of its study that answers contrasts. */
  readonly estimator?: string;
}

interface TippingFilesOptions extends TippingAsked, Omit<ExperimentFiles, "seed"> {
  readonly units: string;
  /** `name=first:second`. */
  readonly contrast: string;
  readonly round?: string;
}

/**
 * The tipping point of an experiment given as files.
 *
 * @throws SpillwayError with file and line for what is wrong in a file, and what {@link tippingPoint} throws.
 */
export async function tippingFiles(options: TippingFilesOptions): Promise<TippingPoint> {
  const { units: file, contrast: text, round, groups, estimator, errors, where, ...rest } = options;
  const { rates, ties, simulations, seed, confidence, worst, onSize, onProgress, ...files } = rest;
  const { scanUnitsFile } = await import("../../log/units/readUnits.ts");
  const { delimiter, decimal, missing } = files;
  const scanned = await scanUnitsFile(file, {
    dialect: present({ delimiter, decimal, missing }),
    covariates: true,
    leftOut: (column) => column !== groups,
    keep: () => true,
  });
  const { probabilities, assign } = await probabilitiesOf(files, [
    ...new Set(scanned.units.map(({ agent }) => agent)),
  ]);
  const contrast = parseContrast(text, probabilities.conditions);
  const [chosen, ...more] = chooseRounds(scanned, round);
  if (chosen === undefined || more.length > 0)
    throw new SpillwayError("tipping: wanted one round, got all: name one with --round");
  const { network, law } = probabilities;
  const { plan, worlds } = unitsToPlan(chosen.units, network, law.arms, scanned.placeOf);
  const found = tippingPoint({
    ...{ plan, probabilities, worlds, contrast },
    estimator: await estimatorOf(estimator ?? "hajek"),
    errors: errorsOf({ errors, where, groups }, chosen.units, network.ids),
    probability: present({ draws: files.draws }),
    ...present({ rates, ties, simulations, seed, confidence, worst, onSize, onProgress }),
  });
  return { ...found, experiment: experimentScope(assign.name, law) };
}

/**
 * The tipping point of a finished run.
 *
 * @param name of the contrast of its study. Default: the first.
 */
export async function tippingRun(
  folder: string,
  name: string | undefined,
  asked: TippingAsked,
): Promise<TippingPoint> {
  const { prepared, plan, units } = await loadRun(folder);
  const { study, probabilities, network } = prepared;
  const names = study.inquiry.map((one) => one.name);
  const contrast = name === undefined ? study.inquiry[0] : study.inquiry.find((one) => one.name === name);
  if (contrast === undefined)
    throw new SpillwayError(
      name === undefined
        ? "tipping: the study of this run asks no contrast"
        : `tipping: there is no contrast ${shown(name)} in the study${suggest(name, names)}`,
    );
  const answering = study.answer.find((one) => one.means !== undefined) ?? study.answer[0]!;
  const { errors, where, groups, estimator, ...rest } = asked;
  const found = tippingPoint({
    ...{ plan, probabilities, contrast },
    worlds: outcomesOf(units, plan),
    estimator: estimator === undefined ? answering : await estimatorOf(estimator),
    errors: errorsOf({ errors, where, groups }, units, network.ids),
    confidence: study.confidence,
    probability: present({ draws: study.draws }),
    ...present(rest),
  });
  return { ...found, experiment: experimentScope(study.data.assign.name, probabilities.law) };
}

async function estimatorOf(text: string): Promise<TippingRequest["estimator"]> {
  const [found] = await estimatorsFor({
    ...{ named: [text], contrasts: true, further: [], covariates: [], baseline: [] },
  });
  return found!;
}

function errorsOf(
  {
    errors: kind,
    where,
    groups,
  }: {
    readonly errors: EdgeErrors["kind"];
    readonly where: EdgeErrors["where"] | undefined;
    readonly groups: string | undefined;
  },
  units: readonly UnitRow[],
  ids: readonly string[],
): EdgeErrors {
  if (groups === undefined) return { kind, ...present({ where }) };
  const { groups: found } = groupsBy(units, groups, ids);
  const of = ids.map((_, i) => found.find(({ inside }) => inside[i] === 1)?.words);
  return { kind, ...present({ where }), groups: of };
}
