import type { Specification } from "./Specification.ts";

/** How far the data let one simplify the exposure, or force one to refine it. */
export function verdictOf({
  alpha,
  steps,
  kept,
  study,
  skipped,
}: Omit<Specification, "verdict" | "notes" | "population" | "worlds">): string[] {
  const rejected = steps.filter((step) => step.rejected === true);
  const level = `${Number((100 * alpha).toPrecision(3))} %`;
  const untested = steps.filter((step) => step.because !== undefined);
  const sentences: string[] = [];
  const only = (name: string): string => steps.find(({ map }) => map === name)!.hypothesis;
  if (rejected.length + untested.length === steps.length && rejected.length === 0)
    sentences.push(
      "No map of the chain could be tested, so the data neither let one simplify nor force one to refine.",
    );
  else if (kept === undefined)
    sentences.push(
      `At ${level} the data force the finest map: every map that has a test is refuted, and with it that ${rejected.at(-1)!.hypothesis}. What outcomes depend on reaches farther, or works otherwise.`,
    );
  else if (rejected.length === 0)
    sentences.push(
      `At ${level} the data let one simplify all the way: nothing speaks against that ${only(kept)}.`,
    );
  else
    sentences.push(
      `At ${level} the data refute that ${rejected.at(-1)!.hypothesis}, and let one stop at the next map: nothing speaks against that ${only(kept)}.`,
    );
  if (kept !== undefined)
    sentences.push(
      "What is not refuted is not shown to be true: a test of few agents or assignments refutes little.",
    );
  for (const { map, because } of untested) sentences.push(`No answer for ${map}, because ${because}.`);
  for (const { map, because } of skipped) sentences.push(`${map} is left out: ${because}.`);
  if (study?.rejected === true)
    sentences.push(
      `The study's own mapping is refuted (p = ${study.p!.toPrecision(3)}). An estimate under it still answers another question: the expected exposure effect, the difference of mean outcomes given one condition and given the other, averaged over everything else that this design draws (Sävje 2024). It belongs to this design, and its errors must allow for dependence one hop farther: variance one-hop-further, or the estimator expected-effect with a larger reach.`,
    );
  else if (study?.p !== undefined)
    sentences.push(
      `The study's own mapping is not refuted (p = ${study.p.toPrecision(3)}): estimates under it mean what they say if it is right, and are expected exposure effects of this design if it is not (Sävje 2024).`,
    );
  else if (study !== undefined)
    sentences.push(
      `Nothing is known of the study's own mapping, because ${study.because}. Estimates under it are effects of conditions if it is right, and expected exposure effects of this design if it is not (Sävje 2024).`,
    );
  return sentences;
}
