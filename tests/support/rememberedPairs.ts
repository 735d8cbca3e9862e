import type {
  ExposureProbabilities,
  FarTypes,
  PairLaw,
  PairProbabilities,
} from "../../src/probability/PairProbabilities.ts";

/**
 * The same probabilities, whose pairs are looked up once: a test that asks ten formulas about one design on a tiny network gets the
 * same numbers ten times.
 */
export function rememberedPairs(given: ExposureProbabilities): ExposureProbabilities {
  const size = given.conditions.length;
  const keep = (law: PairLaw): PairLaw => {
    const joint = new Float64Array(size * size);
    const possible: boolean[] = [];
    for (let c = 0; c < size; c++)
      for (let d = 0; d < size; d++) {
        joint[c * size + d] = law.joint(c, d);
        possible[c * size + d] = law.possible(c, d);
      }
    return { joint: (c, d) => joint[c * size + d]!, possible: (c, d) => possible[c * size + d]! };
  };
  const { pairs } = given;
  let near: (readonly [i: number, j: number, law: PairLaw])[] | undefined;
  const nearOf = new Map<number, (readonly [j: number, law: PairLaw])[]>();
  const laws = new Map<string, PairLaw>();
  const once = (key: string, make: () => PairLaw): PairLaw => {
    const law = laws.get(key) ?? keep(make());
    laws.set(key, law);
    return law;
  };
  const kept: PairProbabilities = {
    ...pairs,
    forEachNear(visit) {
      if (near === undefined) {
        const found: (readonly [number, number, PairLaw])[] = [];
        pairs.forEachNear((i, j, law) => found.push([i, j, keep(law)]));
        near = found;
      }
      for (const [i, j, law] of near) visit(i, j, law);
    },
    forEachNearOf(i, visit, wanted) {
      let found = nearOf.get(i);
      if (found === undefined) {
        const all: (readonly [number, PairLaw])[] = [];
        pairs.forEachNearOf(i, (j, law) => all.push([j, keep(law)]));
        found = all;
        nearOf.set(i, found);
      }
      for (const [j, law] of found) if (wanted === undefined || wanted[j] === 1) visit(j, law);
    },
    law: (i, j) => once(`${i} ${j}`, () => pairs.law(i, j)),
    far: pairs.far === "independent" ? pairs.far : { ...pairs.far, law: farLaw(pairs.far, once) },
  };
  return { ...given, pairs: kept };
}

const farLaw =
  (far: FarTypes, once: (key: string, make: () => PairLaw) => PairLaw): FarTypes["law"] =>
  (t, u) =>
    once(`far ${t} ${u}`, () => far.law(t, u));
