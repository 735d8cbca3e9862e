import type { Rng } from "../core/rng.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { type Estimand, wantEstimand } from "./Estimand.ts";
import { settled } from "./expectedEffects.ts";
import { globalEffect } from "./globalEffect.ts";
import type { Measured } from "./Measured.ts";
import type { PolicyWorld } from "./PolicyWorld.ts";

/** Replays that only teach agents' means: a tenth, at least this many. */
const LEAST_LEARNT = 5;

/**
 * The effect of a policy that treats each agent with probability α, by replaying the same agents (Hudgens and Halloran 2008,
 * "Toward causal inference with interference", Journal of the American Statistical Association 103, section 3.2, for independent
 * coins). With Ȳ(z; α) the mean outcome over agents when an agent's own arm is z and the others' are coins:
 *
 * - direct(α) = Ȳ(1; α) − Ȳ(0; α)
 * - indirect(α, β) = Ȳ(0; α) − Ȳ(0; β)
 * - total(α, β) = Ȳ(1; α) − Ȳ(0; β)
 * - overall(α, β) = Ȳ(α) − Ȳ(β), Ȳ(α) without a condition on the own arm
 *
 * and global is overall(1, 0), of which `globalEffect` needs fewer worlds. Both saturations share their uniform numbers, and each replay uses what the earlier ones taught about
 * each agent, as `expectedEffects` does, so few replays suffice. Missing outcomes count as what was learnt.
 *
 * @param replays number of replays that count, from 2; global takes a tenth of them, at least 20, as pairs.
 * @throws SpillwayError for more than two arms and for saturations that leave the effect undefined.
 */
export function policyEffects(
  world: PolicyWorld,
  estimands: readonly Exclude<Estimand, { kind: "exposure" | "unknown" }>[],
  options: { readonly replays: number; readonly stream: Rng },
): (Measured | undefined)[] {
  wantArgument("policyEffects", "a world", world, { fields: ["network", "arms"] });
  wantArgument("policyEffects", "estimands", estimands, { fields: ["map"] });
  wantArgument("policyEffects", "options", options, { fields: ["replays", "stream"] });
  const { replays, stream } = options;
  const { arms } = world;
  if (arms.length !== 2)
    throw new SpillwayError(
      `estimand: policy effects need two arms, got ${arms.length} (${arms.join(", ")})`,
    );
  for (const estimand of estimands) wantEstimand(estimand);
  const asked = estimands.flatMap((estimand) =>
    estimand.kind === "global"
      ? []
      : {
          kind: estimand.kind,
          first: estimand.saturation,
          second: estimand.kind === "direct" ? estimand.saturation : (estimand.reference ?? 0),
        },
  );
  const means = new Map(
    [...new Set(asked.flatMap(({ first, second }) => [first, second]))].map((alpha) => [
      alpha,
      policyMeans(world, alpha),
    ]),
  );
  const values: number[][] = asked.map(() => []);
  const teach = asked.length === 0 ? 0 : Math.max(LEAST_LEARNT, Math.ceil(replays / 10));
  const uniforms = new Float64Array(world.network.n);
  for (let r = 0; r < (asked.length === 0 ? 0 : teach + replays); r++) {
    const own = stream.fork(r);
    own.fork("coins").uniforms(uniforms);
    const found = new Map([...means].map(([alpha, mean]) => [alpha, mean(uniforms, own)]));
    if (r < teach) continue;
    asked.forEach(({ kind, first, second }, k) => {
      const one = found.get(first)!;
      const other = found.get(second)!;
      const pair = {
        direct: [one.treated, one.control],
        indirect: [one.control, other.control],
        total: [one.treated, other.control],
        overall: [one.all, other.all],
      }[kind];
      values[k]!.push(pair[0]! - pair[1]!);
    });
  }
  const found = values.map(settled);
  const pairs = { replays: globalPairs(replays), stream: stream.fork("global") };
  return estimands.map((estimand) =>
    estimand.kind === "global" ? globalEffect(world, pairs) : found.shift(),
  );
}

/** Pairs of worlds for the global effect: both have the same chance, so that a tenth of the replays, at least 20, will do. */
export function globalPairs(replays: number): number {
  return Math.max(Math.min(20, replays), Math.floor(replays / 10));
}

/** What one replay says of Ȳ(1; α), Ȳ(0; α) and Ȳ(α); undefined means what α leaves undefined. */
interface Means {
  readonly treated: number;
  readonly control: number;
  readonly all: number;
}

function policyMeans(
  { network, exposure, play }: PolicyWorld,
  alpha: number,
): (uniforms: Float64Array, stream: Rng) => Means {
  const { n } = network;
  const total = [new Float64Array(n), new Float64Array(n)];
  const count = [new Uint32Array(n), new Uint32Array(n)];
  const overall = [0, 1].map(() => ({ total: 0, count: 0 }));
  const learnt = (i: number, z: number): number => {
    if (count[z]![i]! > 0) return total[z]![i]! / count[z]![i]!;
    return overall[z]!.count > 0 ? overall[z]!.total / overall[z]!.count : 0;
  };
  return (uniforms, stream) => {
    const arms = Uint8Array.from(uniforms, (u) => (u < alpha ? 1 : 0));
    const { outcome, observed } = play(arms, exposure.of(network, arms), stream.fork("run"));
    const sums = [0, 0];
    let all = 0;
    for (let i = 0; i < n; i++) {
      const z = arms[i]!;
      for (const a of [0, 1]) sums[a]! += learnt(i, a);
      const y = observed[i] === 1 ? outcome[i]! : learnt(i, z);
      sums[z]! += (y - learnt(i, z)) / (z === 1 ? alpha : 1 - alpha);
      all += y;
    }
    for (let i = 0; i < n; i++) {
      if (observed[i] === 0) continue;
      const z = arms[i]!;
      total[z]![i]! += outcome[i]!;
      count[z]![i]!++;
      overall[z]!.total += outcome[i]!;
      overall[z]!.count++;
    }
    return { treated: sums[1]! / n, control: sums[0]! / n, all: all / n };
  };
}
