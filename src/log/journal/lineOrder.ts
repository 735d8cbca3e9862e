import type { TreatmentPlan } from "../../../designs/plan.ts";
import { shown } from "../../core/shown.ts";
import type { Attempt, RunLine, Turn } from "../Turn.ts";
import { callId } from "./callId.ts";
import { isAct } from "./isAct.ts";

/** Looks whether the lines of a journal belong to its run, each once and in an order in which a run writes them. */
interface LineOrder {
  /** What is wrong with a turn or an attempt where it stands; undefined when nothing is. */
  fault(line: Turn | Attempt): string | undefined;
  /** The run goes on as another run line says; what is wrong with that where it stands. */
  edit(run: RunLine): string | undefined;
  /** What a complete journal has not; undefined when nothing is missing. */
  missing(): string | undefined;
  /** How many turns of each world there are. */
  turnsIn(world: number): number;
}

/** A world as far as its lines have come. */
interface World {
  round: number;
  turns: number;
  acts: number;
  /** By the phase, who has had its turn in this round: a bit for each agent. */
  readonly phases: Map<string, Uint32Array>;
}

/**
 * Memory: a bit for each agent, world and phase, and a number for each turn whose attempts have failed so far.
 *
 * @param begun the journal's first line.
 * @param plan that of the run: arms are then compared with it. Default: they are not known.
 */
export function lineOrder(begun: RunLine, plan?: TreatmentPlan): LineOrder {
  let run = begun;
  const numbers = new Map<string, number>();
  const places = plan && new Map(plan.agents.map((id, i) => [id, i]));
  const worlds = new Map<number, World>();
  const attempts = new Map<string, number>();
  // Who acts in each round is a matter of the schedule, and of everybody where there is none.
  let everybody = !hasSchedule(run);

  const numberOf = (agent: string): number => {
    const known = numbers.get(agent);
    if (known !== undefined) return known;
    numbers.set(agent, numbers.size);
    return numbers.size - 1;
  };
  const worldOf = (world: number): World => {
    const known = worlds.get(world);
    if (known) return known;
    const made: World = { round: 0, turns: 0, acts: 0, phases: new Map() };
    worlds.set(world, made);
    return made;
  };
  /** Marks a turn; false when it was there already. */
  const mark = ({ phases }: World, phase: string, agent: number): boolean => {
    let bits = phases.get(phase) ?? NOBODY;
    const word = agent >>> 5;
    if (word >= bits.length) {
      const more = new Uint32Array(Math.max(2 * bits.length, word + 1));
      more.set(bits);
      bits = more;
      phases.set(phase, bits);
    }
    const bit = 1 << (agent & 31);
    if (bits[word]! & bit) return false;
    bits[word]! |= bit;
    return true;
  };
  const where = ({ world, round, agent }: Turn | Attempt): string =>
    `agent ${shown(agent)} in world ${world}, round ${round}`;

  return {
    fault(line) {
      const { world, round, agent, phase } = line;
      if (line.callId !== callId(run.planHash, world, agent, round, phase))
        return `the call id of ${where(line)} is not that of this plan: the line was changed, or is another run's`;
      if (world >= run.worlds || round > run.rounds)
        return `${where(line)} is no part of this run, which has ${run.worlds} worlds and ${run.rounds} rounds`;
      if (line.type === "attempt") {
        const wanted = (attempts.get(line.callId) ?? 0) + 1;
        if (line.attempt !== wanted)
          return `${where(line)} has attempt ${line.attempt} where attempt ${wanted} was wanted: a line is doubled or missing`;
        attempts.set(line.callId, wanted);
        return undefined;
      }
      if (plan && places) {
        const planned = plan.arms[plan.assignments[world]?.[places.get(agent) ?? -1] ?? -1];
        if (planned === undefined) return `${where(line)} is not in the plan`;
        if (planned !== line.arm)
          return `${where(line)} is in arm ${shown(line.arm)}, and the plan has ${shown(planned)}`;
      }
      const there = worldOf(world);
      if (round < there.round)
        return `a turn of ${where(line)} stands behind one of round ${there.round}: lines were moved`;
      if (round > there.round) {
        there.round = round;
        for (const bits of there.phases.values()) bits.fill(0);
      }
      if (!mark(there, phase, numberOf(agent))) return `${where(line)} has two turns of phase ${phase}`;
      const before = attempts.get(line.callId) ?? 0;
      if (line.attempts !== before + 1)
        return `${where(line)} was asked ${line.attempts} times, and the journal has ${before} attempts before that turn: a line is missing, or more than one`;
      if (before > 0) attempts.delete(line.callId);
      there.turns++;
      if (isAct(line)) there.acts++;
      return undefined;
    },
    edit(next) {
      const reached = Math.max(0, ...[...worlds.values()].map(({ round }) => round));
      if (next.rounds < reached)
        return `an edit leaves ${next.rounds} rounds, and round ${reached} was played before it`;
      run = next;
      everybody &&= !hasSchedule(next);
      return undefined;
    },
    missing() {
      if (!everybody) return undefined;
      const n = plan ? plan.agents.length : numbers.size;
      for (let world = 0; world < run.worlds; world++) {
        const acts = worlds.get(world)?.acts ?? 0;
        if (acts !== n * run.rounds)
          return `world ${world} has ${acts} turns of ${n * run.rounds}: lines are missing`;
      }
      return undefined;
    },
    turnsIn: (world) => worlds.get(world)?.turns ?? 0,
  };
}

const hasSchedule = ({ interact }: RunLine): boolean =>
  (interact as { readonly schedule?: unknown } | undefined)?.schedule !== undefined;

const NOBODY = new Uint32Array(0);
