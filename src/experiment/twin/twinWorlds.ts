import { join } from "node:path";
import { shuffle } from "../../core/numbers/shuffle.ts";
import { present } from "../../core/present.ts";
import { rng } from "../../core/rng.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { suggest } from "../../core/suggest.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { type InteractionEffect, interactionEffect } from "../../measures/variance/interactionEffect.ts";
import { worldQuantity } from "../../measures/variance/worldQuantity.ts";
import { planStudy } from "../../study/planStudy.ts";
import { prepareStudy } from "../../study/prepareStudy.ts";
import type { Study } from "../../study/study.ts";
import { wantStudy } from "../../study/wantStudy.ts";
import { askedQuantity } from "../decompose/askedQuantity.ts";
import { runFolder } from "../runFolder.ts";
import { type Injection, injected } from "./Injection.ts";
import { type BranchOutcomes, journalOutcomes, replayBranch, runBranch } from "./playBranch.ts";
import { stoppedTwin } from "./StoppedTwin.ts";
import { type BranchPair, difference, effectOf, meanOf, type TwinEffect } from "./TwinEffect.ts";

/** What {@link twinWorlds} is asked. */
export interface TwinRequest {
  /** The last round that both branches share, from 0; what is injected acts from the next on. Default 0. */
  readonly after?: number;
  readonly injection: Injection;
  /**
   * Whom it is injected: `all` of them together, or some ids together: two branches. `each`: one agent after the other, a branch for each: who moved whom. `random`: one agent drawn in each world, all
   * equally often: what each agent is to the team. Default all.
   */
  readonly agents?: "all" | "each" | "random" | readonly string[];
  /** What is asked of a world: mean, share:value, polarization, entropy, equality, consensus-time or survival. Default mean. */
  readonly quantity?: string;
  /** Of intervals, between 0 and 1. Default 0.95. */
  readonly confidence?: number;
  /** Folder of the runs, for agents that are not synthetic: these are played by the runner, and the shared rounds once. */
  readonly out?: string;
  readonly signal?: AbortSignal;
  /** Looks at the study before anything is run; throws where it must not be. */
  readonly look?: (study: Study) => Promise<void>;
}

/** A total effect. Where it is the same in every world there is no `pSignFlip` either. */
type TotalEffect = Omit<InteractionEffect, "pSignFlip"> & Partial<Pick<InteractionEffect, "pSignFlip">>;

/** What differs between the branches. */
export interface TwinResult {
  /** The quantity of whole worlds: `isolated` is the branch as it was, `interacting` that with the injection. With `random`, over the agents drawn. */
  readonly effect: TotalEffect;
  /** The same by round: how it builds up, and whether it lasts. */
  readonly rounds: readonly { readonly round: number; readonly estimate: number; readonly se?: number }[];
  /** With `all` and with ids: the effect on each agent's outcome, interval by Student's t for each alone. */
  readonly onAgents?: readonly TwinEffect[];
  /** With `each`: row j, column i is what agent j moved agent i by; absent where no world says. */
  readonly matrix?: {
    readonly ids: readonly string[];
    readonly effects: readonly (readonly (number | undefined)[])[];
  };
  /** With `each` and `random`: the effect of each agent on the team, with intervals that hold for all of them together (Bonferroni). */
  readonly ofAgents?: readonly TwinEffect[];
  /** Turns that were played, the shared rounds once. */
  readonly calls: number;
  readonly notes: readonly string[];
}

/**
 * Twin worlds: each world is played to a round, and goes on twice, with and without something injected, with the same draws of chance in both. What differs then is the effect of the injection in that very world;
 * the mean over worlds is the total effect, and its error is that of differences, in which all that both branches have in common is gone.
 *
 * Synthetic agents are replayed in memory. Others need a folder, in which the base run and each branch are kept and resumed; language models draw anew even where the seed is the same, so that the branches
 * share the past and not the chance of the model.
 *
 * @throws SpillwayError for rounds, agents and arms that there are not, and as `runStudy`; `StoppedTwin` where a run ended before its last turn, by a budget for one.
 */
export async function twinWorlds(study: Study, request: TwinRequest): Promise<TwinResult> {
  wantStudy("twinWorlds", study);
  wantArgument("twinWorlds", "a request", request, { fields: ["injection"] });
  const { injection, after = 0, agents = "all", quantity = "mean", confidence = 0.95, out } = request;
  const { rounds } = study.data;
  if (!(Number.isInteger(after) && after >= 0 && after < rounds))
    throw new SpillwayError(
      `twin: the fork must be after a round from 0 to ${rounds - 1}, the last but one, got ${shown(after)}`,
    );
  if (!(confidence > 0 && confidence < 1))
    throw new SpillwayError(`twin: confidence must be between 0 and 1, got ${shown(confidence)}`);
  const asked = askedQuantity("twin", quantity);
  const prepared = prepareStudy(study);
  const { network, setting } = prepared;
  const { n, ids } = network;
  const chosen = Array.isArray(agents) ? chosenOf(agents as readonly string[], ids) : undefined;
  const { synthetic } = study.model.agents;
  if (!synthetic && out === undefined)
    throw new SpillwayError("twin: agents that are not synthetic need a folder for their runs: give --out");
  await request.look?.(study);
  const closing: (() => void | Promise<void>)[] = [];
  try {
    const agentOf = study.model.agents.create({ ...setting, onClose: (close) => void closing.push(close) });
    const branchOf = injected(prepared, agentOf, injection, after);
    const plan = planStudy(study, prepared);
    const worlds = plan.assignments.length;
    const play = { prepared, plan, after, ...present({ signal: request.signal }) };
    let base: BranchOutcomes;
    if (synthetic) base = replayBranch(play, agentOf);
    else {
      const { runStudy } = await import("../runStudy.ts");
      const folder = join(out!, "base");
      const run = await runStudy(study, { out: folder, ...present({ signal: request.signal }) });
      if (!run.complete) throw stoppedTwin("base", run.run);
      base = journalOutcomes(runFolder(folder).journal, prepared, plan);
    }
    const branch = async (
      hit: (i: number, world: number) => boolean,
      name: string,
    ): Promise<BranchOutcomes> => {
      const theirs = branchOf(hit);
      if (synthetic) return replayBranch(play, theirs);
      const journal = join(out!, "branches", name, "journal.jsonl");
      const found = await runBranch(play, theirs, runFolder(join(out!, "base")).journal, journal);
      if ("turns" in found) throw stoppedTwin(name, found);
      return found;
    };
    /** Whether the injection changes anything for an agent in a world: who has the arm already is left as it is. */
    const acts = (i: number, world: number): boolean =>
      injection.kind !== "arm" || plan.arms[plan.assignments[world]![i]!] !== injection.arm;
    /** The quantity of a world after a round; without those who were removed, in the branch as it was too. */
    const valueAt = (
      rows: BranchOutcomes[number],
      last: number,
      removed: (i: number) => boolean,
    ): number | undefined =>
      worldQuantity(
        asked.kind,
        rows
          .slice(0, last)
          .flatMap((row, t) =>
            row.flatMap((value, i) =>
              value === undefined || (injection.kind === "removal" && removed(i))
                ? []
                : [{ round: t + 1, value }],
            ),
          ),
        asked.of,
      );
    const notes: string[] = [];
    const turns = n * rounds * worlds;
    const later = n * (rounds - after) * worlds;

    if (agents === "each" || agents === "random") {
      const turn = drawnTurns(study, n, worlds);
      const pairs: (readonly [world: number, agent: number, rows: BranchOutcomes[number]])[] = [];
      const matrix: (number | undefined)[][] = [];
      if (agents === "random") {
        const found = await branch((i, world) => turn[world] === i, "random");
        for (const [w, j] of turn.entries()) if (acts(j, w)) pairs.push([w, j, found[w]!]);
      } else
        for (let j = 0; j < n; j++) {
          const found = await branch((i) => i === j, `agent-${j}`);
          const some = base.flatMap((_, w) => (acts(j, w) ? [w] : []));
          for (const w of some) pairs.push([w, j, found[w]!]);
          matrix.push(
            ids.map((_, i) =>
              meanOf(
                some.map((w) => {
                  const [moved, was] = [found[w]!.at(-1)![i], base[w]!.at(-1)![i]];
                  return moved === undefined || was === undefined ? undefined : difference([moved, was]);
                }),
              ),
            ),
          );
        }
      const level = 1 - (1 - confidence) / n;
      const ofAgents = ids.map((agent, j) =>
        effectOf(
          agent,
          pairs.flatMap(([w, k, rows]) =>
            k === j
              ? [[valueAt(rows, rounds, (i) => i === j), valueAt(base[w]!, rounds, (i) => i === j)] as const]
              : [],
          ),
          level,
        ),
      );
      // One value for each world: with `each`, the mean over its agents.
      const byWorld = (last: number): { isolated?: number; interacting?: number }[] =>
        Array.from({ length: worlds }, (_, w) => {
          const here = pairs.filter(([world]) => world === w);
          const of = (rowsOf: (rows: BranchOutcomes[number]) => BranchOutcomes[number]): number | undefined =>
            meanOf(here.map(([, j, rows]) => valueAt(rowsOf(rows), last, (i) => i === j)));
          return present({ isolated: of(() => base[w]!), interacting: of((rows) => rows) });
        });
      const played = agents === "each" ? turns + n * later : turns + later;
      return {
        ...summary(byWorld, { after, rounds, confidence }),
        ...(agents === "each" ? { matrix: { ids, effects: matrix } } : {}),
        ofAgents,
        calls: played,
        notes,
      };
    }

    const some = new Set(chosen ?? ids.keys());
    const found = await branch((i) => some.has(i), agents === "all" ? "all" : "chosen");
    const byWorld = (last: number): { isolated?: number; interacting?: number }[] =>
      base.map((rows, w) =>
        present({
          isolated: valueAt(rows, last, (i) => some.has(i)),
          interacting: valueAt(found[w]!, last, (i) => some.has(i)),
        }),
      );
    const onAgents = ids.map((agent, i) =>
      effectOf(
        agent,
        base.map((rows, w): BranchPair => [found[w]!.at(-1)![i], rows.at(-1)![i]]),
        confidence,
      ),
    );
    const already = plan.assignments.reduce(
      (all, _, w) => all + [...some].filter((i) => !acts(i, w)).length,
      0,
    );
    if (already > 0)
      notes.push(
        `${already} of ${some.size * worlds} agents in worlds have the arm already: nothing is injected for them`,
      );
    return {
      ...summary(byWorld, { after, rounds, confidence }),
      onAgents,
      calls: turns + later,
      notes,
    };
  } finally {
    for (const close of closing) await close();
  }
}

/** Where all worlds differ by the same amount chance has no part in it, so that no test has anything to say. */
function totalEffect(found: InteractionEffect): TotalEffect {
  if (found.se !== 0) return found;
  const { p: _, pSignFlip: __, notes: ___, ...rest } = found;
  const words =
    found.estimate === 0
      ? "the branches do not differ in any world"
      : "the branches differ by the same amount in every world, so that there is no error to estimate, no interval and nothing to test";
  return { ...rest, notes: [words] };
}

function chosenOf(agents: readonly string[], ids: readonly string[]): number[] {
  if (agents.length === 0) throw new SpillwayError("twin: wanted an agent to inject it, got none");
  return agents.map((agent) => {
    const i = ids.indexOf(agent);
    if (i >= 0) return i;
    throw new SpillwayError(
      `twin: there is no agent ${shown(agent)}${suggest(String(agent), ids.slice(0, 1000))} among ${ids.length}`,
    );
  });
}

/** Which agent is drawn in each world: random orders of all agents, one after the other, so that all come equally often. */
function drawnTurns({ seed }: Study, n: number, worlds: number): number[] {
  const stream = rng(seed).fork("twin");
  const drawn: number[] = [];
  for (let cycle = 0; drawn.length < worlds; cycle++)
    drawn.push(
      ...shuffle(
        stream.fork(cycle),
        Uint32Array.from({ length: n }, (_, i) => i),
      ),
    );
  return drawn.slice(0, worlds);
}

function summary(
  byWorld: (last: number) => readonly { readonly isolated?: number; readonly interacting?: number }[],
  {
    after,
    rounds,
    confidence,
  }: { readonly after: number; readonly rounds: number; readonly confidence: number },
): Pick<TwinResult, "effect" | "rounds"> {
  const pairs = byWorld(rounds);
  if (!pairs.some(({ isolated, interacting }) => isolated !== undefined && interacting !== undefined))
    throw new SpillwayError(
      "twin: no world has the quantity in both branches: nobody has an outcome, or nothing was injected anywhere",
    );
  return {
    effect: totalEffect(interactionEffect(pairs, { confidence })),
    rounds: Array.from({ length: rounds - after }, (_, k) => {
      const round = after + 1 + k;
      const pairs = byWorld(round).map(({ isolated, interacting }): BranchPair => [interacting, isolated]);
      const { estimate, se, worlds } = effectOf("", pairs, confidence);
      return { round, estimate: estimate ?? 0, worlds, ...present({ se }) };
    })
      .filter(({ worlds }) => worlds > 0)
      .map(({ worlds: _, ...row }) => row),
  };
}
