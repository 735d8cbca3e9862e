import { expect, it } from "vitest";
import { bernoulli, fixed } from "../../designs/index.ts";
import { differenceInMeans } from "../../estimators/index.ts";
import { linearInMeans } from "../../src/agents/index.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { exposureFor } from "../../src/study/exposureFor.ts";
import { prepareStudy } from "../../src/study/prepareStudy.ts";
import { study } from "../../src/study/study.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { tiny } from "../support/tinyWorlds.ts";

const threeArms = fixed({
  assignments: [
    [0, 1, 2, 0],
    [2, 0, 1, 1],
  ],
  arms: ["a", "b", "c"],
});
const base = {
  seed: 1,
  model: { network: tiny(4, [[0, 1]]), agents: linearInMeans({ direct: 1 }) },
  answer: [differenceInMeans()],
};

it("takes the arms from the design's settings", () => {
  expect(exposureFor(threeArms, ownArm()).conditions).toEqual(["a", "b", "c"]);
  expect(exposureFor(bernoulli(), ownArm()).conditions).toEqual(["control", "treated"]);
});

it("leaves the exposure as it is for a design that does not name its arms", () => {
  const { arms: _, ...params } = bernoulli().params;
  const exposure = ownArm();
  expect(exposureFor({ ...bernoulli(), params }, exposure)).toBe(exposure);
});

it("a study asks about the arms of its design by their names", () => {
  const { inquiry, data } = study({
    ...base,
    inquiry: { cb: ["c", "b"] },
    data: { assign: threeArms, expose: ownArm() },
  });
  expect(inquiry[0]!.first).toBe("c");
  expect(data.expose.params).toEqual({});
  expect(() =>
    study({ ...base, inquiry: { old: ["treated", "b"] }, data: { assign: threeArms, expose: ownArm() } }),
  ).toThrow('study: contrast "old" needs conditions of the exposure (a, b, c), got "treated"');
});

it("a study of three arms names the one that counts as treated", () => {
  const asked = { ...base, inquiry: { direct: ["direct", "none"] as const } };
  expect(() => study({ ...asked, data: { assign: threeArms, expose: anyTreatedNeighbor() } })).toThrow(
    'any-treated: the design has 3 arms (a, b, c): name the one that counts as treated, such as focal: "b"',
  );
  const named = study({ ...asked, data: { assign: threeArms, expose: anyTreatedNeighbor({ focal: "c" }) } });
  const { probabilities, setting } = prepareStudy(named);
  expect(probabilities.of(1, "indirect")).toBe(0.5);
  expect(setting.conditionOf!.focal).toBe("c");
  expect(setting.conditionOf!.of("c", 0, 1)).toBe("direct");
  expect(setting.conditionOf!.of("b", 1, 1)).toBe("indirect");
});

it("a study file that names an arm which the design has not is told where", async () => {
  const text = (focal: string): string => `seed: 1
model: { network: { kind: ring-lattice, n: 6, k: 2 }, agents: { kind: linear-in-means, direct: 1 } }
inquiry: { direct: [direct, none] }
data:
  assign: { kind: bernoulli, arms: [off, on] }
  expose: { kind: any-treated, focal: ${focal} }
answer: [hajek]
`;
  expect((await parseStudy(text("on"))).data.expose.params).toEqual({ focal: "on", hops: 1 });
  await expect(parseStudy(text("onn"))).rejects.toThrow(
    'study.yaml:6:11: data.expose: any-treated: focal must be one of the design\'s arms (off, on), got "onn" (did you mean "on"?)',
  );
});
