import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { basicMessagePassing } from "../../estimators/panel/basicMessagePassing.ts";
import { messagePassing, untreatedTrend } from "../../estimators/panel/messagePassing.ts";
import { periodPaths } from "../../estimators/panel/periodPaths.ts";
import { cells, FAMILIES, type Family, PEER, peerIsHere, peerPanel } from "./peerPanels.ts";

const skipped = peerIsHere ? "" : " (skipped: ../shared/data/causalmp is not here)";

/** Numbers agree to 1e-9 of the larger of 1 and the column's largest. */
function close(found: readonly (number | undefined)[], wanted: readonly string[]): number {
  const scale = Math.max(...wanted.map((w) => Math.abs(Number(w))), 1e-300);
  return Math.max(
    ...found.map((x, t) =>
      wanted[t] === ""
        ? x === undefined
          ? 0
          : Number.POSITIVE_INFINITY
        : Math.abs(x! - Number(wanted[t])) / scale,
    ),
  );
}

for (const family of Object.keys(FAMILIES) as Family[])
  test.skipIf(!peerIsHere)(
    `${family}: deterministic columns of the peer to 1e-9, five seeds${skipped}`,
    () => {
      const { starts, chance } = FAMILIES[family];
      const rows = cells(new URL(`${family}/peer_estimates.csv`, PEER));
      for (let seed = 0; seed < 5; seed++) {
        const panel = peerPanel(family, seed);
        const stage = Uint8Array.from(panel.periods, (_, t) => starts.filter((b) => b > 0 && b <= t).length);
        const paths = periodPaths(panel, { stage, chance: [0, ...chance] });
        const peer = rows.filter(([s]) => Number(s) === seed);
        const column = (k: number): string[] => peer.map((row) => row[k]!);
        const basic = basicMessagePassing(paths.mean, paths.share);
        expect(close(paths.difference, column(2))).toBeLessThan(1e-9);
        expect(close(paths.horvitzThompson, column(3))).toBeLessThan(1e-9);
        expect("because" in basic ? 1 : close(basic, column(4))).toBeLessThan(1e-9);
        expect(close(untreatedTrend(paths.mean, paths.share), column(5))).toBeLessThan(1e-9);
      }
    },
  );

test.skipIf(!peerIsHere)(`message passing on fixed batches, to 1e-9${skipped}`, () => {
  const folder = new URL("auction/parity_seed0/", PEER);
  const expected = JSON.parse(readFileSync(new URL("expected.json", folder), "utf8"));
  const panel = peerPanel("auction", 0);
  // Ties of adoption are in the peer's own order.
  const order = Uint32Array.from(cells(new URL("order.csv", folder)), ([, unit]) => Number(unit));
  const batches = cells(new URL("batches.csv", folder)).map(([, positions]) =>
    positions!.split(" ").map(Number),
  );
  for (const one of expected.cases) {
    const found = messagePassing(panel, FAMILIES.auction.starts, {
      order,
      batches,
      interaction: one.unit_interaction === 1,
      penalty: one.ridge_alpha,
    });
    const text = (list: readonly number[]): string[] => list.map(String);
    expect(close(found.control, text(one.cfe_control))).toBeLessThan(1e-9);
    expect(close(found.treatment, text(one.cfe_treatment))).toBeLessThan(1e-9);
    expect(
      close([...found.fit.coefficients, found.fit.intercept], text([...one.coef, one.intercept])),
    ).toBeLessThan(1e-9);
    expect(Math.abs(found.error / one.ccv_rmse - 1)).toBeLessThan(1e-9);
  }
});
