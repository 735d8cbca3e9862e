import { expect, it } from "vitest";
import { fitOfArms } from "../../../designs/fit/fitOfArms.ts";
import { rng } from "../../../src/core/rng.ts";
import { fitCases } from "./catalogueOfFits.ts";

// At a true rate of 1e-3 more than 30 of 10,000 have chance 1e-8; at 1e-6 more than 1 has chance 5e-5.
it.each(Object.entries(fitCases))(
  "%s refuses and doubts its own draws at no more than the stated rates",
  (name, { design, on }) => {
    const law = design.law(on);
    const stream = rng("own draws").fork(name);
    let [refused, doubted] = [0, 0];
    for (let r = 0; r < 10_000; r++) {
      const { p } = fitOfArms(law, [law.draw(stream.fork(r))], on);
      if (p < 1e-6) refused++;
      if (p < 1e-3) doubted++;
    }
    expect(refused).toBeLessThanOrEqual(1);
    expect(doubted).toBeLessThanOrEqual(30);
  },
  600_000,
);
