// Diagnoses over one, two and three threads, whatever is redrawn; diagnose.test.ts has the numbers.
import { expect, test } from "vitest";
import { complete } from "../../designs/index.ts";
import { differenceInMeans, hajek } from "../../estimators/index.ts";
import { exposureResponse } from "../../src/agents/index.ts";
import { diagnose } from "../../src/diagnose/diagnose.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { smallWorld } from "../../src/network/generators/smallWorld.ts";
import { study } from "../../src/study/study.ts";

const noisy = study({
  seed: 1,
  model: {
    network: smallWorld({ n: 30, k: 4, rewire: 0.1 }),
    agents: exposureResponse({
      outcomes: { none: 0, indirect: 1, direct: 2, both: 3 },
      spread: 1,
      noise: 0.5,
    }),
  },
  inquiry: { spillover: ["indirect", "none"] },
  data: { assign: complete({ treated: 6 }), expose: anyTreatedNeighbor() },
  answer: [hajek(), differenceInMeans()],
});

test.each(["assignment", "agents", "network"] as const)(
  "the same numbers with one, two and three workers, redrawing the %s",
  async (redraw) => {
    const one = await diagnose(noisy, { simulations: 25, redraw });
    for (const workers of redraw === "network" ? [2, 3] : [2])
      expect(await diagnose(noisy, { simulations: 25, redraw, workers })).toEqual(one);
  },
);
