import { describe, expect, test } from "vitest";
import { chiSquareCdf } from "../../src/core/numbers/chiSquare.ts";
import {
  conditionalMutualInformation,
  continuousMutualInformation,
  continuousTransferEntropy,
  type Distribution,
  decomposeInformation,
  entropy,
  informationFlow,
  type Measure,
  mutualInformation,
  oInformation,
  partialInformation,
  type Symbols,
  symbolsOf,
  transferEntropy,
} from "../../src/measures/index.ts";
import { readGolden } from "../support/readGolden.ts";

const numberOf = (measure: Measure, ...variables: readonly Symbols[]): number => {
  const found = measure.of(...variables);
  if ("because" in found) throw new Error(found.because);
  return found.value;
};

const repeated = (counts: readonly number[]): Symbols =>
  symbolsOf(counts.flatMap((count, value) => Array.from({ length: count }, () => value)));

const gate = (table: Readonly<Record<string, number>>): Distribution => ({
  outcomes: Object.keys(table).map((key) => {
    const [x, y, ...t] = key.split(",");
    return [x!, y!, t.join(",")];
  }),
  probabilities: Object.values(table),
});

const places = ["Imin", "MMI", "BROJA"] as const;
const names = { Imin: "i-min", MMI: "mmi", BROJA: "broja" } as const;

test("golden g01: O-information of a parity and of copies", () => {
  const { input, expected } = readGolden<{
    input: { gates: Record<string, Record<string, number>> };
    expected: { "O-information": Record<"XOR3" | "COPY3", number> };
  }>("g01-information-decomposition");
  const of = (name: string): number => oInformation().exactly!(gate(input.gates[name]!));
  expect(of("XOR")).toBeCloseTo(expected["O-information"].XOR3, 12);
  expect(of("RDN")).toBeCloseTo(expected["O-information"].COPY3, 12);
});

describe("golden g01: decompositions of known gates", () => {
  const { input, expected, tolerance } = readGolden("g01-information-decomposition") as unknown as {
    input: { gates: Record<string, Record<string, number>> };
    expected: Record<string, Record<string, number & Record<string, number>>>;
    tolerance: number;
  };
  test.each(Object.keys(input.gates))("%s", (name) => {
    const distribution = gate(input.gates[name]!);
    const wanted = expected[name]!;
    for (const place of places) {
      const found = decomposeInformation(distribution, names[place]);
      const [red, u0, u1, syn] = Object.values(wanted[place]!) as number[];
      expect(Math.abs(found.redundant - red!), place).toBeLessThan(tolerance);
      expect(Math.abs(found.unique1 - u0!), place).toBeLessThan(tolerance);
      expect(Math.abs(found.unique2 - u1!), place).toBeLessThan(tolerance);
      expect(Math.abs(found.synergy - syn!), place).toBeLessThan(tolerance);
      expect(partialInformation({ redundancy: names[place] }).exactly!(distribution)).toBe(found.synergy);
    }
    expect(oInformation().exactly!(distribution)).toBeCloseTo(wanted.coInformation!, 12);
    // What each source says, and both together: the sums of the parts.
    const { redundant, unique1, unique2, synergy } = decomposeInformation(distribution, "broja");
    const sums = {
      I0: redundant + unique1,
      I1: redundant + unique2,
      I01: redundant + unique1 + unique2 + synergy,
    };
    for (const [key, value] of Object.entries(sums))
      expect(Math.abs(value - wanted[key]!), key).toBeLessThan(tolerance);
    expect(Object.keys(wanted).sort()).toEqual([...Object.keys(sums), ...places, "coInformation"].sort());
  });

  test("O-information of a parity and of copies", () => {
    const words = (list: readonly string[]): Distribution => ({
      outcomes: list.map((word) => [...word]),
      probabilities: list.map(() => 1 / list.length),
    });
    const all5 = Array.from({ length: 32 }, (_, code) => code.toString(2).padStart(5, "0"));
    const even = all5.filter((word) => [...word].filter((bit) => bit === "1").length % 2 === 0);
    expect(oInformation().exactly!(words(["000", "011", "101", "110"]))).toBeCloseTo(-1, 12);
    expect(oInformation().exactly!(words(["000", "111"]))).toBeCloseTo(1, 12);
    expect(oInformation({ variables: 5 }).exactly!(words(["00000", "11111"]))).toBeCloseTo(3, 12);
    expect(oInformation({ variables: 5 }).exactly!(words(even))).toBeCloseTo(-3, 12);
    expect(oInformation().exactly!(words(["000", "010", "100", "111"]))).toBeCloseTo(-0.188722, 6);
  });
});

test("golden g02: entropies and transfer entropies", () => {
  const { input, expected } = readGolden("g02-entropy-transfer-entropy") as unknown as {
    input: { counts: number[]; x: number[]; y: number[] };
    expected: Record<string, number>;
  };
  const sample = repeated(input.counts);
  expect(numberOf(entropy({ unit: "nats" }), sample)).toBeCloseTo(expected.plugin!, 12);
  expect(numberOf(entropy({ estimator: "miller-madow", unit: "nats" }), sample)).toBeCloseTo(
    expected.millerMadow!,
    12,
  );
  expect(numberOf(entropy({ estimator: "jackknife", unit: "nats" }), sample)).toBeCloseTo(
    expected.jackknife!,
    12,
  );
  const [x, y] = [symbolsOf(input.x), symbolsOf(input.y)];
  const plain = transferEntropy({ estimator: "plug-in" });
  expect(numberOf(plain, x, y)).toBeCloseTo(expected.teXtoY!, 12);
  expect(numberOf(plain, y, x)).toBeCloseTo(expected.teYtoX!, 12);
  expect(numberOf(transferEntropy(), x, y)).toBeCloseTo(expected.teXtoYMillerMadow!, 12);
});

test("golden g03: the flow of a randomized input where observation sees a confounder", () => {
  const { expected } = readGolden("g03-information-flow") as unknown as { expected: Record<string, number> };
  // W a fair bit; Y = X in four cases of five, else W. Seen: X = W. Imposed: X a fair bit of its own.
  const seen = symbolsOf([0, 1]);
  expect(numberOf(mutualInformation({ estimator: "plug-in" }), seen, seen)).toBeCloseTo(
    expected.observationalMI!,
    12,
  );
  const worlds = [0, 1].flatMap((w) =>
    [0, 1].flatMap((x) => [0, 1, 2, 3, 4].map((k) => [x, k === 4 ? w : x])),
  );
  const imposed = worlds.map(([x]) => x!);
  const response = worlds.map(([, y]) => y!);
  const flow = informationFlow({ corrected: false, law: { "0": 0.5, "1": 0.5 } });
  expect(numberOf(flow, symbolsOf(imposed), symbolsOf(response))).toBeCloseTo(expected.informationFlow!, 12);
  // A fair bit that is flipped one time in ten carries 1 − h(0.1) bits.
  expect(1 + 0.1 * Math.log2(0.1) + 0.9 * Math.log2(0.9)).toBeCloseTo(expected.closedForm!, 12);
  expect(Object.keys(expected).sort()).toEqual(["closedForm", "informationFlow", "observationalMI"]);
});

describe("agent-systems 5.3: exact distributions", () => {
  const noisyAnd = Object.fromEntries(
    ["00", "01", "10", "11"].flatMap((xy) => {
      const and = xy === "11" ? "1" : "0";
      return ["0", "1"].map((z) => [xy + z, 0.25 * (z === and ? 0.9 : 0.1)]);
    }),
  );
  const uniform = (...words: readonly string[]): Record<string, number> =>
    Object.fromEntries(words.map((word) => [word, 1 / words.length]));
  type Row = readonly [string, Record<string, number>, ...(readonly number[])[]];
  const rows: readonly Row[] = [
    ["XOR", uniform("000", "011", "101", "110"), [0, 0, 1], [0, 0, 0, 1]],
    ["AND", uniform("000", "010", "100", "111"), [0.311278, 0.311278, 0.811278], [0.311278, 0, 0, 0.5]],
    ["OR", uniform("000", "011", "101", "111"), [0.311278, 0.311278, 0.811278], [0.311278, 0, 0, 0.5]],
    ["RDN", uniform("000", "111"), [1, 1, 1], [1, 0, 0, 0]],
    ["COPY", uniform("00a", "01b", "10c", "11d"), [1, 1, 2], [1, 0, 0, 1], [1, 0, 0, 1], [0, 1, 1, 0]],
    ["UNQ", uniform("000", "010", "101", "111"), [1, 0, 1], [0, 1, 0, 0]],
    // A bit that both have beside one whose parity the target has: values 0 to 3 are (shared, own).
    ["RDN-XOR", uniform("000", "011", "101", "110", "222", "233", "323", "332"), [1, 1, 2], [1, 0, 0, 1]],
    ["SUM", uniform("000", "011", "101", "112"), [0.5, 0.5, 1.5], [0.5, 0, 0, 1]],
    [
      "DIFF",
      uniform("000", "001", "010", "101"),
      [0.311278, 0.311278, 0.5],
      [0.207519, 0.103759, 0.103759, 0.084963],
      [0.311278, 0, 0, 0.188722],
      [0.122556, 0.188722, 0.188722, 0],
    ],
    [
      "PROB1",
      uniform("000", "001", "010", "011", "100"),
      [0.170951, 0.019973, 0.170951],
      [0.019973, 0.150978, 0, 0],
    ],
    [
      "WB1",
      uniform("000", "011", "102"),
      [0.918296, 0.918296, 1.584963],
      [0.584963, 0.333333, 0.333333, 0.333333],
      [0.918296, 0, 0, 0.666667],
      [0.251629, 0.666667, 0.666667, 0],
    ],
    [
      "REDUCED-OR",
      { "000": 0.5, "011": 0.25, "101": 0.25 },
      [0.311278, 0.311278, 1],
      [0.311278, 0, 0, 0.688722],
    ],
    ["IMPERFECT RDN", { "000": 0.499, "010": 0.001, "111": 0.5 }, [1, 0.98959, 1], [0.98959, 0.01041, 0, 0]],
    ["noisy AND", noisyAnd, [0.146793, 0.146793, 0.412295], [0.146793, 0, 0, 0.265502]],
  ];
  test.each(rows)("%s", (_, table, ...numbers) => {
    const [told, ...atoms] = numbers as [readonly number[], ...(readonly number[])[]];
    const distribution = {
      outcomes: Object.keys(table).map((word) => [...word]),
      probabilities: Object.values(table),
    };
    for (const [k, redundancy] of (["i-min", "mmi", "broja"] as const).entries()) {
      const found = decomposeInformation(distribution, redundancy);
      const wanted = atoms[k] ?? atoms[0]!;
      for (const [part, value] of Object.values(found).entries())
        expect(Math.abs(value - wanted[part]!), `${redundancy} ${part}`).toBeLessThan(1.5e-6);
      expect(Math.abs(found.redundant + found.unique1 - told[0]!)).toBeLessThan(1.5e-6);
      expect(Math.abs(found.redundant + found.unique2 - told[1]!)).toBeLessThan(1.5e-6);
      const all = found.redundant + found.unique1 + found.unique2 + found.synergy;
      expect(Math.abs(all - told[2]!)).toBeLessThan(1.5e-6);
    }
  });
});

describe("agent-systems 5.4: transfer entropy and estimators", () => {
  /** A 31-bit linear congruential generator: x fair bits, y their copy one step later, flipped one time in ten. */
  const copied = (): readonly [Symbols, Symbols] => {
    let s = 12345;
    const step = (): number => {
      s = Number((1103515245n * BigInt(s) + 12345n) % 2147483648n);
      return s >> 16;
    };
    const x: number[] = [];
    const y: number[] = [];
    for (let t = 0; t < 1000; t++) {
      x.push(step() & 1);
      const flip = step() % 10 === 0 ? 1 : 0;
      y.push(t === 0 ? 0 : x[t - 1]! ^ flip);
    }
    return [symbolsOf(x), symbolsOf(y)];
  };

  // The finite-sample numbers are JIDT's (Java Information Dynamics Toolkit, commit d773508).
  test.each([
    [1, 1, 0.5603915828, 0.0004628187],
    [2, 1, 0.5607508641, 0.0047246719],
    [1, 2, 0.5632293348, 0.0007447892],
    [2, 2, 0.5647542734, 0.0158403863],
  ])("JIDT's values of the generated series, k = %i and l = %i, to 1e-10", (k, l, forth, back) => {
    const [x, y] = copied();
    const measure = transferEntropy({ k, l, estimator: "plug-in" });
    expect(Math.abs(numberOf(measure, x, y) - forth)).toBeLessThan(1e-10);
    expect(Math.abs(numberOf(measure, y, x) - back)).toBeLessThan(1e-10);
    expect(measure.of(x, y)).toMatchObject({ n: Math.max(k, l) === 1 ? 999 : 998 });
  });

  test("the χ² law needs nats: p = 0.7258 and 0.0385, where bits would give 0.6298 and more", () => {
    const [x, y] = copied();
    const p = (k: number, l: number): number => {
      const found = transferEntropy({ k, l, estimator: "plug-in", unit: "nats" }).of(y, x);
      if ("because" in found) throw new Error(found.because);
      return 1 - chiSquareCdf(2 * found.n * found.value, (2 ** l - 1) * 2 ** k);
    };
    expect(p(1, 1)).toBeCloseTo(0.7258, 4);
    expect(p(2, 2)).toBeCloseTo(0.0385, 4);
  });

  test.each([
    [0.3, 0.047155, 0.068031],
    [0.5, 0.143841, 0.207519],
    [0.9, 0.830366, 1.197964],
  ])("normal variables with correlation %d share so many nats and bits", (rho, nats, bits) => {
    // Two series of variance 1 that are orthogonal exactly, mixed.
    const angles = Array.from({ length: 64 }, (_, k) => (2 * Math.PI * k) / 64);
    const x = angles.map((a) => Math.cos(a));
    const y = angles.map((a) => rho * Math.cos(a) + Math.sqrt(1 - rho ** 2) * Math.sin(a));
    const shared = (unit: "nats" | "bits"): number =>
      numberOf(continuousMutualInformation({ estimator: "gaussian", unit }), symbolsOf(x), symbolsOf(y));
    expect(shared("nats")).toBeCloseTo(nats, 6);
    expect(shared("bits")).toBeCloseTo(bits, 6);
  });

  test.each([
    [0, 1],
    [0.05, 0.713603],
    [0.1, 0.531004],
    [0.25, 0.188722],
    [0.5, 0],
  ])("a copied fair bit flipped with probability %d carries 1 − h bits, exactly", (flip, wanted) => {
    // (x past, y next, y past): y's past is a fair bit of its own.
    const outcomes = [0, 1].flatMap((x) => [0, 1].flatMap((y) => [0, 1].map((past) => [x, y, past])));
    const probabilities = outcomes.map(([x, y]) => 0.25 * (x === y ? 1 - flip : flip));
    expect(conditionalMutualInformation().exactly!({ outcomes, probabilities })).toBeCloseTo(wanted, 6);
  });

  test("a period of four: 1 bit with one past value, none with two", () => {
    const x = symbolsOf(Array.from({ length: 402 }, (_, t) => (t + 1) % 2));
    const y = symbolsOf(Array.from({ length: 402 }, (_, t) => (t % 4 < 2 ? 1 : 0)));
    const te = (k: number): number => numberOf(transferEntropy({ k, estimator: "plug-in" }), x, y);
    // 401 records: one more of one kind than of the others.
    expect(te(1)).toBeCloseTo(1, 4);
    expect(te(2)).toBeCloseTo(0, 12);
  });

  test("JIDT's nearest neighbours and normal variables to 1e-9", () => {
    const t = Array.from({ length: 100 }, (_, k) => k);
    const x = symbolsOf(t.map((k) => Math.sin(1.7 * k)));
    const y = symbolsOf(t.map((k) => Math.cos(0.9 * k) + 0.5 * Math.sin(1.7 * k)));
    const mi = (estimator: "ksg-1" | "ksg-2" | "gaussian", neighbours = 4): number =>
      numberOf(continuousMutualInformation({ estimator, neighbours, unit: "nats" }), x, y);
    expect(mi("ksg-1", 3)).toBeCloseTo(0.377264385, 9);
    expect(mi("ksg-1", 4)).toBeCloseTo(0.3270818239, 9);
    expect(mi("ksg-2", 3)).toBeCloseTo(0.3908644877, 9);
    expect(mi("ksg-2", 4)).toBeCloseTo(0.3605790137, 9);
    expect(mi("gaussian")).toBeCloseTo(0.1180000373, 9);
    const te = (estimator: "ksg-1" | "gaussian"): number =>
      numberOf(continuousTransferEntropy({ estimator, unit: "nats" }), x, y);
    expect(te("gaussian")).toBeCloseTo(0.0592702008, 9);
    expect(te("ksg-1")).toBeCloseTo(-0.0606068458, 9);
  });

  // The reference integrates to 1e-4; the last column is the same integral with 40 digits (mpmath).
  test.each([
    [[7, 3], 2, 0.881291, 0.953426, 0.875665, 0.87567380291387],
    [[4, 2, 3, 2, 4, 2], 9, 2.513646, 2.725807, 2.799743, 2.7997614113282],
    [[1, 1, 1, 1], 10, 2, 2.541011, 2.793938, 2.7939801717712],
    [[10, 5, 3, 1, 1], 5, 1.842738, 1.987007, 1.942337, 1.9423398890802],
  ])("entropies of the counts %j", (counts, alphabet, plain, mm, nsb, exact) => {
    const sample = repeated(counts);
    expect(numberOf(entropy(), sample)).toBeCloseTo(plain, 6);
    expect(numberOf(entropy({ estimator: "miller-madow" }), sample)).toBeCloseTo(mm, 6);
    const found = numberOf(entropy({ estimator: "nsb", alphabet }), sample);
    expect(Math.abs(found - nsb)).toBeLessThan(1e-4);
    expect(found).toBeCloseTo(exact, 9);
  });
});
