import { averageWorlds } from "../../../estimators/contrast/averageWorlds.ts";
import type { AnswerRow, EstimateRow } from "../../../estimators/Estimator.ts";
import { averageAnswers } from "../../../estimators/further/averageAnswers.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { type HeardRow, readHeard } from "../../log/units/readHeard.ts";
import { scanUnitsFile } from "../../log/units/readUnits.ts";
import type { UnitRow } from "../../log/units/UnitRow.ts";
import type { TableDialect } from "../../network/files/tables/TableDialect.ts";
import { fromEdges } from "../../network/fromEdges.ts";
import type { Network } from "../../network/Network.ts";
import { chooseRounds } from "./chooseRounds.ts";
import { pooledRounds } from "./pooledRounds.ts";

/** What the options of estimates from files say that is looked at here. */
interface HeardOptions extends TableDialect {
  readonly heard: string;
  readonly lag?: number;
  readonly network?: string;
  readonly units: string;
  readonly round?: string;
  readonly world?: number;
  readonly skipDamaged?: number;
}

/** The estimates of one round. */
interface Block {
  readonly round?: number;
  readonly period?: string;
  readonly pooled?: number;
  readonly rows: readonly AnswerRow[];
  readonly notes: readonly string[];
}

/**
 * Estimates on who heard whom: each world and round has the network of its own messages, of the same round or of one `lag` rounds before. Worlds are averaged as always.
 *
 * @param onNetwork estimates one world and round on a network that is at hand.
 * @throws SpillwayError for a lag without rounds, arms that change within the lag, messages of agents that the units do not have, and a network beside.
 */
export async function estimateHeard<Options extends HeardOptions>(
  given: Options,
  onNetwork: (options: Omit<Options, "heard" | "lag">, network: Network) => Promise<Block[]>,
): Promise<Block[]> {
  const { heard: file, lag = 0, ...options } = given;
  if (options.network !== undefined)
    throw new SpillwayError(
      "estimate: --network has edges that were declared, --heard those that came about: give one of them",
    );
  if (file === "-" || options.units === "-")
    throw new SpillwayError("estimate: with --heard, units and messages must be files, which are read twice");
  const { delimiter, decimal, missing } = options;
  const dialect = present({ delimiter, decimal, missing });
  const messages = await readHeard(file, "estimate", dialect);
  const scanned = await scanUnitsFile(options.units, {
    dialect,
    covariates: true,
    leftOut: () => true,
    keep: () => true,
    ...present({ skipDamaged: options.skipDamaged }),
  });
  const rounds = chooseRounds(scanned, options.round);
  const byRound = new Map<number | undefined, readonly UnitRow[]>();
  for (const unit of scanned.units) byRound.set(unit.round, [...(byRound.get(unit.round) ?? []), unit]);
  const worlds = [...new Set(scanned.units.map(({ world }) => world))]
    .filter((world) => options.world === undefined || world === options.world)
    .sort((a, b) => a - b);
  const found: Block[] = [];
  for (const { round, period, units } of rounds) {
    if (lag > 0) {
      if (round === undefined)
        throw new SpillwayError(`estimate: --lag ${lag} needs rounds, and the units have none`);
      wantSameArms(units, byRound.get(round - lag) ?? [], round, lag);
    }
    const of = round === undefined ? undefined : round - lag;
    const blocks: Block[] = [];
    for (const world of worlds) {
      const agents = units.flatMap((unit) => (unit.world === world ? [unit.agent] : []));
      const network = networkOf(messages, agents, { world, round: of }, file);
      const [block] = await onNetwork(
        { ...options, world, ...(round === undefined ? {} : { round: String(round) }) },
        network,
      );
      blocks.push(block!);
    }
    found.push({
      ...present({ round, period }),
      rows: blocks[0]!.rows.map((_, k) => averaged(blocks.map(({ rows }) => rows[k]!))),
      notes: [
        ...new Set(blocks.flatMap(({ notes }) => notes)),
        `each world has the network of its own messages${of === undefined ? "" : lag === 0 ? " of the round" : `, of ${lag} round${lag === 1 ? "" : "s"} before the outcome`}`,
      ],
    });
  }
  const pooled =
    options.round === "all" && found.length > 1 ? pooledRounds(found.map(({ rows }) => rows)) : [];
  const notes = found[0]?.notes ?? [];
  return [...found, ...(pooled.length > 0 ? [{ pooled: found.length, rows: pooled, notes }] : [])];
}

function averaged(rows: readonly AnswerRow[]): AnswerRow {
  const [first] = rows as readonly [AnswerRow];
  if (rows.length === 1) return first;
  if ("statistic" in first)
    throw new SpillwayError(
      "estimate: a test on networks that differ between worlds has no p-value for all: choose one with --world",
    );
  const { confidence = 0.95 } = "confidence" in first ? first : {};
  return "kind" in first
    ? averageAnswers(rows as Parameters<typeof averageAnswers>[0], confidence)
    : averageWorlds(rows as readonly EstimateRow[], confidence);
}

function networkOf(
  messages: readonly HeardRow[],
  agents: readonly string[],
  { world, round }: { readonly world: number; readonly round: number | undefined },
  file: string,
): Network {
  const known = new Set(agents);
  const edges = new Map<string, readonly [string, string]>();
  for (const one of messages) {
    if (one.world !== world || (one.round !== undefined && round !== undefined && one.round !== round))
      continue;
    if (one.source === one.target) continue;
    const stranger = [one.source, one.target].find((agent) => !known.has(agent));
    if (stranger !== undefined)
      throw new SpillwayError(
        `estimate: a message of world ${world} is from or to ${shown(stranger)}, which the units of that world do not have: without its arm nobody's exposure is known`,
        { place: { file } },
      );
    edges.set(JSON.stringify([one.source, one.target]), [one.source, one.target]);
  }
  return fromEdges([...edges.values()], { agents, directed: true });
}

/** Exposure of a round before is of the arms of that round; the estimators have one arm for each agent. */
function wantSameArms(now: readonly UnitRow[], before: readonly UnitRow[], round: number, lag: number): void {
  const armOf = new Map(before.map(({ world, agent, arm }) => [JSON.stringify([world, agent]), arm]));
  for (const { world, agent, arm } of now) {
    const then = armOf.get(JSON.stringify([world, agent]));
    if (then === undefined)
      throw new SpillwayError(
        `estimate: --lag ${lag}: agent ${shown(agent)} of round ${round} has no row in round ${round - lag} of world ${world}, so its arm then is not known`,
      );
    if (then !== arm)
      throw new SpillwayError(
        `estimate: --lag ${lag}: agent ${shown(agent)} is in arm ${shown(then)} in round ${round - lag} and in ${shown(arm)} in round ${round}: exposure over earlier rounds is answered only where arms stay; see sequential-weighting for arms that change`,
      );
  }
}
