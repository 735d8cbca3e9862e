import { comparisonKind } from "./kinds/comparisonKind.ts";
import { diagnosisKind } from "./kinds/diagnosisKind.ts";
import { estimatesKind } from "./kinds/estimatesKind.ts";
import { interactionKind } from "./kinds/interactionKind.ts";
import { measureKind } from "./kinds/measureKind.ts";
import { panelKind } from "./kinds/panelKind.ts";
import { sweepKind } from "./kinds/sweepKind.ts";
import { tippingKind } from "./kinds/tippingKind.ts";
import { trustKind } from "./kinds/trustKind.ts";
import { variancesKind } from "./kinds/variancesKind.ts";
import type { ResultKind } from "./ResultKind.ts";

/** Every kind of file that a report can be made of. A file is of the first kind that it fits. */
export const resultKinds: readonly ResultKind[] = [
  diagnosisKind,
  sweepKind,
  tippingKind,
  variancesKind,
  interactionKind,
  comparisonKind,
  panelKind,
  measureKind,
  trustKind,
  estimatesKind,
];
