import { expect, test } from "vitest";
import { rollout } from "../../designs/rollout.ts";
import { basicMessagePassing } from "../../estimators/panel/basicMessagePassing.ts";
import type { Panel } from "../../estimators/panel/Panel.ts";
import { type PanelEffects, panelEffects } from "../../estimators/panel/panelEffects.ts";
import { periodPaths } from "../../estimators/panel/periodPaths.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { cells, SOCIOPOL, sociopolIsHere } from "./peerPanels.ts";
import { SOCIOPOL_CHANCE, sociopolPanel } from "./sociopolPanel.ts";

const skipped = sociopolIsHere ? "" : " (skipped: ../shared/data/sociopol is not here)";
const starts = [0, 1, 11, 21, 31];

/** By the rule, with the law that the assignment shows: 20, 40 and 80 % by coins of agents. */
const ruled = (panel: Panel): PanelEffects =>
  panelEffects(panel, {
    ...{ redraws: 100, cells: false },
    law: rollout({ probability: SOCIOPOL_CHANCE }).law(fromEdges([], { agents: panel.agents })),
  });

test.skipIf(!sociopolIsHere)(`voting intentions: deterministic columns of the peer to 1e-9${skipped}`, () => {
  const panel = sociopolPanel({ carried: true });
  const stage = Uint8Array.from(panel.periods, (_, t) => starts.filter((b) => b > 0 && b <= t).length);
  const paths = periodPaths(panel, { stage, chance: [0, ...SOCIOPOL_CHANCE] });
  const basic = basicMessagePassing(paths.mean, paths.share);
  const { adopted, outcome } = panel;
  const changeOf = (t: number, cohort: number): number => {
    const own = [...adopted.keys()].filter((i) => adopted[i] === cohort);
    return own.reduce((all, i) => all + outcome[t]![i]! - outcome[0]![i]!, 0) / own.length;
  };
  const found: readonly (readonly (number | undefined)[])[] = [
    paths.difference,
    paths.horvitzThompson,
    basic as readonly number[],
    panel.periods.map((_, t) => changeOf(t, 1) - changeOf(t, panel.periods.length)),
  ];
  const rows = cells(new URL("reference_estimates_locf.csv", SOCIOPOL));
  for (const [k, at] of [1, 2, 3, 5].entries()) {
    const wanted = rows.map((row) => row[at]!);
    const scale = Math.max(...wanted.map((text) => Math.abs(Number(text))));
    wanted.forEach((text, t) => {
      if (text === "") expect(found[k]![t]).toBeUndefined();
      else expect(Math.abs(found[k]![t]! - Number(text)) / scale).toBeLessThan(1e-9);
    });
  }
});

test.skipIf(!sociopolIsHere)(
  `voting intentions with a fifth of the cells: none is believed, for effects grow with the days treated${skipped}`,
  () => {
    const { gate, estimators, population } = ruled(sociopolPanel());
    expect(gate.withheld).toMatch(/effects are complete when their stage begins/);
    expect(gate.ci).toBeUndefined();
    // What is shown without an interval is the own effect so far, below the 0.108 of treating everybody.
    expect(gate.estimate).toBeGreaterThan(0.05);
    expect(gate.estimate).toBeLessThan(0.108);
    expect(population).toBe(19_783);
    for (const { estimator, estimate, because } of estimators)
      if (estimate === undefined) expect([estimator, because]).toMatchObject([expect.any(String), /d-15/]);
  },
);
