import type { PanelEffects } from "../../../estimators/panel/panelEffects.ts";
import { csvText } from "../../core/csvText.ts";

const COLUMNS = [
  ...["what", "estimator", "about", "period", "cohort", "exposure", "estimate", "se", "low", "high"],
  ...["confidence", "believe", "n first", "n second", "population", "withheld", "because", "note"],
] as const;

/** The rule's answer, then estimators, then effects by cohort, period and exposure. */
export function panelCsv({ rule, gate, estimators, cells, population }: PanelEffects): string {
  const { confidence } = gate;
  return csvText(COLUMNS, [
    [
      ...["rule", rule, "everybody", undefined, undefined, undefined, gate.estimate, undefined],
      ...[gate.ci?.[0], gate.ci?.[1], confidence, gate.believe ?? "none", undefined, undefined],
      ...[population, gate.withheld, undefined, gate.why.join("; ")],
    ],
    ...estimators.map(({ estimator, about, estimate, se, ci, withheld, because, note }) => [
      ...["estimator", estimator, about, undefined, undefined, undefined, estimate, se],
      ...[ci?.[0], ci?.[1], confidence, undefined, undefined, undefined, population, withheld, because, note],
    ]),
    ...cells.map(
      ({ period, cohort, exposure, n, estimate, se, ci, population: among, withheld, because }) => [
        ...["cell", "hajek", cohort === undefined ? "spillover" : "own treatment", period, cohort, exposure],
        ...[
          estimate,
          se,
          ci?.[0],
          ci?.[1],
          confidence,
          undefined,
          n[0],
          n[1],
          among,
          withheld,
          because,
          undefined,
        ],
      ],
    ),
  ]);
}
