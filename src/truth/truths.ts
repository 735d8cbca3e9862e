import { studiedBy } from "../../designs/law/studiedBy.ts";
import { drawsChance } from "../agents/drawsChance.ts";
import type { PopulationSetting, PotentialOutcomes } from "../agents/Population.ts";
import { sum } from "../core/numbers/sum.ts";
import { present } from "../core/present.ts";
import type { Rng } from "../core/rng.ts";
import { wantArgument } from "../core/wantArgument.ts";
import type { ExposureProbabilities } from "../probability/PairProbabilities.ts";
import { contrastPopulation } from "../study/contrastPopulation.ts";
import type { PreparedStudy } from "../study/prepareStudy.ts";
import type { Study } from "../study/study.ts";
import { type Estimand, estimandOf } from "./Estimand.ts";
import { expectedEffects } from "./expectedEffects.ts";
import type { Measured } from "./Measured.ts";
import { hasTable, playerOf } from "./playerOf.ts";
import { globalPairs, policyEffects } from "./policyEffects.ts";
import type { Truth, Truths, TruthsWanted } from "./Truth.ts";

interface TruthOptions {
  /** What each inquiry is judged by: contrasts first, then what else is asked. Default: the effect of its own conditions. */
  readonly estimands?: readonly Estimand[];
  /** Fresh assignments to replay, from 2, where a replay is needed. Default 200, fewer when n × rounds exceeds 100,000. */
  readonly replays?: number;
}

/** What a simulated experiment is made of: the probabilities of its network, and what its agents are made from. */
interface Scene {
  readonly study: Study;
  readonly probabilities: ExposureProbabilities;
  readonly setting: PopulationSetting;
}

/**
 * Replays when nobody says how many: `most`, fewer when they would take more than 20 million turns, and at least `least`. After a run
 * the truth is shown beside an estimate, so that 20 to 200 will do; a diagnosis measures bias with it, and takes 50 to 1,000.
 */
export function usualReplays(
  { network, study }: Pick<PreparedStudy, "network" | "study">,
  [least, most]: readonly [number, number] = [20, 200],
): number {
  return Math.max(least, Math.min(most, Math.floor(2e7 / (network.n * study.data.rounds))));
}

/**
 * The true values that a study of synthetic agents is judged by, and its global average treatment effect; undefined when the agents are
 * not synthetic. {@link truthsOf} says what they are: one function for every command, so that with equal replays they are equal to the bit.
 */
export function truths(prepared: PreparedStudy, options: TruthOptions = {}): Truths | undefined {
  wantArgument("truths", "a prepared study", prepared, { fields: ["study", "law"] });
  const { study, law } = prepared;
  if (!study.model.agents.synthetic) return undefined;
  const inquiries = [...study.inquiry, ...(study.further ?? [])];
  const { replays = usualReplays(prepared), estimands = inquiries.map(estimandOf) } = options;
  // The global effect beside them, of agents made once.
  const asked: readonly Estimand[] = law.arms.length === 2 ? [...estimands, { kind: "global" }] : estimands;
  const { probabilities, setting } = prepared;
  const scene = { study, probabilities, setting };
  const found = truthsOf(scene, { estimands: asked, replays }, truthStream(prepared));
  const all = found.map((value, k) => value && told(study, asked[k]!, value, replays));
  const global = law.arms.length === 2 ? all.at(-1) : undefined;
  return {
    contrasts: inquiries.flatMap(({ name }, k) => (all[k] ? [{ contrast: name, ...all[k] }] : [])),
    ...(global ? { global } : {}),
  };
}

/** The stream that truths are drawn from, unless each simulation has its own. */
export function truthStream({ streams }: Pick<PreparedStudy, "streams">): Rng {
  return streams.truth.fork("diagnose");
}

/** An exact value has no error to report. */
function told(
  study: Study,
  estimand: Estimand,
  { value, mcse }: Measured,
  replays: number,
): Omit<Truth, "contrast"> {
  const how = howKnown(study, estimand, replays);
  return isExact(study, estimand) ? { value, how } : { value, mcse, how };
}

/**
 * The true value that each contrast of a study is judged by: what its agents would do if every message arrived and every outcome were
 * seen ({@link Population.truthful}).
 *
 * - agents of an A/A study: 0
 * - the effect of a contrast's own conditions, of agents with a table of potential outcomes that hear all that it is about: the mean
 *   difference over the contrast's population, exactly
 * - that effect, of all others: the expected exposure effect under this design (Sävje 2024, "Causal inference with misspecified
 *   exposure mappings", Biometrika 111), by replaying the same agents under fresh assignments; it depends on the design
 * - policy effects and the global effect: by replay
 *
 * @returns in the order of the estimands; undefined for what is not known, and for the effect of two conditions in which nobody can be.
 */
export function truthsOf(
  { study, probabilities, setting }: Scene,
  { estimands, replays }: TruthsWanted,
  stream: Rng,
): (Measured | undefined)[] {
  const { inquiry, data, model } = study;
  const { network, law, exposure } = probabilities;
  if (data.aa)
    return estimands.map(({ kind }, k) => {
      const { first = "", second = "" } = kind === "exposure" ? inquiry[k]! : {};
      const nobody = kind === "exposure" && contrastPopulation(probabilities, first, second).length === 0;
      return kind === "unknown" || nobody ? undefined : { value: 0, mcse: 0 };
    });
  const { table, play, chance } = playerOf(study, setting, model.agents.truthful?.() ?? model.agents);
  const found: (Measured | undefined)[] = estimands.map(() => undefined);
  const own = inquiry.flatMap((contrast, k) => (estimands[k]!.kind === "exposure" ? [{ k, contrast }] : []));
  const policies = estimands.flatMap((estimand, k) =>
    estimand.kind === "exposure" || estimand.kind === "unknown" ? [] : [{ k, estimand }],
  );
  const contrasts = own.map(({ contrast }) => contrast);
  const effects = table
    ? contrasts.map((contrast) => tableEffect(table, probabilities, contrast))
    : contrasts.length > 0
      ? expectedEffects(probabilities, contrasts, play, { replays, stream })
      : [];
  own.forEach(({ k }, m) => {
    found[k] = effects[m];
  });
  if (policies.length > 0) {
    const { arms } = law;
    const world = {
      network,
      arms,
      exposure,
      play,
      chance,
      ...present({ studied: law.studied && studiedBy(law), untreatable: law.untreatable }),
    };
    const list = policies.map(({ estimand }) => estimand);
    policyEffects(world, list, { replays, stream: stream.fork("policies") }).forEach((effect, m) => {
      found[policies[m]!.k] = effect;
    });
  }
  return found;
}

/** Whether the truth of an estimand takes no chance: of A/A agents, from a table, or from one pair of worlds. */
function isExact(study: Study, { kind }: Estimand): boolean {
  const { model, data } = study;
  const agents = model.agents.truthful?.() ?? model.agents;
  if (data.aa) return true;
  if (kind === "exposure") return hasTable(agents, study);
  return kind === "global" && data.interact?.chance !== true && !drawsChance(agents);
}

/** How the truth of an estimand is known, in words. */
export function howKnown(study: Study, estimand: Estimand, replays: number): string {
  const { model, data } = study;
  const { kind } = estimand;
  if (data.aa) return "exact: every agent gets the same treatment, whatever the assignment (A/A)";
  const exact = isExact(study, estimand);
  const whole = model.agents.truthful ? ", had every message arrived and every outcome been seen" : "";
  if (kind === "exposure")
    return exact
      ? `exact, from the table of potential outcomes${whole}`
      : `the expected exposure effect under this design, by ${replays} replays of the same agents${whole}`;
  if (kind === "unknown") return "not known";
  if (kind !== "global") return `policy effects by ${replays} replays of the same agents${whole}`;
  const pairs = exact ? "exact, from" : `by ${globalPairs(replays)} replays of`;
  return `${pairs} the same agents with all treated and with none treated${whole}`;
}

function tableEffect(
  table: PotentialOutcomes,
  probabilities: ExposureProbabilities,
  { first, second }: { readonly first: string; readonly second: string },
): Measured | undefined {
  const agents = contrastPopulation(probabilities, first, second);
  if (agents.length === 0) return undefined;
  return { value: sum(agents.map((i) => table.of(i, first) - table.of(i, second))) / agents.length, mcse: 0 };
}
