const HOSTILE = `</style><script>alert(1)</script><img src=x onerror="alert(2)">`;
const row = { estimate: 0.4, se: 0.1, ci: [0.2, 0.6], claim: "design-based", notes: [HOSTILE], warnings: [] };
const measured = { value: 0.5, mcse: 0.01 };
const diagnosed = {
  ...{
    contrast: "direct",
    estimator: "hajek",
    estimand: "the effect of its conditions",
    naive: false,
    own: [],
  },
  ...{ estimate: measured, truth: measured, bias: measured, rmse: measured, sd: measured, ratio: measured },
  ...{ coverage: measured, power: measured, typeS: measured, typeM: measured, simulations: 2 },
  ...{ noEstimate: { value: 0, mcse: 0 }, noInterval: { value: 0, mcse: 0 } },
};
/** A small file of each kind of results, with texts that would run if a page let them. */
export const resultFiles: Readonly<Record<string, object>> = {
  diagnosis: {
    ...{ name: HOSTILE, studyHash: "sha256:0", redraw: "assignment", confidence: 0.95, simulations: 2 },
    ...{ complete: true, truth: "exact", rows: [diagnosed], estimates: [[0.4, null, 0.6]] },
  },
  sweep: {
    paths: ["seed"],
    complete: true,
    cells: [1, 2].map((seed) => ({ changes: [["seed", seed]], simulations: 2, rows: [diagnosed] })),
  },
  "tipping point": {
    contrast: { name: "direct", first: "treated", second: "control" },
    estimator: "hajek",
    errors: { kind: "missing", where: "anywhere", words: "missing ties" },
    network: { edges: 10, reference: 10, most: 5 },
    observed: { estimate: 0.4, ci: [0.2, 0.6] },
    simulations: 2,
    rows: [
      {
        ...{
          ties: 1,
          rate: 0.1,
          draws: 2,
          estimated: 2,
          mean: 0.3,
          mcse: 0.01,
          sd: 0.1,
          low: 0.2,
          median: 0.3,
        },
        ...{ high: 0.4, crossed: { share: 0, mcse: 0 }, intervals: 2, changed: { share: 0, mcse: 0 } },
      },
    ],
    tips: {},
    notes: [HOSTILE],
  },
  "variance shares": {
    ...{ factors: [], levels: "fixed", replicates: [2, 2], means: [], notes: [] },
    rows: [{ kind: "component", of: [HOSTILE], variance: 0.2, ci: [0.1, 0.3], share: 0.7 }],
  },
  interaction: {
    quantity: "mean",
    rows: [
      {
        ...{ ...row, name: HOSTILE, worlds: 6, isolated: 0.2, interacting: 0.6, pSignFlip: 0.03 },
        byRound: [1, 2].map((round) => ({ round, isolated: 0.1, interacting: 0.3 * round })),
      },
    ],
  },
  "comparison of systems": {
    rows: [{ ...row, contrast: "a − b", first: "a", second: "b", score: HOSTILE, difference: 0.3 }],
    notes: [],
  },
  panel: {
    ...{ rule: "panel-rule-2", gate: { why: [HOSTILE] }, notes: [] },
    estimators: [{ estimator: "cohorts", about: "everybody", estimate: 0.1, ci: [0, 0.2] }],
  },
  measure: {
    data: "runs/a",
    rows: [
      {
        measure: "transfer-entropy",
        variables: ["outcome"],
        of: `${HOSTILE} → b`,
        value: 0.2,
        unit: "bits",
        claim: "x",
      },
    ],
  },
  "trust checks": { findings: [{ check: "repeated texts", verdict: "flagged", says: HOSTILE, p: 0.0001 }] },
  estimates: {
    rows: [
      { ...row, contrast: HOSTILE, first: "a", second: "b", estimator: "hajek", n: [3, 4], population: 7 },
      {
        contrast: "none",
        estimator: "hajek",
        first: "a",
        second: "b",
        because: "nobody was in a",
        claim: "design-based",
      },
    ],
  },
};
