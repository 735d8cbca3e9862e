// Long because each check of a table of units is a few lines, and all read the same arrays.

import type { Law } from "../../../designs/Design.ts";
import { fitOfArms } from "../../../designs/fit/fitOfArms.ts";
import { few } from "../../core/few.ts";
import { rng } from "../../core/rng.ts";
import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { suggest } from "../../core/suggest.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { deliveredArms } from "../../experiment/estimates/deliveredArms.ts";
import { unitsToPlan } from "../../experiment/estimates/unitsToPlan.ts";
import type { HeardRow } from "../../log/units/readHeard.ts";
import type { UnitRow } from "../../log/units/UnitRow.ts";
import { compareIds } from "../../network/compareIds.ts";
import { fromEdges } from "../../network/fromEdges.ts";
import type { Network } from "../../network/Network.ts";
import { FALSE_ALARM, type Finding } from "../Finding.ts";
import { heardChecks } from "./heardChecks.ts";
import { type Arms, explainedShare, redraws, redrawTest } from "./redrawTest.ts";

export interface UnitCheckOptions {
  /** The law that assigned the arms, on the network. Without it arms are taken as exchangeable within a world. */
  readonly law?: Law;
  /** The agents, and the edges that were declared before the run; without edges, none were. */
  readonly network?: Network;
  /** Who heard whom, as the log tells it. */
  readonly heard?: readonly HeardRow[];
  /** A channel whose law is known: then exposure is randomized even where edges were not declared. */
  readonly channel?: "random-partner" | "delivery-coin" | "yoked";
  /** Columns known before the assignment. */
  readonly covariates?: readonly string[];
  /** Columns that no treatment can have moved. */
  readonly negativeControls?: readonly string[];
  /** Column that says in which order, or when, agents were asked. */
  readonly order?: string;
  /** Where a row of the table stands, for errors. */
  readonly placeOf?: (unit?: UnitRow) => Place;
  /** Seed of the redraws. Default 1. */
  readonly seed?: string | number;
}

/**
 * Whether a table of units can be trusted: arms against the law, delivered against assigned arms, balance, missing outcomes by arm and exposure,
 * order, negative controls, and the edges that were used. Tests redraw the arms 1,999 times by the law; each flags an honest table with a
 * chance of at most 0.001, all its columns together.
 *
 * @throws SpillwayError for a column that the table does not have, and for agents and arms that network and law do not have.
 */
export function unitChecks(units: readonly UnitRow[], options: UnitCheckOptions = {}): Finding[] {
  wantArgument("unitChecks", "rows of units", units, { fields: ["map"] });
  wantArgument("unitChecks", "options", options);
  const { law, network, seed = 1 } = options;
  const among =
    network ?? fromEdges([], { agents: [...new Set(units.map(({ agent }) => agent))].sort(compareIds) });
  const names = law?.arms ?? [...new Set(units.map(({ arm }) => arm))].sort();
  const first = firstRows(units);
  const { plan, numbers } = unitsToPlan(first, among, names, options.placeOf ?? (() => ({ file: "units" })));
  const arms: Arms = plan.assignments.map((one) => Int16Array.from(one));
  const place = new Map(among.ids.map((id, i) => [id, i]));
  const world = new Map(numbers.map((number, w) => [number, w]));
  const redraw = redraws(arms, law);
  const how = law
    ? "1,999 redraws of the law"
    : "1,999 exchanges of arms within worlds, for want of --design";
  const columns = Object.keys(units[0]?.covariates ?? {});
  const valuesOf = (column: string, of: (unit: UnitRow) => number): Float64Array[] => {
    const found = arms.map((one) => new Float64Array(one.length).fill(Number.NaN));
    for (const unit of first) found[world.get(unit.world)!]![place.get(unit.agent)!] = of(unit);
    if (column !== "" && !columns.includes(column))
      throw new SpillwayError(
        `trust: the units have no column ${shown(column)}${suggest(column, columns)}: they have ${few(columns.map((one) => shown(one))) || "none beside agent, arm and outcome"}`,
      );
    return found;
  };
  const variables = (column: string): Float64Array[][] => {
    const texts = first.map(({ covariates }) => (covariates?.[column] ?? "").trim());
    const known = texts.filter((text) => text !== "");
    if (known.every((text) => Number.isFinite(Number(text))))
      return [valuesOf(column, ({ covariates }) => numberOf(covariates?.[column]))];
    return [...new Set(known)]
      .sort()
      .slice(0, 20)
      .map((level) =>
        valuesOf(column, ({ covariates }) => ((covariates?.[column] ?? "").trim() === level ? 1 : 0)),
      );
  };
  const groupTest = (check: string, given: readonly string[], found: string, fine: string): Finding => {
    const all = given.flatMap((column) => variables(column).map((values) => ({ column, values })));
    let most = { column: given[0]!, share: -1 };
    for (const { column, values } of all) {
      const share = explainedShare(values, arms);
      if (share > most.share) most = { column, share };
    }
    const p = redrawTest(arms, redraw, rng(seed).fork(check), (z) =>
      all.reduce((top, { values }) => Math.max(top, explainedShare(values, z)), 0),
    );
    const bad = p <= FALSE_ALARM;
    return {
      check,
      where: most.column,
      verdict: bad ? "flagged" : "clean",
      p,
      says: `of ${few(given)}, arms differ most in ${most.column}, and explain ${(100 * Math.max(0, most.share)).toFixed(1)} % of it (${how}): ${bad ? found : fine}`,
    };
  };
  const { covariates = [], negativeControls = [], order } = options;
  return [
    lawFinding(law, plan.assignments, among),
    deliveredFinding(units, names),
    covariates.length === 0
      ? unknown("balance", "no column is named that was known before the assignment: --covariates")
      : groupTest(
          "balance",
          covariates,
          "arms were not assigned by this law, or a column is a result of the treatment",
          "as chance lets them",
        ),
    missingFinding(first, valuesOf, arms, redraw, among, options, how),
    order === undefined
      ? unknown("order effects", "no column says in which order agents were asked: --order")
      : groupTest(
          "order effects",
          [order],
          "arms were asked at different times, so whatever changed in between looks like an effect",
          "arms were mixed in time",
        ),
    negativeControls.length === 0
      ? unknown(
          "negative controls",
          "no column is named that no treatment can have moved: --negative-control",
        )
      : groupTest(
          "negative controls",
          negativeControls,
          "the treatment seems to move what it cannot, so arms differ in more than the treatment",
          "the treatment moves nothing that it cannot",
        ),
    ...heardChecks({ arms, redraw, among, worlds: world, how, seed, ...options }),
  ];
}

const unknown = (check: string, says: string): Finding => ({ check, verdict: "cannot tell", says });

const numberOf = (text: string | undefined): number =>
  text === undefined || text.trim() === "" ? Number.NaN : Number(text);

/** The first row of each agent and world: what was assigned first, in the order of the table. */
function firstRows(units: readonly UnitRow[]): UnitRow[] {
  const found = new Map<string, UnitRow>();
  for (const unit of units) {
    const key = `${unit.world}\n${unit.agent}`;
    const before = found.get(key);
    if (!before || (unit.round ?? 0) < (before.round ?? 0)) found.set(key, unit);
  }
  return [...found.values()];
}

function lawFinding(
  law: Law | undefined,
  assignments: readonly (readonly number[])[],
  network: Network,
): Finding {
  const check = "arms against the law";
  if (!law) return unknown(check, "no design is given: --design says by which law arms were assigned");
  if (assignments.some((one) => one.includes(-1)))
    return unknown(
      check,
      "agents of the network have no row in some world, so the assignment is not known whole",
    );
  const fit = fitOfArms(law, assignments, network);
  const p = Math.min(1, fit.neighbours ? 2 * Math.min(fit.p, fit.neighbours.p) : fit.p);
  const found = fit.neighbours && fit.neighbours.p < fit.p ? fit.neighbours.found : fit.found;
  return p <= FALSE_ALARM
    ? {
        check,
        verdict: "flagged",
        p,
        says: `${found}: the design can hardly have assigned these arms, so no probability that comes of it holds`,
      }
    : {
        check,
        verdict: "clean",
        p,
        says: `${found === "" ? "every count is fixed by the design" : found}: the design can have assigned these arms`,
      };
}

function deliveredFinding(units: readonly UnitRow[], arms: readonly string[]): Finding {
  const check = "delivered against assigned";
  const warnings = deliveredArms(units, arms);
  if (warnings.length > 0) return { check, verdict: "flagged", p: 0, says: warnings.join("; ") };
  const told = Object.keys(units[0]?.covariates ?? {}).some((name) => /^(delivered|received)/i.test(name));
  return told
    ? { check, verdict: "clean", says: "the arm delivered is the arm assigned in every row" }
    : unknown(check, "the table has no column delivered, so whether treatments got through cannot show");
}

/** Missing outcomes by arm, and by whether an in-neighbour is not in the first arm. */
function missingFinding(
  first: readonly UnitRow[],
  valuesOf: (column: string, of: (unit: UnitRow) => number) => Float64Array[],
  arms: Arms,
  redraw: ReturnType<typeof redraws>,
  network: Network,
  { seed = 1 }: UnitCheckOptions,
  how: string,
): Finding {
  const check = "missing outcomes";
  const missing = first.filter(({ outcome }) => outcome === undefined).length;
  if (missing === 0)
    return { check, verdict: "clean", rows: 0, says: "every agent has an outcome in its first round" };
  const values = valuesOf("", ({ outcome }) => (outcome === undefined ? 1 : 0));
  const cells = (z: Arms): Arms =>
    z.map((one) =>
      one.map((arm, i) => {
        if (arm < 0) return -1;
        let exposed = 0;
        for (let e = network.offsets[i]!; e < network.offsets[i + 1]!; e++)
          if (one[network.sources[e]!]! > 0) exposed = 1;
        return 2 * arm + exposed;
      }),
    );
  const p = redrawTest(arms, redraw, rng(seed).fork(check), (z) => explainedShare(values, cells(z)));
  const what = network.edges === 0 ? "arm" : "arm and exposure";
  return {
    check,
    verdict: p <= FALSE_ALARM ? "flagged" : "clean",
    p,
    rows: missing,
    says: `${missing} of ${first.length} outcomes are missing; they depend on ${what} ${p <= FALSE_ALARM ? "more than chance lets them: those who answered are no longer comparable, so give bounds" : "no more than chance lets them"} (${how})`,
  };
}
