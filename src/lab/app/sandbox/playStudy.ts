import { SpillwayError } from "../../../core/SpillwayError.ts";
import type { UnitRow } from "../../../log/units/UnitRow.ts";
import { replay } from "../../../run/world/replay.ts";
import { analyze } from "../../../study/analyze.ts";
import { planStudy } from "../../../study/planStudy.ts";
import { prepareStudy } from "../../../study/prepareStudy.ts";
import type { Study } from "../../../study/study.ts";
import { parseStudy } from "../../../study-file/parseStudy.ts";
import { truths } from "../../../truth/truths.ts";
import type { DrawnNetwork } from "../computed/drawnNetwork.ts";
import { placed } from "../computed/placed.ts";
import type { SandboxState } from "./SandboxState.ts";

/** One estimate beside its truth, as a row of the page's table. */
interface PlayedRow {
  readonly contrast: string;
  readonly estimator: string;
  readonly estimate?: number;
  readonly ci?: readonly [number, number];
  readonly truth?: number;
  /** Why there is no estimate, or no interval. */
  readonly because?: string;
  readonly naive?: true;
}

export interface Played {
  readonly agents: number;
  readonly edges: number;
  /** Places and ties; absent above {@link DRAWN} agents. */
  readonly network?: DrawnNetwork;
  readonly ids: readonly string[];
  readonly armNames: readonly string[];
  readonly arms: readonly number[];
  readonly conditions: readonly string[];
  readonly condition: readonly number[];
  /** Outcomes of the first world, round by round; absent where an agent had none. */
  readonly rounds: readonly (readonly (number | null)[])[];
  readonly rows: readonly PlayedRow[];
  readonly planHash: string;
  readonly notes: readonly string[];
}

/** Agents that are drawn, at most. */
const DRAWN = 600;
/** Agents × rounds × worlds that a page plays, at most: some seconds. */
const TURNS = 500_000;

/** A study as a page has it: its text, and the files that were dropped. Programs and language models are not for a page. */
export async function studyOf({ text, files }: SandboxState): Promise<Study> {
  return await parseStudy(text, {
    readFile: (name) => {
      const given = files[name];
      if (given === undefined)
        throw new SpillwayError(`the file "${name}" is not here: drop it on the page, under this name`);
      return Promise.resolve(given);
    },
  });
}

/** Draws the plan of a study, plays it, and estimates: the same assignment and estimates as `spillway run` gives. */
export async function playStudy(state: SandboxState): Promise<Played> {
  const study = await studyOf(state);
  if (!study.model.agents.synthetic)
    throw new SpillwayError(
      `agents of kind ${study.model.agents.name} need the program: export the study, and use spillway run`,
    );
  const prepared = prepareStudy(study);
  const { network, law, setting, streams, playing } = prepared;
  const { rounds, worlds } = study.data;
  if (network.n * rounds * worlds > TURNS)
    throw new SpillwayError(
      `${network.n.toLocaleString("en-US")} agents × ${rounds} rounds × ${worlds} worlds are more than a page plays: export the study, and use spillway run`,
    );
  const { probabilities } = prepared;
  const plan = planStudy(study, prepared);
  const agentOf = study.model.agents.create(setting);
  const units: UnitRow[] = [];
  const allRounds: UnitRow[] = [];
  const seen: (number | null)[][] = [];
  plan.assignments.forEach((arms, world) => {
    const rowsOf = (round: number, outcomes: Float64Array, present: Uint8Array): UnitRow[] =>
      network.ids.map((agent, i) => ({
        ...{ world, round, agent, arm: plan.arms[arms[i]!]! },
        ...(present[i] === 1 ? { outcome: outcomes[i]! } : { status: "missing" as const }),
      }));
    const last = replay({
      ...{ network, world, rounds, arms, armNames: plan.arms, rng: streams.run, agentOf },
      ...(playing.interaction ? { interaction: playing.interaction } : {}),
      ...(playing.givenArm === undefined ? {} : { givenArm: playing.givenArm }),
      afterRound: (round, outcomes, present) => {
        if (world === 0) seen.push(Array.from(outcomes, (one, i) => (present[i] === 1 ? one : null)));
        if (rounds > 1) for (const row of rowsOf(round, outcomes, present)) allRounds.push(row);
      },
    });
    for (const row of rowsOf(rounds, last.outcomes, last.present)) units.push(row);
  });
  const found = analyze({ study, plan, units, prepared, ...(rounds > 1 ? { allRounds } : {}) });
  const known = new Map((truths(prepared)?.contrasts ?? []).map(({ contrast, value }) => [contrast, value]));
  const condition = probabilities.exposure.of(network, Uint8Array.from(plan.assignments[0]!));
  return {
    ...{
      agents: network.n,
      edges: network.edges,
      ids: network.ids,
      armNames: law.arms,
      arms: plan.assignments[0]!,
    },
    ...{ conditions: probabilities.conditions, condition: [...condition], rounds: seen, planHash: plan.hash },
    ...(network.n <= DRAWN ? { network: placed(network, "sandbox") } : {}),
    notes: network.notes,
    rows: found.map((row): PlayedRow => {
      const { estimator } = row;
      const { contrast } = row;
      const truth = known.get(contrast);
      const said = { contrast, estimator, ...(truth === undefined ? {} : { truth }) };
      if ("because" in row) return { ...said, because: row.because };
      if ("statistic" in row) return { ...said, because: `a test: p = ${row.p.toPrecision(2)}` };
      const naive = "naive" in row && row.naive === true ? { naive: true as const } : {};
      return row.ci === undefined
        ? { ...said, ...naive, estimate: row.estimate, because: row.withheld ?? "no interval" }
        : { ...said, ...naive, estimate: row.estimate, ci: row.ci };
    }),
  };
}
