import { describe, expect, it } from "vitest";
import { designs } from "../../../designs/catalogue.ts";
import { fitOfArms } from "../../../designs/fit/fitOfArms.ts";
import { bernoulli, cluster, complete, graphCluster, twoStage } from "../../../designs/index.ts";
import { shuffle } from "../../../src/core/numbers/shuffle.ts";
import { rng } from "../../../src/core/rng.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import { cliques, fitCases } from "./catalogueOfFits.ts";

it("covers every design of the catalogue", () => {
  expect([...new Set(Object.values(fitCases).map(({ design }) => design.name))].sort()).toEqual(
    designs.map(({ kind }) => kind).sort(),
  );
});

describe.each(Object.entries(fitCases))("%s", (name, { design, on, other, shuffled }) => {
  const law = design.law(on);
  const stream = rng("fit").fork(name);

  it("passes its own draws", () => {
    const ps = Array.from({ length: 60 }, (_, r) => fitOfArms(law, [law.draw(stream.fork(r))], on).p);
    expect(Math.min(...ps)).toBeGreaterThan(1e-3);
  });

  it("refuses arms of another share, with both numbers or why they are impossible", () => {
    for (let r = 0; r < 5; r++) {
      const { p, found, impossible } = fitOfArms(law, [other.law(on).draw(stream.fork(`other ${r}`))], on);
      expect(p).toBeLessThan(1e-6);
      if (!impossible) expect(found).toMatch(/^-?\d+(\.\d+)? .+, \d+(\.\d+)? ± \d+(\.\d+)? expected$/);
    }
  });

  it.runIf(shuffled)("refuses its own arms dealt anew to the agents", () => {
    for (let r = 0; r < 5; r++) {
      const dealt = shuffle(stream.fork(`shuffle ${r}`), law.draw(stream.fork(r)));
      const { p, neighbours } = fitOfArms(law, [dealt], on);
      // Of clusters that are drawn anew each time only the edges know.
      expect(name === "randomized-graph-cluster" ? neighbours!.p : p).toBeLessThan(1e-6);
    }
  });

  it("refuses everybody in one arm", () => {
    if (name === "conflict-graph") return;
    const { p, neighbours } = fitOfArms(law, [new Uint8Array(on.n).fill(1)], on);
    expect(Math.min(p, neighbours?.p ?? 1)).toBeLessThan(1e-6);
  });
});

describe("what is said of arms that do not fit", () => {
  const alone = (n: number) => fromEdges([], { agents: Array.from({ length: n }, (_, i) => `a${i}`) });

  it("the numbers of the report: 697 of 3,366 treated under a fair coin", () => {
    const on = alone(3366);
    const arms = on.ids.map((_, i) => Number(i < 697));
    expect(fitOfArms(bernoulli().law(on), [arms], on)).toMatchObject({
      found: "697 treated, 1683 ± 29 expected",
      impossible: false,
    });
  });

  it("of 20 coins, exactly the chance of a count that is as improbable: 2 (1 + 20 + 190) / 2^20 for two heads", () => {
    const on = alone(20);
    const arms = on.ids.map((_, i) => Number(i < 2));
    expect(fitOfArms(bernoulli().law(on), [arms], on).p).toBeCloseTo((2 * 211) / 2 ** 20, 15);
  });

  it("names the world, and adds worlds up: each is doubtful at most, all together are refused", () => {
    const on = alone(400);
    const arms = on.ids.map((_, i) => Number(i < 172));
    const law = bernoulli().law(on);
    expect(fitOfArms(law, [arms], on).p).toBeGreaterThan(1e-3);
    const { p, found } = fitOfArms(law, [arms, arms, arms, arms, arms], on);
    expect(p).toBeLessThan(1e-6);
    expect(found).toBe("860 treated in all 5 worlds, 1000 ± 22 expected");
  });

  it("a group of a two-stage design, and the numbers of groups", () => {
    const on = alone(90);
    const groups = on.ids.map((id) => String(Number(id.slice(1)) % 30));
    const law = twoStage({ groups, saturations: [1, 2].map((treated) => ({ treated, groups: 15 })) }).law(on);
    expect(law.structure.kind).toBe("sampler-only");
    const drawn = law.draw(rng(1));
    expect(fitOfArms(law, [drawn], on).impossible).toBe(false);
    const none = drawn.map((arm, i) => (groups[i] === "4" ? 0 : arm));
    expect(fitOfArms(law, [none], on).found).toBe('the design treats 1 or 2 agents of group "4", but 0 are');
    const ones = drawn.map((_, i) => Number(Number(on.ids[i]!.slice(1)) < 30));
    expect(fitOfArms(law, [ones], on).found).toMatch(/^no 15 and 15 of its 30 groups have/);
  });

  it("neighbours that were assigned together, where every count is right", () => {
    const arms = cluster({
      clusters: cliques.ids.map((id) => Math.floor(Number(id.slice(1)) / 5)),
      treated: 30,
    })
      .law(cliques)
      .draw(rng(2));
    for (const design of [bernoulli(), complete({ treated: 150 })]) {
      const { p, neighbours } = fitOfArms(design.law(cliques), [arms], cliques);
      expect(p).toBeGreaterThan(1e-3);
      expect(neighbours!.p).toBeLessThan(1e-6);
      expect(neighbours!.found).toMatch(/^\d+ edges join agents of one arm, \d+ ± \d+ expected$/);
    }
    const own = graphCluster({ method: "label-propagation" }).law(cliques);
    expect(fitOfArms(own, [own.draw(rng(3))], cliques).p).toBeGreaterThan(1e-3);
  });
});
