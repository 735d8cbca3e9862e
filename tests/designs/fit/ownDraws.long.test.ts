import { expect, it } from "vitest";
import { fitOfArms } from "../../../designs/fit/fitOfArms.ts";
import { rng } from "../../../src/core/rng.ts";
import { fitCases } from "./catalogueOfFits.ts";

// Of counts and of edges, so rates are twice the stated ones: at 2e-3 more than 40 of 10,000 have chance 3e-5, at 2e-6 more than 1 has chance 2e-4.
it.each(Object.entries(fitCases))(
  "%s refuses and doubts its own draws at no more than the stated rates",
  (name, { design, on }) => {
    const law = design.law(on);
    const stream = rng("own draws").fork(name);
    let [refused, doubted] = [0, 0];
    for (let r = 0; r < 10_000; r++) {
      const fit = fitOfArms(law, [law.draw(stream.fork(r))], on);
      const p = Math.min(fit.p, fit.neighbours?.p ?? 1);
      if (p < 1e-6) refused++;
      if (p < 1e-3) doubted++;
    }
    expect(refused).toBeLessThanOrEqual(1);
    expect(doubted).toBeLessThanOrEqual(40);
  },
  600_000,
);
