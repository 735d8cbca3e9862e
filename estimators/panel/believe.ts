// Long because the rule is one text: each sentence of docs/panels.md has its lines here, in the same order.
import type { Law } from "../../designs/Design.ts";
import { normalQuantile } from "../../src/core/numbers/normal.ts";
import { studentTQuantile } from "../../src/core/numbers/studentT.ts";
import type { CohortFit, cohortModel } from "./cohortModel.ts";
import type { PathAhead } from "./mixedPath.ts";
import type { NetworkPanel } from "./networkPanel.ts";
import type { RedrawnErrors } from "./redrawnErrors.ts";
import type { RolloutStages } from "./rolloutStages.ts";
import type { UntreatedPath } from "./untreatedPath.ts";

/** What the rule says of the global average treatment effect (GATE) in the last stage. */
export interface PanelGate {
  readonly estimate?: number;
  readonly ci?: readonly [number, number];
  readonly confidence: number;
  /** The estimator to believe; absent when none may be believed. */
  readonly believe?: "network-panel" | "cohorts-and-path";
  /** Why no interval is given, and none may be believed. */
  readonly withheld?: string;
  /** How the estimate was made, in sentences. */
  readonly why: readonly string[];
}

/** Tests that refute what the rule rests on, at this level. */
const LEVEL = 0.05;
/** What spills over is taken beforehand to be of this variance, in squares of the own effect: of a quarter of it either way. Chosen on the families of examples/panel/development.ts, as the largest with which none does clearly worse than the difference in means. */
const EXPECTED = 1 / 16;
/** With fewer agents (or clusters) expected in a cohort, redraws say too little of how much it may differ. */
const FEWEST = 10;

interface Believing {
  readonly law: Law;
  readonly stages: RolloutStages;
  readonly confidence: number;
  readonly fit: ReturnType<typeof cohortModel>;
  readonly cohorts: CohortFit | undefined;
  readonly errors: RedrawnErrors | undefined;
  readonly path: UntreatedPath | { readonly because: string } | undefined;
  readonly joined: NetworkPanel | { readonly because: string } | undefined;
  /** The same for effects that grow within their stage. */
  readonly later: NetworkPanel | { readonly because: string } | undefined;
  readonly settled: PathAhead | undefined;
  readonly growth: number | undefined;
}

/** The rule. It is frozen: whoever changes it gives it another name. */
export function believe(given: Believing): PanelGate {
  const { law, stages, confidence, joined, later, growth } = given;
  const fewest = fewestExpected(law, stages);
  const scarce =
    fewest < FEWEST
      ? `the roll-out puts ${Number(fewest.toPrecision(2))} ${blocksOf(law) === law.n ? "agents" : "clusters"} in a cohort on average, below ${FEWEST}: too few to know how much they differ by chance`
      : undefined;
  const growing =
    growth !== undefined && growth < LEVEL
      ? `a test refutes that effects are complete when their stage begins (p ${short(growth)}): they still grow, and what treating everybody for long does lies beyond what was seen`
      : undefined;
  if (joined && !("because" in joined)) return believeNetwork(joined, later, confidence, scarce ?? growing);
  const before = joined ? [`the network is known, but: ${joined.because}`] : [];
  return believePath(given, scarce ?? growing, before);
}

function believeNetwork(
  found: NetworkPanel,
  later: Believing["later"],
  confidence: number,
  scarce: string | undefined,
): PanelGate {
  const { within, se, linear, direct, spillover, size, bounded } = found;
  const z = normalQuantile((1 + confidence) / 2);
  const estimate = bounded(within);
  const why = [
    `network known: changes of agents in the same period, regressed on the own treatment (${short(direct)}) and on the share of in-neighbours treated (${short(spillover)}); no drift moves such comparisons`,
    ...(estimate === within
      ? []
      : [
          `outcomes are 0 or 1, and effects are taken to add in log odds: ${short(within)} becomes ${short(estimate)}`,
        ]),
    ...(size[1] > 0
      ? [`${size[1]} agents have no in-neighbour: treatment of others does not count for them`]
      : []),
  ];
  const withheld =
    scarce ??
    (linear < LEVEL
      ? `a test refutes that own treatment and the neighbours' share act additively and linearly (p ${short(linear)}): what treating everybody does lies beyond what was seen`
      : !(se > 0)
        ? "outcomes do not vary"
        : undefined);
  if (withheld !== undefined) return { estimate, confidence, withheld, why };
  // No test refutes what is not so in every roll-out: the interval holds what the data leave possible.
  const models = [found, found.curved, later && !("because" in later) ? later : undefined];
  const ends = models.flatMap((one) =>
    one === undefined ? [] : [[one.within - z * one.se, one.within + z * one.se] as const],
  );
  return {
    estimate,
    ci: [bounded(Math.min(...ends.map(([low]) => low))), bounded(Math.max(...ends.map(([, high]) => high)))],
    confidence,
    believe: "network-panel",
    why: [
      ...why,
      "interval: comparisons within periods, over redraws of the roll-out; it holds what straight lines say, what curved ones say, and where effects end that still grow within their stage",
    ],
  };
}

function believePath(
  { confidence, cohorts, errors, path, settled, fit }: Believing,
  scarce: string | undefined,
  before: readonly string[],
): PanelGate {
  if (!cohorts || !errors || !path)
    return {
      confidence,
      withheld: "because" in fit ? fit.because : "no cohort can be compared",
      why: before,
    };
  const own = cohorts.target;
  const ownVariance = Math.max(errors.own, cohorts.variance);
  const first = `own effect of adopting, from cohorts of the same period: ${short(own)} (standard error ${short(Math.sqrt(ownVariance))})`;
  if ("because" in path)
    return {
      estimate: own,
      confidence,
      withheld: `what spills over is not known (${path.because}), so the estimate is the own effect alone`,
      why: [...before, first],
    };
  const moved =
    path.noise < LEVEL
      ? `the untreated move by themselves in a way that is no drift, season or beginning that the rule knows (p ${short(path.noise)}): what spills over cannot be told from it`
      : undefined;
  const expected = EXPECTED * Math.max(0, own ** 2 - ownVariance);
  const kept = moved === undefined && expected > 0 ? expected / (expected + path.variance) : 0;
  const estimate = own + kept * path.slope;
  const why = [
    ...before,
    first,
    `what the mean path does beside, for a share from 0 to 1: ${short(path.slope)} (standard error ${short(Math.sqrt(path.variance))}), of which ${Math.round(100 * kept)} % are kept`,
  ];
  const withheld = scarce ?? moved ?? (!(ownVariance > 0) ? "outcomes do not vary" : undefined);
  if (withheld !== undefined) return { estimate, confidence, withheld, why };
  const z = normalQuantile((1 + confidence) / 2);
  const forms = [{ own, variance: ownVariance, path }, ...(settled ? [settled] : [])];
  const ends = forms.flatMap((form) =>
    form.path.possible.map(({ slope, variance, freedom }) => {
      const t = studentTQuantile((1 + confidence) / 2, freedom);
      const half = Math.sqrt(z * z * form.variance + t * t * variance);
      return [form.own + slope - half, form.own + slope + half] as const;
    }),
  );
  return {
    estimate,
    ci: around(estimate, Math.min(...ends.map(([low]) => low)), Math.max(...ends.map(([, high]) => high))),
    confidence,
    believe: "cohorts-and-path",
    why: [
      ...why,
      "interval: redraws of the roll-out for the own effect, and for the rest every drift that the periods do not refute: steps, a trend, a beginning that passes, seasons; that part is a model of time, not randomized",
    ],
  };
}

/** An interval that holds the estimate too: what was shrunk may lie outside. */
function around(estimate: number, low: number, high: number): readonly [number, number] {
  return [Math.min(low, estimate), Math.max(high, estimate)];
}

const blocksOf = ({ structure, n }: Law): number =>
  structure.kind === "independent-blocks" || structure.kind === "fixed-counts" ? structure.blocks : n;

/** The least number of agents, or of clusters that adopt whole, that a cohort has on average. */
function fewestExpected(law: Law, { chance }: RolloutStages): number {
  const parts = chance.map((p, k) => (k === 0 ? 1 - chance.at(-1)! : p - chance[k - 1]!));
  // A last stage that treats everybody leaves no never-adopters, by design.
  return blocksOf(law) * Math.min(...parts.filter((p) => p > 1e-12));
}

const short = (value: number): string => String(Number(value.toPrecision(3)));
