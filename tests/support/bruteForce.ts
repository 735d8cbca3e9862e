import type { Law } from "../../designs/Design.ts";
import type { Exposure } from "../../src/exposure/Exposure.ts";
import type { Network } from "../../src/network/Network.ts";

/** One assignment, its probability and the condition of every agent under it. */
export interface Case {
  readonly arms: Uint8Array;
  readonly p: number;
  readonly condition: Uint8Array;
}

/** Every assignment of a law: slow on purpose, and with nothing in common with the code it checks but the exposure itself. */
export function allCases(network: Network, law: Law, exposure: Exposure): Case[] {
  return [...law.support!()].map(([arms, p]) => ({
    arms: arms.slice(),
    p,
    condition: exposure.of(network, arms),
  }));
}

/** Σ of probabilities of the cases that satisfy a test. */
export function probabilityOf(cases: readonly Case[], test: (one: Case) => boolean): number {
  return cases.reduce((total, one) => (test(one) ? total + one.p : total), 0);
}

/** Σ p × value over all cases. */
export function expectation(cases: readonly Case[], value: (one: Case) => number): number {
  return cases.reduce((total, one) => total + one.p * value(one), 0);
}

/** P(i is in c and j in d), by index. */
export type Joint = (i: number, c: number, j: number, d: number) => number;

/** The joint law of every two agents, i = j among them, added up once over the list of cases in its order. */
export function jointOf(
  cases: readonly { readonly p: number; readonly condition: Uint8Array }[],
  n: number,
  size: number,
): Joint {
  const table = new Float64Array((n * size) ** 2);
  const width = n * size;
  for (const { p, condition } of cases) {
    for (let i = 0; i < n; i++) {
      const row = (i * size + condition[i]!) * width;
      for (let j = 0; j < n; j++) {
        const at = row + j * size + condition[j]!;
        table[at] = table[at]! + p;
      }
    }
  }
  return (i, c, j, d) => table[(i * size + c) * width + j * size + d]!;
}
