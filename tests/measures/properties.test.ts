import { describe, expect, test } from "vitest";
import { type Rng, rng } from "../../src/core/rng.ts";
import { digamma } from "../../src/measures/entropies/gamma.ts";
import {
  activeInformation,
  conditionalMutualInformation,
  continuousMutualInformation,
  continuousTransferEntropy,
  type Distribution,
  decomposeInformation,
  directedInformation,
  dualTotalCorrelation,
  entropy,
  informationFlow,
  type Measure,
  measures,
  mutualInformation,
  oInformation,
  type Symbols,
  sInformation,
  symbolsOf,
  totalCorrelation,
  transferEntropy,
} from "../../src/measures/index.ts";
import { manyChecks } from "../support/manyChecks.ts";

const numberOf = (measure: Measure, ...variables: readonly Symbols[]): number => {
  const found = measure.of(...variables);
  if ("because" in found) throw new Error(found.because);
  return found.value;
};

const plain = { estimator: "plug-in" } as const;

/** Records of some variables that depend on each other somehow. */
function records(stream: Rng, variables: number, n = 60): number[][] {
  const base = Array.from({ length: n }, () => stream.integer(3));
  return Array.from({ length: variables }, () =>
    base.map((one) => (stream.uniform() < 0.4 ? one : stream.integer(4))),
  );
}

const entropyOf = (...columns: readonly (readonly number[])[]): number => {
  const counts = new Map<string, number>();
  for (const r of columns[0]!.keys()) {
    const key = columns.map((column) => column[r]).join(",");
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const n = columns[0]!.length;
  return [...counts.values()].reduce((all, count) => all - (count / n) * Math.log2(count / n), 0);
};

test("sums of entropies equal their textbook forms, computed by brute force", () => {
  const check = manyChecks();
  for (let seed = 0; seed < 20; seed++) {
    const [x, y, z] = records(rng(seed), 3) as [number[], number[], number[]];
    const [X, Y, Z] = [x, y, z].map((column) => symbolsOf(column)) as [Symbols, Symbols, Symbols];
    const told = entropyOf(x) + entropyOf(y) - entropyOf(x, y);
    const given = entropyOf(x, z) + entropyOf(y, z) - entropyOf(z) - entropyOf(x, y, z);
    const tc = entropyOf(x) + entropyOf(y) + entropyOf(z) - entropyOf(x, y, z);
    const pairs = entropyOf(x, y) + entropyOf(x, z) + entropyOf(y, z);
    const dtc = pairs - 2 * entropyOf(x, y, z);
    check.near(numberOf(mutualInformation(plain), X, Y), told, 1e-12, () => `seed ${seed}`);
    check.near(numberOf(conditionalMutualInformation(plain), X, Y, Z), given, 1e-12, () => `seed ${seed}`);
    check.near(numberOf(totalCorrelation(plain), X, Y, Z), tc, 1e-12, () => `seed ${seed}`);
    check.near(numberOf(dualTotalCorrelation(plain), X, Y, Z), dtc, 1e-12, () => `seed ${seed}`);
    check.near(numberOf(oInformation(plain), X, Y, Z), tc - dtc, 1e-12, () => `seed ${seed}`);
    check.near(numberOf(sInformation(plain), X, Y, Z), tc + dtc, 1e-12, () => `seed ${seed}`);
    // Co-information: I(X;Y) − I(X;Y|Z) is the O-information of three.
    check.near(numberOf(oInformation(plain), X, Y, Z), told - given, 1e-12, () => `seed ${seed}`);
    // The chain rule.
    const both = symbolsOf(x.map((one, r) => `${one},${z[r]}`));
    check.near(
      numberOf(mutualInformation(plain), both, Y),
      numberOf(mutualInformation(plain), Z, Y) + given,
      1e-12,
      () => `seed ${seed}`,
    );
    // Data processing, symmetry, and bounds.
    const coarse = symbolsOf(x.map((one) => Math.floor(one / 2)));
    check.holds(
      numberOf(mutualInformation(plain), coarse, Y) <= told + 1e-12,
      () => "processing adds nothing",
    );
    check.near(numberOf(mutualInformation(plain), Y, X), told, 1e-12, () => `seed ${seed}`);
    check.near(numberOf(mutualInformation(plain), X, X), entropyOf(x), 1e-12, () => `seed ${seed}`);
    for (const value of [told, given, tc, dtc]) check.holds(value > -1e-12, () => "non-negative");
  }
  check.end();
});

/** Settings that make every measure of the catalogue one of three variables or fewer. */
const every: readonly (readonly [string, Measure])[] = measures.map(({ kind, from }) => [kind, from({})]);

describe("every measure", () => {
  const numbers = (seed: string, n = 80): number[] => {
    const stream = rng(seed);
    let last = 0;
    return Array.from({ length: n }, () => {
      last = 0.5 * last + stream.uniform();
      return last;
    });
  };
  const given = (measure: Measure): Symbols[] =>
    Array.from({ length: measure.variables }, (_, k) => {
      if (measure.name.startsWith("continuous")) return symbolsOf(numbers(`n${k}`), { runs: [30, 50] });
      const values = records(rng(`s${measure.name}`), measure.variables, 80)[k]!;
      const runs = measure.name === "directed-information" ? Array.from({ length: 40 }, () => 2) : [30, 50];
      return symbolsOf(values, { runs });
    });

  test.each(every)("%s has a finite value, a unit, and the records it rests on", (_, measure) => {
    const variables = given(measure);
    const found = measure.of(...variables);
    expect(found).toMatchObject({ unit: "bits", missing: 0 });
    expect("value" in found && Number.isFinite(found.value) && found.n > 0).toBe(true);
    expect(measure.cite).toMatch(/\(\d{4}\)/);
  });

  test.each(every)("%s in nats is its value in bits times ln 2", (kind, measure) => {
    const variables = given(measure);
    const nats = measures.find((one) => one.kind === kind)!.from({ unit: "nats" });
    expect(numberOf(nats, ...variables)).toBeCloseTo(numberOf(measure, ...variables) * Math.LN2, 12);
  });

  test.each(every)("%s does not change when values get other names", (_, measure) => {
    const variables = given(measure);
    if (measure.name.startsWith("continuous")) return expect(variables[0]!.values).toBeDefined();
    const renamed = variables.map(({ codes, runs, texts }) => {
      const words = Array.from(codes, (code) => `word ${7 - Number(texts[code])}`);
      const counts = Array.from(runs!.subarray(1), (end, k) => end - runs![k]!);
      return symbolsOf(words.reverse().slice().reverse(), { runs: counts });
    });
    expect(numberOf(measure, ...renamed)).toBeCloseTo(numberOf(measure, ...variables), 12);
  });

  test.each(every)("%s leaves out records with a missing value, whatever stands there", (_, measure) => {
    const variables = given(measure);
    const hole = (variable: Symbols, code: number): Symbols => ({
      ...variable,
      codes: variable.codes.with(11, code),
      known: variable.known.with(11, 0),
      ...(variable.values ? { values: variable.values.with(11, 1e6 + code) } : {}),
    });
    const [a, b] = [0, 1].map((code) =>
      measure.of(...variables.map((one, k) => (k === 0 ? hole(one, code) : one))),
    );
    expect(a).toEqual(b);
    expect("missing" in a! ? a.missing : 0).toBeGreaterThan(0);
  });

  test.each(every)("%s gives a reason and no number without a record", (_, measure) => {
    const none = Array.from({ length: measure.variables }, () =>
      measure.name.startsWith("continuous")
        ? { ...symbolsOf([1]), known: Uint8Array.of(0) }
        : symbolsOf([undefined]),
    );
    expect(measure.of(...none)).toEqual({ because: expect.stringMatching(/no re|no run/) });
  });

  test.each(every.filter(([, measure]) => measure.local))(
    "%s is the mean of its local values",
    (kind, given0) => {
      const sample = given(given0);
      const measure = kind.startsWith("continuous")
        ? given0
        : measures.find((one) => one.kind === kind)!.from(plain);
      const found = measure.local!(...sample);
      if ("because" in found) throw new Error(found.because);
      const known = found.values.filter((_, r) => found.known[r] === 1);
      expect(known.reduce((all, one) => all + one, 0) / known.length).toBeCloseTo(
        numberOf(measure, ...sample),
        12,
      );
      expect(known.length).toBe((measure.of(...sample) as { n: number }).n);
    },
  );
});

describe("series", () => {
  test("histories never go across the ends of runs: two runs are as good as their records pooled", () => {
    const stream = rng(4);
    const [x, y] = records(stream, 2, 40) as [number[], number[]];
    const cut = (values: number[]): Symbols => symbolsOf(values, { runs: [15, 25] });
    const rows = x.flatMap((_, t) => (t === 0 || t === 15 ? [] : [[x[t - 1]!, y[t]!, y[t - 1]!]]));
    const [a, b, c] = [0, 1, 2].map((k) => symbolsOf(rows.map((row) => row[k]!))) as [
      Symbols,
      Symbols,
      Symbols,
    ];
    expect(numberOf(transferEntropy(), cut(x), cut(y))).toBeCloseTo(
      numberOf(conditionalMutualInformation(), a, b, c),
      12,
    );
    expect(numberOf(activeInformation(), cut(y))).toBeCloseTo(numberOf(mutualInformation(), b, c), 12);
  });

  test("transfer entropy at another delay than that of the copy is small, at its own it is 1 bit", () => {
    const stream = rng(9);
    const x = Array.from({ length: 4000 }, () => stream.integer(2));
    const y = x.map((_, t) => (t < 3 ? 0 : x[t - 3]!));
    const te = (delay: number): number => numberOf(transferEntropy({ delay }), symbolsOf(x), symbolsOf(y));
    expect(te(3)).toBeCloseTo(1, 2);
    for (const delay of [1, 2, 4]) expect(Math.abs(te(delay))).toBeLessThan(0.003);
  });

  test("what is given explains away a common cause", () => {
    const stream = rng(2);
    const z = Array.from({ length: 5000 }, () => stream.integer(2));
    const lag = (values: number[], by: number): number[] => values.map((_, t) => values[t - by] ?? 0);
    const [Z, X, Y] = [z, lag(z, 0), lag(z, 1)].map((one) => symbolsOf(one)) as [Symbols, Symbols, Symbols];
    expect(numberOf(transferEntropy(), X, Y)).toBeCloseTo(1, 2);
    expect(Math.abs(numberOf(transferEntropy({ given: 1 }), X, Y, Z))).toBeLessThan(0.01);
  });

  test("both directions add up to the information of whole runs (Massey and Massey 2005)", () => {
    const check = manyChecks();
    for (let seed = 0; seed < 10; seed++) {
      const stream = rng(`d${seed}`);
      const runs = Array.from({ length: 50 }, () => 3);
      const x = Array.from({ length: 150 }, () => stream.integer(2));
      const y = x.map((one, t) => (stream.uniform() < 0.6 ? (x[t - 1] ?? one) : stream.integer(2)));
      const [X, Y] = [symbolsOf(x, { runs }), symbolsOf(y, { runs })];
      const whole = (values: number[]): Symbols =>
        symbolsOf(runs.map((_, run) => values.slice(3 * run, 3 * run + 3).join("")));
      const forth = numberOf(directedInformation(plain), X, Y);
      const back = numberOf(directedInformation({ ...plain, instant: false }), Y, X);
      check.near(
        forth + back,
        numberOf(mutualInformation(plain), whole(x), whole(y)),
        1e-12,
        () => `seed ${seed}`,
      );
      check.holds(forth > -1e-12 && back > -1e-12, () => "non-negative");
    }
    check.end();
  });
});

describe("decompositions", () => {
  const random = (seed: number): Distribution => {
    const stream = rng(`p${seed}`);
    const outcomes = [0, 1].flatMap((x) => [0, 1, 2].flatMap((y) => [0, 1].map((t) => [x, y, t])));
    const raw = outcomes.map(() => stream.uniform() ** 2);
    const total = raw.reduce((all, one) => all + one, 0);
    return { outcomes, probabilities: raw.map((one) => one / total) };
  };

  test("parts add up, i-min, mmi and broja are at least 0, and changing places of the sources changes those of their parts", () => {
    const check = manyChecks();
    for (let seed = 0; seed < 15; seed++) {
      const p = random(seed);
      const swapped = { ...p, outcomes: p.outcomes.map(([x, y, t]) => [y!, x!, t!]) };
      for (const redundancy of ["i-min", "mmi", "broja"] as const) {
        const found = decomposeInformation(p, redundancy);
        const other = decomposeInformation(swapped, redundancy);
        for (const part of Object.values(found))
          check.holds(part > -1e-6, () => `${redundancy} ${seed}: ${part}`);
        check.near(found.unique1, other.unique2, 1e-6, () => `seed ${seed}`);
        check.near(found.synergy, other.synergy, 1e-6, () => `seed ${seed}`);
        const pairs = {
          outcomes: p.outcomes.map(([x, y, t]) => [`${x},${y}`, t!]),
          probabilities: p.probabilities,
        };
        const all = found.redundant + found.unique1 + found.unique2 + found.synergy;
        check.near(all, mutualInformation().exactly!(pairs), 1e-9, () => `seed ${seed}`);
      }
      // Unique information is at most what the source alone says, and at most what it says beside the other; broja is between.
      const [broja, mmi] = [decomposeInformation(p, "broja"), decomposeInformation(p, "mmi")];
      check.holds(
        broja.redundant <= mmi.redundant + 1e-6,
        () => "the smaller mutual information is the most redundancy",
      );
    }
    check.end();
  });

  test("broja equals the minimum found by a grid over all distributions with the same pairs, two binary sources", () => {
    // For each t one number is free: p(0,0|t) between its Fréchet bounds.
    const p = { outcomes: [] as number[][], probabilities: [] as number[] };
    const stream = rng("grid");
    for (const x of [0, 1])
      for (const y of [0, 1])
        for (const t of [0, 1]) {
          p.outcomes.push([x, y, t]);
          p.probabilities.push(0.05 + stream.uniform());
        }
    const total = p.probabilities.reduce((all, one) => all + one, 0);
    p.probabilities = p.probabilities.map((one) => one / total);
    const at = (x: number, y: number, t: number): number => p.probabilities[4 * x + 2 * y + t]!;
    const range = [0, 1].map((t) => {
      const [row, column] = [at(0, 0, t) + at(0, 1, t), at(0, 0, t) + at(1, 0, t)];
      const all = row + at(1, 0, t) + at(1, 1, t);
      return { row, column, all, low: Math.max(0, row + column - all), high: Math.min(row, column) };
    });
    let least = Number.POSITIVE_INFINITY;
    for (let a = 0; a <= 300; a++)
      for (let b = 0; b <= 300; b++) {
        const q = [a, b].map((step, t) => {
          const { row, column, all, low, high } = range[t]!;
          const one = low + ((high - low) * step) / 300;
          return [one, row - one, column - one, all - row - column + one];
        });
        let told = 0;
        for (let k = 0; k < 4; k++) {
          const both = q[0]![k]! + q[1]![k]!;
          for (const t of [0, 1])
            if (q[t]![k]! > 0) told += q[t]![k]! * Math.log2(q[t]![k]! / both / range[t]!.all);
        }
        least = Math.min(least, told);
      }
    const pairs = {
      outcomes: p.outcomes.map(([x, y, t]) => [`${x},${y}`, t!]),
      probabilities: p.probabilities,
    };
    const synergy = mutualInformation().exactly!(pairs) - least;
    expect(decomposeInformation(p, "broja").synergy).toBeGreaterThan(synergy - 1e-9);
    expect(decomposeInformation(p, "broja").synergy).toBeLessThan(synergy + 1e-4);
  });
});

describe("continuous measures", () => {
  const normal = (stream: Rng): number =>
    Math.sqrt(-2 * Math.log(1 - stream.uniform())) * Math.cos(2 * Math.PI * stream.uniform());

  test("nearest neighbours by a tree equal those by looking at every pair", () => {
    const stream = rng("tree");
    const n = 120;
    const [x, y, z] = [0, 1, 2].map(() => Array.from({ length: n }, () => normal(stream))) as [
      number[],
      number[],
      number[],
    ];
    const gap = (column: number[], i: number, j: number): number => Math.abs(column[i]! - column[j]!);
    const others = (i: number): number[] => x.map((_, j) => j).filter((j) => j !== i);
    const brute = (algorithm: 1 | 2, conditional: boolean): number => {
      let total = 0;
      for (let i = 0; i < n; i++) {
        const far = (j: number): number =>
          Math.max(gap(x, i, j), gap(y, i, j), conditional ? gap(z, i, j) : 0);
        const near = others(i)
          .sort((a, b) => far(a) - far(b))
          .slice(0, 4);
        const most = (column: number[]): number => Math.max(...near.map((j) => gap(column, i, j)));
        const reach =
          algorithm === 1 ? [far(near[3]!), far(near[3]!), far(near[3]!)] : [most(x), most(y), most(z)];
        const inside = (column: number[], k: number, j: number): boolean =>
          algorithm === 1 ? gap(column, i, j) < reach[k]! : gap(column, i, j) <= reach[k]!;
        const inZ = (j: number): boolean => !conditional || inside(z, 2, j);
        const nx = others(i).filter((j) => inside(x, 0, j) && inZ(j)).length;
        const ny = others(i).filter((j) => inside(y, 1, j) && inZ(j)).length;
        const nz = others(i).filter(inZ).length;
        if (algorithm === 1) total += digamma(4) - digamma(nx + 1) - digamma(ny + 1) + digamma(nz + 1);
        else if (!conditional) total += digamma(4) - 1 / 4 - digamma(nx) - digamma(ny) + digamma(n);
        else total += digamma(4) - 2 / 4 - digamma(nx) + 1 / nx - digamma(ny) + 1 / ny + digamma(nz);
      }
      return total / n;
    };
    const columns = [x, y, z].map((one) => symbolsOf(one));
    for (const algorithm of [1, 2] as const)
      for (const given of [0, 1]) {
        const measure = continuousMutualInformation({ estimator: `ksg-${algorithm}`, given, unit: "nats" });
        expect(numberOf(measure, ...columns.slice(0, 2 + given))).toBeCloseTo(
          brute(algorithm, given === 1),
          10,
        );
      }
  });

  test.each([
    [0.3, 0.047155],
    [0.5, 0.143841],
    [0.9, 0.830366],
  ])("normal variables with correlation %d share −½ ln(1 − ρ²) nats", (rho, wanted) => {
    // Two columns that are orthogonal in the sample, so that the correlation is exact.
    const a = Array.from({ length: 64 }, (_, k) => Math.cos((2 * Math.PI * k) / 64));
    const b = a.map((_, k) => rho * a[k]! + Math.sqrt(1 - rho ** 2) * Math.sin((2 * Math.PI * k) / 64));
    const measure = continuousMutualInformation({ estimator: "gaussian", unit: "nats" });
    expect(numberOf(measure, symbolsOf(a), symbolsOf(b))).toBeCloseTo(wanted, 6);
  });

  test.each([
    [0, 1, 0, 0.346574],
    [0.5, 0.3, 0, 0.043089],
    [0.8, 0.4, 0, 0.07421],
    [0.5, 0.5, 0.7, 0.163437],
  ])(
    "a linear pair with a = %d, b = %d, c = %d: normal and nearest-neighbour transfer near the truth",
    (a, b, c, wanted) => {
      const stream = rng(`var${a}${b}${c}`);
      const [x, y] = [[0], [0]] as [number[], number[]];
      for (let t = 1; t < 4000; t++) {
        x.push(c * x[t - 1]! + normal(stream));
        y.push(a * y[t - 1]! + b * x[t - 1]! + normal(stream));
      }
      const te = (estimator: "ksg-1" | "gaussian", n: number): number =>
        numberOf(
          continuousTransferEntropy({ estimator, unit: "nats" }),
          symbolsOf(x.slice(0, n)),
          symbolsOf(y.slice(0, n)),
        );
      expect(Math.abs(te("gaussian", 4000) - wanted)).toBeLessThan(0.02);
      expect(Math.abs(te("ksg-1", 1500) - wanted)).toBeLessThan(0.05);
    },
  );

  test("the bias of independent normal variables is taken away exactly", () => {
    let [total, raw] = [0, 0];
    const stream = rng("bias");
    for (let sample = 0; sample < 500; sample++) {
      const [x, y, z] = [0, 1, 2].map(() => symbolsOf(Array.from({ length: 12 }, () => normal(stream))));
      total += numberOf(
        continuousMutualInformation({ estimator: "gaussian", given: 1, corrected: true, unit: "nats" }),
        x!,
        y!,
        z!,
      );
      raw += numberOf(
        continuousMutualInformation({ estimator: "gaussian", given: 1, unit: "nats" }),
        x!,
        y!,
        z!,
      );
    }
    // One sample has a standard deviation of about 0.07.
    expect(Math.abs(total / 500)).toBeLessThan(0.012);
    expect(raw / 500).toBeGreaterThan(0.04);
  });

  test("ties are refused with what to use in their place", () => {
    const found = continuousMutualInformation().of(
      symbolsOf([1, 2, 2, 3, 4, 5]),
      symbolsOf([1, 2, 3, 4, 5, 6]),
    );
    expect(found).toEqual({ because: expect.stringContaining("variable 1 has the value 2 2 times") });
    expect(() => continuousMutualInformation().of(symbolsOf(["a"]), symbolsOf([1]))).toThrow(
      "wanted numbers, got texts",
    );
  });
});

describe("information flow", () => {
  test("is the mutual information when the law is that of the shares, with the same correction", () => {
    const [x, y] = records(rng("flow"), 2, 200).map((one) => symbolsOf(one)) as [Symbols, Symbols];
    expect(numberOf(informationFlow(), x, y)).toBeCloseTo(numberOf(mutualInformation(), x, y), 12);
  });

  test("is that of the randomization's law, however often each input was seen", () => {
    // Nine records of one input, three of the other, each with its own response: 1 bit for a fair coin.
    const x = symbolsOf([...Array.from({ length: 9 }, () => "a"), "b", "b", "b"]);
    const fair = informationFlow({ law: { a: 0.5, b: 0.5 }, corrected: false });
    expect(numberOf(fair, x, x)).toBeCloseTo(1, 12);
    expect(numberOf(informationFlow({ corrected: false }), x, x)).toBeCloseTo(0.811278, 6);
  });

  test("says what is wrong with a law", () => {
    const x = symbolsOf(["a", "b", "a"]);
    expect(() => informationFlow({ law: { a: 1 } }).of(x, x)).toThrow('no probability of the value "b"');
    expect(() => informationFlow({ law: { a: 0.5, b: 0.6 } })).toThrow("add up to 1");
    expect(informationFlow({ law: { a: 0.4, b: 0.4, c: 0.2 } }).of(x, x)).toEqual({
      because: expect.stringContaining('"c" of the input never occurs'),
    });
  });
});

test("with few records for its table a measure warns, or refuses if it is told to", () => {
  const x = symbolsOf([0, 1, 0, 1]);
  const found = mutualInformation().of(x, x);
  expect("notes" in found && found.notes.join()).toContain("4 records for a table of 4 cells");
  expect(mutualInformation({ fewRecords: "refuse" }).of(x, x)).toEqual({
    because: expect.stringContaining("4 records for a table of 4 cells"),
  });
});

test("entropy refuses an alphabet that is smaller than what was seen, and all estimators agree in the end", () => {
  const stream = rng("big");
  const sample = symbolsOf(Array.from({ length: 20_000 }, () => Math.floor(4 * stream.uniform() ** 2)));
  const truth = [0.5, Math.SQRT1_2 - 0.5, Math.sqrt(0.75) - Math.SQRT1_2, 1 - Math.sqrt(0.75)];
  const exact = truth.reduce((all, p) => all - p * Math.log2(p), 0);
  for (const estimator of ["plug-in", "miller-madow", "jackknife", "chao-shen", "nsb"] as const)
    expect(Math.abs(numberOf(entropy({ estimator }), sample) - exact)).toBeLessThan(0.02);
  expect(entropy({ estimator: "nsb", alphabet: 2 }).of(symbolsOf(["a", "b", "c"]))).toEqual({
    because: "3 different values were seen, and alphabet is 2",
  });
});

test("Chao and Shen's estimate of four records is that of their formula", () => {
  // a a b c: coverage 1 − 2/4; −Σ Cp ln Cp/(1 − (1 − Cp)⁴).
  const term = (p: number): number => (-p * Math.log2(p)) / (1 - (1 - p) ** 4);
  const found = numberOf(entropy({ estimator: "chao-shen" }), symbolsOf(["a", "a", "b", "c"]));
  expect(found).toBeCloseTo(term(0.25) + 2 * term(0.125), 12);
});
