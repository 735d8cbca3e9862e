import { NO_DESIRE } from "../../designs/law/conflictEvents.ts";
import type { ConflictScheme } from "../../designs/law/conflictScheme.ts";
import { inPopulation } from "../../src/probability/inPopulation.ts";
import { conditionIndex } from "../../src/probability/lookup.ts";
import { resultWarnings } from "../contrast/resultWarnings.ts";
import type { RowHead } from "../Estimator.ts";
import type { Observed } from "../ExperimentData.ts";
import { type Contrast, inquiryInWords } from "../Inquiry.ts";
import { type LocalConditions, localConditions } from "./localConditions.ts";

/** A contrast as a conflict graph design sees it: whom it is about, and who got what they desired. */
export interface EventContrast {
  /** +1 when the contrast's first condition is what the first local assignment means, −1 when it is the other way round. */
  readonly sign: 1 | -1;
  /** Agents whose two local assignments are the contrast's conditions and whose outcome was observed, ascending. */
  readonly population: readonly number[];
  /** The population's agents that got, as they desired, the first and the second condition. */
  readonly seen: readonly [readonly number[], readonly number[]];
  readonly head: Omit<RowHead, "estimator" | "naive">;
}

/** Why the design says nothing about a contrast. */
interface NoEventContrast {
  readonly because: string;
  readonly head: Omit<RowHead, "estimator" | "naive">;
}

/**
 * Whom a contrast is about under a conflict graph design: agents for whom its conditions are the two local assignments that
 * the design compares. The others have no effect of this kind (an agent without neighbours has no spillover effect), and
 * are left out. Agents without an outcome are left out, too, and counted in a note.
 */
export function eventContrast(
  { probabilities, observed }: Observed,
  contrast: Contrast,
  scheme: ConflictScheme,
  events: Uint8Array,
): EventContrast | NoEventContrast {
  const { conditions, network, exposure } = probabilities;
  const none = { contrast, ids: network.ids, ...scheme, seen: [[], []] as [number[], number[]] };
  const first = conditionIndex(conditions, contrast.first);
  const second = conditionIndex(conditions, contrast.second);
  const local = localConditions(scheme, exposure);
  if (!local) {
    return {
      because: `the exposure ${exposure.name} must depend on an agent's own arm and those of its in-neighbours only, and say so: the design ${DESIGN} fixes no more than these`,
      head: headOf({ ...none, population: [], notes: [] }),
    };
  }
  const matches = (i: number, one: number, other: number): boolean =>
    local.first[i] === one && local.second[i] === other;
  const inside = inPopulation(probabilities);
  const everybody = network.ids.flatMap((_, i) => (inside[i] === 1 ? [i] : []));
  const straight = everybody.filter((i) => matches(i, first, second));
  const turned = straight.length > 0 ? [] : everybody.filter((i) => matches(i, second, first));
  const able = straight.length > 0 ? straight : turned;
  if (able.length === 0) {
    return {
      because: wanted(local, conditions, scheme, contrast),
      head: headOf({ ...none, population: [], notes: [] }),
    };
  }
  const population = able.filter((i) => observed[i]);
  const sign = straight.length > 0 ? 1 : -1;
  const firstEvent = sign === 1 ? 1 : 0;
  const seen: [number[], number[]] = [
    population.filter((i) => events[i] === firstEvent),
    population.filter((i) => events[i] !== firstEvent && events[i] !== NO_DESIRE),
  ];
  const notes: string[] = [];
  const unlike = network.n - able.length;
  const missing = able.length - population.length;
  if (unlike > 0) {
    notes.push(
      `${agents(unlike)} cannot get both conditions as ${unlike === 1 ? "it desires" : "they desire"}: the contrast is about the other ${population.length}`,
    );
  }
  if (missing > 0) {
    notes.push(
      `${agents(missing)} without an outcome left out: valid only if treatment does not decide who answers`,
    );
  }
  const head = headOf({ ...none, population, seen, notes });
  const warnings =
    population.length === 0 ? [] : resultWarnings({ contrast, probabilities, expected: head.expected });
  return { sign, population, seen, head: { ...head, warnings } };
}

const DESIGN = "conflict-graph";

interface HeadParts {
  readonly contrast: Contrast;
  readonly ids: readonly string[];
  readonly event: Float64Array;
  readonly population: readonly number[];
  readonly seen: EventContrast["seen"];
  readonly notes: readonly string[];
}

function headOf({ contrast, ids, event, population, seen, notes }: HeadParts): EventContrast["head"] {
  const inside = new Set(population);
  const expected = population.reduce((total, i) => total + event[i]!, 0);
  return {
    contrast: contrast.name,
    claim: "design-based",
    estimand: inquiryInWords(contrast),
    first: contrast.first,
    second: contrast.second,
    n: [seen[0].length, seen[1].length],
    population: population.length,
    excluded: ids.filter((_, i) => !inside.has(i)),
    expected: [expected, expected],
    notes,
    warnings: [],
  };
}

/** What the contrast would have to be: the conditions that the two local assignments mean for most agents. */
function wanted(
  { first, second }: LocalConditions,
  conditions: readonly string[],
  { target }: ConflictScheme,
  contrast: Contrast,
): string {
  const counts = new Map<number, number>();
  first.forEach((one, i) => {
    const key = one * conditions.length + second[i]!;
    if (one !== second[i]) counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  const most = [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
  if (most === undefined)
    return `this exposure puts no agent into different conditions by the local assignments that the design compares for the target ${target}`;
  const [one, other] = [
    conditions[Math.floor(most / conditions.length)],
    conditions[most % conditions.length],
  ];
  return `the design compares ${one} with ${other} for the target ${target}, not ${contrast.first} with ${contrast.second}: ask for that contrast, or make the design for another target`;
}

function agents(count: number): string {
  return count === 1 ? "1 agent" : `${count} agents`;
}
