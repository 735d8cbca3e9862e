import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Panel } from "../../estimators/panel/Panel.ts";

/** Where the published panels are, which are too large to be copied here. */
export const PEER: URL = new URL("../../../shared/data/causalmp/", import.meta.url);
export const SOCIOPOL: URL = new URL("../../../shared/data/sociopol/seed1/", import.meta.url);
export const peerIsHere: boolean = existsSync(PEER);
export const sociopolIsHere: boolean = existsSync(SOCIOPOL);

/** The four environments with the starts of their stages and the chances of having adopted. */
export const FAMILIES = {
  krupina: { starts: [0, 1, 3, 5, 7], chance: [0.1, 0.2, 0.5] },
  llm_social_network: { starts: [0, 1, 11, 21, 31], chance: [0.2, 0.5, 0.8] },
  auction: { starts: [0, 1, 6, 11, 16], chance: [0.1, 0.2, 0.5] },
  data_center: { starts: [0, 1, 25, 49, 73], chance: [0.1, 0.2, 0.5] },
} as const;
export type Family = keyof typeof FAMILIES;

/** A gzipped or plain CSV as rows of cells, without its header. */
export function cells(url: URL): string[][] {
  const bytes = readFileSync(url);
  const text = (url.pathname.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return text
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));
}

/** The experiment that an analyst sees. */
export function peerPanel(family: Family, seed: number): Panel {
  const outcomes = cells(new URL(`${family}/seed${seed}/outcome_experiment.csv.gz`, PEER));
  const arms = cells(new URL(`${family}/seed${seed}/assignment_experiment.csv.gz`, PEER));
  const periods = outcomes[0]!.slice(1).map((_, t) => `t${t}`);
  return {
    agents: outcomes.map(([id]) => id!),
    periods,
    outcome: periods.map((_, t) => Float64Array.from(outcomes, (row) => Number(row[t + 1]))),
    observed: periods.map(() => new Uint8Array(outcomes.length).fill(1)),
    adopted: Uint32Array.from(arms, (row) => {
      const t = row.slice(1).findIndex((arm) => Number(arm) === 1);
      return t < 0 ? periods.length : t;
    }),
  };
}

/** The effect of treating everybody, by period. */
export function peerTruth(family: Family, seed: number): number[] {
  return cells(new URL(`${family}/ground_truth.csv`, PEER))
    .filter(([s]) => Number(s) === seed)
    .map((row) => Number(row[6]));
}
