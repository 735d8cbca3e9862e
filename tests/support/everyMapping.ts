import { allTreated } from "../../src/exposure/allTreated.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { countTreated } from "../../src/exposure/countTreated.ts";
import { customExposure } from "../../src/exposure/customExposure.ts";
import type { Exposure } from "../../src/exposure/Exposure.ts";
import { formulaExposure } from "../../src/exposure/formulaExposure.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { shareTreated } from "../../src/exposure/shareTreated.ts";
import { twoHop } from "../../src/exposure/twoHop.ts";
import { weightedThreshold } from "../../src/exposure/weightedThreshold.ts";

/** Every exposure mapping there is, with a focal arm. */
export function everyMapping(focal: number, arms: readonly string[]): readonly Exposure[] {
  return [
    ownArm({ arms }),
    anyTreatedNeighbor({ focal }),
    anyTreatedNeighbor({ focal, hops: 2 }),
    allTreated({ focal }),
    countTreated({ focal }),
    countTreated({ focal, cap: 4 }),
    twoHop({ focal }),
    twoHop({ focal, far: "distance" }),
    shareTreated({ focal }),
    shareTreated({ focal, treated: 0.75, control: 0.01 }),
    weightedThreshold({ focal, threshold: 1.5 }),
    formulaExposure({ focal, conditions: { odd: "treated % 2 == 1 and own", two: "treated == 2" } }),
    neighboursAgree(),
  ];
}

/** A function of one's own: whether all in-neighbours are in one arm, and the own arm is the same. */
export function neighboursAgree(): Exposure {
  return customExposure({
    name: "agree",
    conditions: ["alone", "split", "agree", "agree with me"],
    dependsOn: (network, i) => [i, ...around(network, i)],
    condition(i, arms, network) {
      const heard = new Set(Array.from(around(network, i), (j) => arms[j]!));
      if (heard.size === 0) return "alone";
      if (heard.size > 1) return "split";
      return heard.has(arms[i]!) ? "agree with me" : "agree";
    },
  });
}

const around = (
  network: { readonly offsets: Uint32Array; readonly sources: Uint32Array },
  i: number,
): Uint32Array => network.sources.subarray(network.offsets[i]!, network.offsets[i + 1]!);
