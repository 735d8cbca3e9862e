// How long measures of information take, beside naive implementations of the same numbers:
//   npx tsx bench/information.ts
// Transfer entropy of 1,000 agents over 100 rounds along all 10,000 edges with 1,000 draws of the randomization; nearest neighbours of 10,000 points.
// Times are those of the processor. The naive transfer is timed on a hundredth of the edges and draws and multiplied, since it is linear in both.
import { rng } from "spillway";
import { continuousMutualInformation, edgeTransfer, symbolsOf } from "spillway/measures";

const AGENTS = 1000;
const ROUNDS = 100;
const DEGREE = 10;
const DRAWS = 1000;
const POINTS = 10_000;

/** Processor time: wall time says what else the machine does. */
const seconds = (work: () => void): number => {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
};

function transfer(): { readonly ours: number; readonly naive: number } {
  const stream = rng("bench");
  const source = Uint32Array.from({ length: AGENTS * ROUNDS }, () => stream.integer(2));
  const target = Uint32Array.from({ length: AGENTS * ROUNDS }, () => stream.integer(2));
  const edges = Array.from({ length: AGENTS * DEGREE }, (_, e) => {
    const to = Math.floor(e / DEGREE);
    return [(to + 1 + (e % DEGREE)) % AGENTS, to] as const;
  });
  const panel = { agents: AGENTS, rounds: ROUNDS, symbols: 2 };
  let first = 0;
  const ours = seconds(() => {
    const found = edgeTransfer({
      source: { ...panel, codes: source },
      target: { ...panel, codes: target },
      edges,
      draws: DRAWS,
      redraw: (draw, into) => {
        const uniforms = new Float64Array(into.length);
        draw.uniforms(uniforms);
        for (let r = 0; r < into.length; r++) into[r] = uniforms[r]! < 0.5 ? 1 : 0;
      },
    });
    first = "value" in found ? found.value[0]! : Number.NaN;
  });
  const some = edges.slice(0, edges.length / 100);
  let check = 0;
  const part = seconds(() => {
    for (let draw = 0; draw < DRAWS / 100; draw++)
      for (const [e, [from, to]] of some.entries()) {
        const found = naiveTransfer(
          source.subarray(from * ROUNDS, (from + 1) * ROUNDS),
          target.subarray(to * ROUNDS, (to + 1) * ROUNDS),
        );
        if (e === 0) check = found;
      }
  });
  if (!(Math.abs(first - check) < 1e-12))
    throw new RangeError(`two numbers for one edge: ${first}, ${check}`);
  return { ours, naive: part * 10_000 };
}

/** By the definition, with a map of texts for each of the four tables. */
function naiveTransfer(x: Uint32Array, y: Uint32Array): number {
  const entropy = (key: (t: number) => string): number => {
    const counts = new Map<string, number>();
    for (let t = 1; t < y.length; t++) counts.set(key(t), (counts.get(key(t)) ?? 0) + 1);
    const n = y.length - 1;
    return [...counts.values()].reduce((all, count) => all - (count / n) * Math.log2(count / n), 0);
  };
  return (
    entropy((t) => `${y[t]},${y[t - 1]}`) +
    entropy((t) => `${x[t - 1]},${y[t - 1]}`) -
    entropy((t) => `${y[t - 1]}`) -
    entropy((t) => `${x[t - 1]},${y[t]},${y[t - 1]}`)
  );
}

function neighbours(): { readonly ours: number; readonly naive: number } {
  const stream = rng("points");
  const x = Array.from({ length: POINTS }, () => stream.uniform());
  const y = x.map((one) => one + stream.uniform());
  let value = 0;
  const ours = seconds(() => {
    const found = continuousMutualInformation({ unit: "nats" }).of(symbolsOf(x), symbolsOf(y));
    value = "value" in found ? found.value : Number.NaN;
  });
  let check = 0;
  const naive = seconds(() => {
    check = naiveNeighbours(x, y, 4);
  });
  if (!(Math.abs(value - check) < 1e-9))
    throw new RangeError(`two numbers for one sample: ${value}, ${check}`);
  return { ours, naive };
}

/** By the definition: all distances of each point, sorted, and all points counted. */
function naiveNeighbours(x: readonly number[], y: readonly number[], k: number): number {
  const n = x.length;
  const psi = [0, -0.577_215_664_901_532_9];
  for (let m = 2; m <= n; m++) psi.push(psi[m - 1]! + 1 / (m - 1));
  let total = 0;
  const distances = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) distances[j] = Math.max(Math.abs(x[i]! - x[j]!), Math.abs(y[i]! - y[j]!));
    // The point itself stands first.
    const reach = distances.slice().sort()[k]!;
    let [nx, ny] = [-1, -1];
    for (let j = 0; j < n; j++) {
      if (Math.abs(x[i]! - x[j]!) < reach) nx++;
      if (Math.abs(y[i]! - y[j]!) < reach) ny++;
    }
    total += psi[nx + 1]! + psi[ny + 1]!;
  }
  return psi[k]! + psi[n]! - total / n;
}

for (const [name, goal, { ours, naive }] of [
  ["transfer entropy, 10,000 edges, 1,000 draws", 30, transfer()],
  ["nearest neighbours, 10,000 points", 5, neighbours()],
] as const)
  console.log(
    `${name}: ${ours.toFixed(2)} s (goal ${goal} s), naive ${naive.toFixed(1)} s, ${(naive / ours).toFixed(0)} times as long`,
  );
