import { z } from "zod";
import { sum } from "../../src/core/numbers/sum.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";

/** How many of so many agents are in each arm, said in one of three ways. */
interface ArmCounts {
  /** Number of agents in the second of two arms. */
  readonly treated?: number | undefined;
  /** Number of agents in each arm, in the order of the arms. */
  readonly counts?: readonly number[] | undefined;
  /** Share of the agents in each arm, in the order of the arms; every share must give a whole number of agents. */
  readonly shares?: readonly number[] | undefined;
  /** Names of the arms. */
  readonly arms: readonly string[];
}

/** Agents that are divided among the arms: a whole network, or one block of it. */
interface Divided {
  readonly size: number;
  /** Name of the agents in messages, such as `the 6 agents`. */
  readonly name: string;
  /** Fewest agents in an arm. */
  readonly least: 0 | 1;
}

/** Shares of agents in each arm, which sum to 1, up to rounding. */
export const armShares = (): z.ZodReadonly<z.ZodArray<z.ZodNumber>> => {
  const error = "must be shares from 0 to 1 that sum to 1, one per arm";
  return z
    .array(z.number({ error }).min(0, { error }).max(1, { error }), { error })
    .refine((shares) => Math.abs(sum(shares) - 1) < 1e-9, { error })
    .readonly();
};

/** Numbers of agents, one per arm. */
export const armNumbers = (): z.ZodReadonly<z.ZodArray<z.ZodNumber>> => {
  const error = "must be whole numbers of agents, one per arm";
  return z.array(z.number({ error }).int({ error }).min(0, { error }), { error }).readonly();
};

/**
 * Complains unless exactly one of `treated`, `counts` and `shares` is given, and fits the number of arms. For the
 * `superRefine` of a schema, so that a faulty file is pointed at.
 */
export function checkArmCounts(
  given: {
    readonly treated?: unknown;
    readonly counts?: unknown;
    readonly shares?: unknown;
    readonly arms: readonly string[];
  },
  context: z.RefinementCtx,
): void {
  const complain = (key: string, message: string): void =>
    context.addIssue({ code: "custom", path: [key], message, input: given });
  const { arms } = given;
  const named = (["treated", "counts", "shares"] as const).filter((key) => given[key] !== undefined);
  if (named.length === 0)
    complain("treated", "must be a whole number (or give counts or shares, one per arm)");
  else if (named.length > 1) complain(named[1]!, `must be left out where ${named[0]!} is given`);
  else if (named[0] === "treated") {
    if (arms.length > 2)
      complain("treated", `must be left out with ${arms.length} arms (give counts or shares, one per arm)`);
  } else {
    const list = given[named[0]!];
    if (Array.isArray(list) && list.length !== arms.length)
      complain(named[0]!, `must have ${arms.length} entries, one per arm (${arms.join(", ")})`);
  }
}

/**
 * The number of agents in each arm, exactly as asked.
 *
 * @throws SpillwayError when the request cannot be honoured exactly, with numbers that can.
 */
export function armCounts(who: string, asked: ArmCounts, { size, name, least }: Divided): Uint32Array {
  const { treated, counts, shares, arms } = asked;
  if (arms.length * least > size)
    throw new SpillwayError(
      `${who}: ${name} cannot fill ${arms.length} arms (${arms.join(", ")}): name fewer arms`,
    );
  if (counts) {
    const total = sum(counts);
    if (total !== size)
      throw new SpillwayError(
        `${who}: counts must sum to the number of agents, got ${counts.join(" + ")} = ${total} for ${name}`,
      );
    return checkLeast(who, Uint32Array.from(counts), asked, least);
  }
  if (shares) {
    const exact = shares.map((share) => share * size);
    const whole = exact.map(Math.round);
    // Shares come as decimals such as 0.1, so their products miss whole numbers by rounding.
    if (exact.some((x, a) => Math.abs(x - whole[a]!) > 1e-9 * Math.max(1, size)))
      throw new SpillwayError(
        `${who}: shares must give whole numbers of agents, but of ${name} they are ${exact
          .map((x) => Number(x.toFixed(4)))
          .join(", ")}: give counts that sum to ${size}, such as [${nearest(exact, size, least).join(", ")}]`,
      );
    return checkLeast(who, Uint32Array.from(whole), asked, least);
  }
  const most = size - least;
  if (treated === undefined || !Number.isInteger(treated) || treated < least || treated > most)
    throw new SpillwayError(
      `${who}: treated must be a whole number from ${least} to ${most} for ${name}, got ${treated}`,
    );
  return Uint32Array.of(size - treated, treated);
}

function checkLeast(who: string, counts: Uint32Array, { arms }: ArmCounts, least: number): Uint32Array {
  const empty = counts.findIndex((count) => count < least);
  if (empty >= 0)
    throw new SpillwayError(
      `${who}: every arm needs at least ${least} agent, but ${arms[empty]} has none: leave the arm out`,
    );
  return counts;
}

/** Whole numbers near to the given ones and with their sum: by largest remainders, none below `least`. */
function nearest(exact: readonly number[], size: number, least: number): number[] {
  const counts = exact.map((x) => Math.max(least, Math.floor(x + 1e-9)));
  const gap = (a: number): number => exact[a]! - counts[a]!;
  const arms = exact.map((_, a) => a);
  while (sum(counts) < size) counts[arms.reduce((best, a) => (gap(a) > gap(best) ? a : best))]!++;
  while (sum(counts) > size) {
    const able = arms.filter((a) => counts[a]! > least);
    counts[able.reduce((best, a) => (gap(a) < gap(best) ? a : best))]!--;
  }
  return counts;
}
