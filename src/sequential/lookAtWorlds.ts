import { existsSync } from "node:fs";
import { armsInDoubt } from "../../estimators/contrast/armsInDoubt.ts";
import { observe } from "../../estimators/contrast/observe.ts";
import { levelsOf } from "../../estimators/looks/Looks.ts";
import { type LooksResult, looksTest } from "../../estimators/looks/looksTest.ts";
import { canonicalJson } from "../core/canonicalJson.ts";
import { few } from "../core/few.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { wantText } from "../core/wantText.ts";
import { unitsToPlan } from "../experiment/estimates/unitsToPlan.ts";
import { readPlan } from "../experiment/keepPlan.ts";
import { loadRun } from "../experiment/loadRun.ts";
import { readRun } from "../experiment/readRun.ts";
import { runFolder } from "../experiment/runFolder.ts";
import type { UnitRow } from "../log/units/UnitRow.ts";
import { networkHash } from "../network/networkHash.ts";
import { isFolder } from "../specify/isFolder.ts";
import { exposureFor } from "../study/exposureFor.ts";
import { looksAsked } from "../study/looksAsked.ts";
import { type PreparedStudy, prepareStudy } from "../study/prepareStudy.ts";
import type { Study } from "../study/study.ts";
import { wantStudy } from "../study/wantStudy.ts";

/** What planned looks say of one hypothesis of a study. */
export interface StudyLooks extends LooksResult {
  /** Name of the inquiry; `no-effect` where the study asks none of this kind. */
  readonly inquiry: string;
}

export interface LookOptions {
  /** Look as of this many worlds. Default: all that are whole. */
  readonly worlds?: number;
}

/**
 * The planned looks of a study at its outcomes so far ({@link looksTest}): each test of `no-effect` that it asks, with the settings of its randomization test; where it asks
 * none, arms are compared.
 *
 * @param data folder of a run, complete or not, or a unit table with the worlds so far.
 * @throws SpillwayError when the study plans no looks, when `worlds` is no planned look, for tables with several rounds, and for data that are not of the study.
 */
export async function lookAtWorlds(
  study: Study,
  data: string,
  options: LookOptions = {},
): Promise<StudyLooks[]> {
  wantStudy("lookAtWorlds", study);
  wantText("lookAtWorlds", "a run or a table of units", data);
  wantArgument("lookAtWorlds", "options", options);
  const { worlds: asOf } = options;
  const { looks } = study;
  if (looks === undefined)
    throw new SpillwayError(
      "looks: the study plans none, and looks that were not planned have no level: give it looks: { at: [2, 4], spending: obrien-fleming } before its first call",
    );
  if (asOf !== undefined && !looks.at.includes(asOf))
    throw new SpillwayError(
      `looks: wanted a planned look (at ${few(looks.at.map(String))} worlds), got ${asOf}: a look at another time has no level, and is refused`,
    );
  const prepared = prepareStudy(study);
  const found = isFolder(data)
    ? await worldsOfRun(data, study, prepared)
    : await worldsOfTable(data, prepared);
  const { network, law } = prepared;
  const exposure = exposureFor(study.data.assign, study.data.expose);
  const probabilities = { network, law, exposure, conditions: exposure.conditions };
  const { plan, worlds, notes } = unitsToPlan(found.units, network, law.arms, found.placeOf);
  const doubts = found.planned ? [] : armsInDoubt(plan, { law, network });
  const observed = worlds.map((outcomes, w) => ({
    arms: Uint8Array.from(plan.assignments[w]!),
    ...observe(plan, w, outcomes, { ...probabilities, impossible: () => [] }),
  }));
  const some = asOf === undefined ? observed : observed.slice(0, asOf);
  if (asOf !== undefined && some.length < asOf)
    throw new SpillwayError(`looks: wanted ${asOf} whole worlds, got ${some.length}: the run has to go on`);
  const asked = looksAsked(study);
  return asked.map(({ inquiry, ...settings }): StudyLooks => {
    const result = looksTest({
      ...{ data: { probabilities, worlds: some }, looks, worlds: study.data.worlds },
      ...settings,
    });
    const several =
      asked.length > 1
        ? [
            `${asked.length} hypotheses are looked at, each at the level ${levelsOf(looks).at(-1)}: no correction is made for their number`,
          ]
        : [];
    return {
      inquiry,
      ...result,
      notes: [...doubts, ...found.notes, ...notes, ...several, ...result.notes],
    };
  });
}

interface WorldsSoFar {
  readonly placeOf: Parameters<typeof unitsToPlan>[3];
  /** Rows of the whole worlds 0, 1 … without a gap. */
  readonly units: readonly UnitRow[];
  readonly notes: readonly string[];
  /** Whether the assignments are those of a plan at hand. */
  readonly planned: boolean;
}

async function worldsOfRun(folder: string, study: Study, prepared: PreparedStudy): Promise<WorldsSoFar> {
  const files = runFolder(folder);
  const placeOf = (): { readonly file: string } => ({
    file: existsSync(files.units) ? files.units : files.journal,
  });
  if (existsSync(files.units)) {
    const { units } = await loadRun(folder, study);
    return { ...leading(units, prepared.network.n), placeOf, planned: true };
  }
  if (!existsSync(files.plan) || !existsSync(files.journal))
    throw new SpillwayError(
      `looks: there is no run in "${folder}": wanted a folder that spillway run has written`,
    );
  const plan = readPlan(files.plan);
  const { assign } = study.data;
  if (
    networkHash(prepared.network) !== plan.networkHash ||
    canonicalJson({ name: assign.name, params: assign.params }) !== canonicalJson(plan.design)
  )
    throw new SpillwayError(
      `looks: network and design of the study are not those of the plan in "${folder}": look with the study that was run`,
    );
  if (study.data.interact?.schedule.partial)
    throw new SpillwayError(
      "looks: the schedule passes over agents, so that only the end of the run tells which worlds are whole: look when it is complete, or run each look's worlds as a table of their own",
    );
  const { units } = readRun(files.journal, plan, prepared);
  return { ...leading(units, prepared.network.n), placeOf, planned: true };
}

async function worldsOfTable(file: string, { network }: PreparedStudy): Promise<WorldsSoFar> {
  const { scanUnitsFile } = await import("../log/units/readUnits.ts");
  const scanned = await scanUnitsFile(file, { dialect: {}, covariates: true, keep: () => true });
  if (scanned.rounds.size > 1)
    throw new SpillwayError(
      `looks: the table has ${scanned.rounds.size} rounds, and looks are over worlds: rounds of one world are no independent replications, so that no exact level holds over them; keep one round of each world`,
      { place: scanned.placeOf() },
    );
  const { notes, ...rest } = leading(scanned.units, network.n);
  return { ...rest, placeOf: scanned.placeOf, planned: false, notes: [...scanned.notes, ...notes] };
}

/** The worlds from the first on that are whole, by their numbers: the order that the plan fixed, whichever ended first. */
function leading(units: readonly UnitRow[], n: number): Pick<WorldsSoFar, "units" | "notes"> {
  const rows = new Map<number, number>();
  for (const { world } of units) rows.set(world, (rows.get(world) ?? 0) + 1);
  let whole = 0;
  while (rows.get(whole) === n) whole++;
  const beyond = [...rows.keys()].filter((world) => world >= whole).length;
  return {
    units: units.filter(({ world }) => world < whole),
    notes:
      beyond === 0
        ? []
        : [
            `${beyond === 1 ? "1 world is" : `${beyond} worlds are`} left out: world ${whole} is not whole yet, and looks take worlds in the order of their numbers`,
          ],
  };
}
