import { describe, expect, it, test } from "vitest";
import { bernoulli, fixed } from "../../designs/index.ts";
import { lawOf } from "../../designs/law/lawOf.ts";
import { allTreated } from "../../src/exposure/allTreated.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { countTreated } from "../../src/exposure/countTreated.ts";
import type { Exposure } from "../../src/exposure/Exposure.ts";
import { formulaExposure } from "../../src/exposure/formulaExposure.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { shareTreated } from "../../src/exposure/shareTreated.ts";
import { treatedShare } from "../../src/exposure/treatedShare.ts";
import { twoHop } from "../../src/exposure/twoHop.ts";
import { weightedThreshold } from "../../src/exposure/weightedThreshold.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { expectExactLaws } from "../support/exactLaws.ts";
import { tiny } from "../support/tinyWorlds.ts";

const network = tiny(4, [
  [0, 1],
  [1, 2],
  [2, 3],
]);
const abc = ["a", "b", "c"];
const arms = Uint8Array.of(2, 0, 1, 2);

/** Every mapping with a focal arm. */
const makers: Readonly<Record<string, (focal?: string | number) => Exposure>> = {
  "any-treated": (focal) => anyTreatedNeighbor(focal === undefined ? {} : { focal }),
  "share-treated": (focal) => shareTreated(focal === undefined ? {} : { focal }),
  "count-treated": (focal) => countTreated(focal === undefined ? {} : { focal }),
  "two-hop": (focal) => twoHop(focal === undefined ? {} : { focal }),
  "all-treated": (focal) => allTreated(focal === undefined ? {} : { focal }),
  "weighted-threshold": (focal) =>
    weightedThreshold({ threshold: 1, ...(focal === undefined ? {} : { focal }) }),
  formula: (focal) =>
    formulaExposure({
      conditions: { near: "treated > 0", own: "own" },
      ...(focal === undefined ? {} : { focal }),
    }),
};

describe.each(Object.entries(makers))("%s", (kind, make) => {
  it("takes the arm by name as by index", () => {
    for (const [index, name] of abc.entries()) {
      const named = make(name).forArms!(abc);
      const numbered = make(index).forArms!(abc);
      expect(named.of(network, arms)).toEqual(numbered.of(network, arms));
      expect(numbered.of(network, arms)).toEqual(make(index).of(network, arms));
      expect(named.local!(network)!.rule.focal).toBe(index);
      expect(named.params.focal).toBe(name);
      expect(named.conditions).toEqual(make(name).conditions);
    }
  });
  it("means the second of two arms when none is named, and keeps no focal in its settings", () => {
    const plain = make();
    expect(plain.params).not.toHaveProperty("focal");
    expect(plain.forArms!(["off", "on"]).local!(network)!.rule.focal).toBe(1);
    expect(plain.of(network, arms)).toEqual(make(1).of(network, arms));
  });
  it("can be given the arms again", () => {
    const once = make("b").forArms!(abc);
    expect(once.forArms!(["b", "a"]).local!(network)!.rule.focal).toBe(0);
  });
  it("must be told the arm when there are more than two", () => {
    expect(() => make().forArms!(abc)).toThrow(
      `${kind}: the design has 3 arms (a, b, c): name the one that counts as treated, such as focal: "b"`,
    );
  });
  it("refuses a name that no arm has, with the nearest one", () => {
    expect(() => make("contrl").forArms!(["control", "treated"])).toThrow(
      `${kind}: focal must be one of the design's arms (control, treated), got "contrl" (did you mean "control"?)`,
    );
    expect(() => make("zzzzzz").forArms!(["control", "treated"])).toThrow(
      new RegExp(`^${kind}: focal must be one of the design's arms \\(control, treated\\), got "zzzzzz"$`),
    );
  });
  it("refuses an index beyond the arms", () => {
    expect(() => make(3).forArms!(abc)).toThrow(
      `${kind}: focal must be one of the design's 3 arms (a, b, c), by name or by index from 0 to 2, got 3`,
    );
  });
  it("refuses to be used by name without the arms", () => {
    const message = `${kind}: focal names the arm "b", but the arms are not known here: use forArms with their names, or give focal as an index`;
    expect(() => make("b").of(network, arms)).toThrow(message);
    expect(() => make("b").local!(network)).toThrow(message);
  });
  it.each([-1, 1.5, 256, ""])("refuses focal: %j", (focal) => {
    expect(() => make(focal)).toThrow(
      `${kind}: focal must be the name of an arm, or its index from 0 to 255, got ${JSON.stringify(focal)}`,
    );
  });
  it("has exact probabilities under a design of three arms", () => {
    const law = lawOf(abc, 4, {
      kind: "fixed-counts",
      block: Uint32Array.of(0, 1, 2, 3),
      blocks: 4,
      stratum: new Uint32Array(4),
      strata: 1,
      counts: Uint32Array.of(1, 1, 2),
    });
    const design = { name: "made-up", params: {}, law: () => law };
    expectExactLaws(exposureProbabilities(network, design, make("c")));
    expect(() => exposureProbabilities(network, design, make())).toThrow("the design has 3 arms (a, b, c)");
  });
});

describe("own-arm", () => {
  it("takes the names of the design's arms", () => {
    const design = fixed({ assignments: [[0, 1, 2, 0]], arms: abc });
    expect(exposureProbabilities(network, design, ownArm()).conditions).toEqual(abc);
    expect(exposureProbabilities(network, bernoulli(), ownArm()).conditions).toEqual(["control", "treated"]);
    expect(ownArm().params).toEqual({});
  });
  it("keeps names of its own when they are as many", () => {
    const exposure = ownArm({ arms: ["x", "y", "z"] });
    expect(exposure.forArms!(abc).conditions).toEqual(["x", "y", "z"]);
    expect(exposure.params).toEqual({ arms: ["x", "y", "z"] });
    expect(() => exposure.forArms!(["a", "b"])).toThrow(
      "own-arm: arms must have as many names as the design has arms (a, b), got 3 (x, y, z): leave arms out to use the design's names",
    );
  });
});

test("the share follows the same rules", () => {
  expect(treatedShare({ focal: "c" }).forArms(abc).of(network, arms)).toEqual(
    treatedShare({ focal: 2 }).of(network, arms),
  );
  expect(() => treatedShare().forArms(abc)).toThrow(
    'treated-share: the design has 3 arms (a, b, c): name the one that counts as treated, such as focal: "b"',
  );
  expect(() => treatedShare({ focal: "c" }).of(network, arms)).toThrow(
    'treated-share: focal names the arm "c", but the arms are not known here: use forArms with their names, or give focal as an index',
  );
  expect(() => treatedShare({ focal: -1 })).toThrow(
    "treated-share: focal must be the name of an arm, or its index from 0 to 255, got -1",
  );
});
