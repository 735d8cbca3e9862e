import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { suggest } from "../../core/suggest.ts";
import {
  type InteractionEffect,
  type InteractionEffectOptions,
  interactionEffect,
} from "../../measures/variance/interactionEffect.ts";
import { readMeasuredData } from "../measuring/readMeasuredData.ts";
import { factorRuns, holdsFactors } from "./factorRuns.ts";
import { type AskedQuantity, type WorldRow, worldsOfTable } from "./worldsOfTable.ts";

/** What {@link interactionFiles} may be told. */
interface InteractionFilesOptions extends AskedQuantity, InteractionEffectOptions {
  /** The factor that cuts agents off, of a factorial study. Default data.interact.channel. */
  readonly factor?: string;
  /** Its level without interaction. Default none. */
  readonly isolated?: string;
}

/** An effect of one way to interact. */
export interface InteractionRow extends InteractionEffect {
  /** What is compared with the isolated worlds. */
  readonly name: string;
  /** Means over worlds of the column, round by round; absent where there is one round, or it holds texts. */
  readonly byRound?: readonly RoundPair[];
}

/** Both halves after one round. */
interface RoundPair {
  readonly round: number;
  readonly isolated?: number;
  readonly interacting?: number;
}

/**
 * Effects of interaction on a quantity of worlds: of two runs, or of each level of a factor of one factorial study against the isolated one. Worlds are paired by their names. Over
 * other factors of the study the mean is taken in each world, so that the world stays the unit.
 *
 * @throws SpillwayError for what cannot be read, and factors and levels that there are not.
 */
export async function interactionFiles(
  first: string,
  second: string | undefined,
  options: InteractionFilesOptions,
): Promise<InteractionRow[]> {
  const { factor = "data.interact.channel", isolated = "none", quantity, value, ...rest } = options;
  const asked = present({ quantity, value });
  if (second !== undefined) {
    const who = "interaction";
    const [apart, together] = [
      await readMeasuredData(first, { who }),
      await readMeasuredData(second, { who }),
    ];
    const read = [apart, together].map((data) => worldsOfTable(data, [], asked, who));
    const [a, b] = read.map(byWorld);
    const heard = (apart.messages ?? []).filter(({ delivered }) => delivered).length;
    // The hash of a plan is of its study, too, which differs in its channel.
    const plans = [apart, together].map(({ run }) =>
      run ? JSON.stringify([run.plan.networkHash, run.plan.assignments.map((arms) => [...arms])]) : "",
    );
    const effect = interactionEffect(pairsOf(a!, b!), rest);
    const notes = [
      ...(heard > 0
        ? [
            `agents of ${first} heard ${heard} messages: the contrast is with what they heard, not with isolation`,
          ]
        : []),
      ...(plans[0] !== plans[1]
        ? [
            "the runs have different networks or assignments: their worlds have the same numbers, but not the same draws",
          ]
        : []),
    ];
    return [
      {
        name: second,
        ...effect,
        ...byRound(read[0]!, read[1]!),
        notes: [...apart.notes, ...together.notes, ...notes, ...effect.notes],
      },
    ];
  }
  if (!holdsFactors(first))
    throw new SpillwayError(
      `interaction: wanted two runs, isolated and interacting, or the folder of spillway run --vary ${factor.slice(0, 100)}=..., got ${shown(first)} alone`,
    );
  const found = await factorRuns(first, asked, "interaction");
  const place = found.factors.indexOf(factor);
  if (place < 0)
    throw new SpillwayError(
      `interaction: the runs do not vary ${shown(factor)}${suggest(factor, found.factors)}: they vary ${found.factors.join(", ")}`,
    );
  const levels = [...new Set(found.rows.map((row) => row.levels[place]!))];
  const cut = levels.find((level) => level === isolated || level === JSON.stringify({ kind: isolated }));
  if (cut === undefined || levels.length < 2)
    throw new SpillwayError(
      `interaction: ${factor} has no level ${shown(isolated)} beside others: it has ${levels
        .map((one) => one.slice(0, 80))
        .join(", ")
        .slice(0, 500)}; --isolated names that without interaction`,
    );
  const of = (level: string): readonly WorldRow[] => found.rows.filter((row) => row.levels[place] === level);
  return levels
    .filter((level) => level !== cut)
    .map((name) => {
      const effect = interactionEffect(pairsOf(byWorld(of(cut)), byWorld(of(name))), rest);
      return { name, ...effect, ...byRound(of(cut), of(name)), notes: [...found.notes, ...effect.notes] };
    });
}

/** The mean of each world over its rows; none where a row has none. */
function byWorld(rows: readonly WorldRow[]): Map<string, number | undefined> {
  const all = new Map<string, (number | undefined)[]>();
  for (const { world, value } of rows) {
    const some = all.get(world) ?? [];
    all.set(world, some);
    some.push(value);
  }
  return new Map(
    [...all].map(([world, values]) => [
      world,
      values.some((value) => value === undefined)
        ? undefined
        : values.reduce<number>((sum, value) => sum + value!, 0) / values.length,
    ]),
  );
}

function pairsOf(
  apart: ReadonlyMap<string, number | undefined>,
  together: ReadonlyMap<string, number | undefined>,
): Parameters<typeof interactionEffect>[0] {
  return [...new Set([...apart.keys(), ...together.keys()])].map((world) => ({
    world,
    ...present({ isolated: apart.get(world), interacting: together.get(world) }),
  }));
}

/** Means over worlds, round by round. */
function byRound(
  apart: readonly WorldRow[],
  together: readonly WorldRow[],
): { readonly byRound?: readonly RoundPair[] } {
  const means = [apart, together].map((rows) => {
    const sums = new Map<number, { sum: number; n: number }>();
    for (const { round, mean } of rows.flatMap((row) => row.rounds ?? [])) {
      const cell = sums.get(round) ?? { sum: 0, n: 0 };
      sums.set(round, { sum: cell.sum + mean, n: cell.n + 1 });
    }
    return sums;
  });
  const rounds = [...new Set(means.flatMap((one) => [...one.keys()]))].sort((a, b) => a - b);
  if (rounds.length < 2) return {};
  const mean = (half: number, round: number): number | undefined => {
    const cell = means[half]!.get(round);
    return cell && cell.sum / cell.n;
  };
  return {
    byRound: rounds.map((round) => ({
      round,
      ...present({ isolated: mean(0, round), interacting: mean(1, round) }),
    })),
  };
}
