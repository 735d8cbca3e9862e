/** What of a golden file is compared by which tests. */
interface Compared {
  /** Test files, each with the parts that it reads whole; `*` is any one name. */
  readonly in: Readonly<Record<string, readonly string[]>>;
  /** Parts that data are made of, beside `input`. */
  readonly given: readonly string[];
  /** Parts, also within those compared, that are not, with the reason. */
  readonly not?: Readonly<Record<string, string>>;
}

/**
 * Where every golden number is compared, or why it is not. A test that reads a golden file fails when it has not read what stands for it here, and
 * compared.test.ts fails for a number that stands nowhere.
 */
export const compared: Readonly<Record<string, Compared>> = {
  "a01-second-order-probabilities": {
    in: {
      "tests/numbers/designs.test.ts": ["/expected/complete", "/expected/pairs"],
      "tests/designs/blocked.test.ts": ["/expected/blocks"],
    },
    given: [],
  },
  "a02-two-stage-saturation": { in: { "tests/designs/twoStage.test.ts": ["/expected"] }, given: [] },
  "a03-rgcr-path5": {
    in: {
      "tests/designs/randomizedGraphCluster.test.ts": [
        "/expected/lambdaB2",
        "/expected/oneHopMax-spectral/fullNeighbourhoodTreated",
        "/expected/oneHopMax-uniform/fullNeighbourhoodTreated",
        "/expected/spectralWeights",
        "/expected/threeNet-spectral/fullNeighbourhoodTreated",
        "/expected/threeNet-uniform/fullNeighbourhoodTreated",
      ],
      "tests/designs/methods/clusteringsOf.test.ts": [
        "/expected/oneHopMax-spectral/neighbourhoodMonochromatic",
        "/expected/oneHopMax-uniform/neighbourhoodMonochromatic",
        "/expected/threeNet-spectral/neighbourhoodMonochromatic",
        "/expected/threeNet-uniform/neighbourhoodMonochromatic",
      ],
      "tests/numbers/designs.test.ts": [
        "/expected/oneHopMax-spectral/lowerBoundMonochromatic",
        "/expected/oneHopMax-uniform/lowerBoundMonochromatic",
        "/expected/threeNet-spectral/lowerBoundMonochromatic",
        "/expected/threeNet-uniform/lowerBoundMonochromatic",
      ],
    },
    given: [],
  },
  "a03-rgcr-tri6": {
    in: {
      "tests/designs/randomizedGraphCluster.test.ts": [
        "/expected/lambdaB2",
        "/expected/oneHopMax-spectral/fullNeighbourhoodTreated",
        "/expected/oneHopMax-uniform/fullNeighbourhoodTreated",
        "/expected/spectralWeights",
        "/expected/threeNet-spectral/fullNeighbourhoodTreated",
        "/expected/threeNet-uniform/fullNeighbourhoodTreated",
      ],
      "tests/designs/methods/clusteringsOf.test.ts": [
        "/expected/oneHopMax-spectral/neighbourhoodMonochromatic",
        "/expected/oneHopMax-uniform/neighbourhoodMonochromatic",
        "/expected/threeNet-spectral/neighbourhoodMonochromatic",
        "/expected/threeNet-uniform/neighbourhoodMonochromatic",
      ],
      "tests/numbers/designs.test.ts": [
        "/expected/oneHopMax-spectral/lowerBoundMonochromatic",
        "/expected/oneHopMax-uniform/lowerBoundMonochromatic",
        "/expected/threeNet-spectral/lowerBoundMonochromatic",
        "/expected/threeNet-uniform/lowerBoundMonochromatic",
      ],
    },
    given: [],
  },
  "a04-conflict-graph-design-direct": {
    in: { "tests/estimators/conflictGraphEstimate.test.ts": ["/expected"] },
    given: [],
  },
  "a04-conflict-graph-design-global": {
    in: { "tests/estimators/conflictGraphEstimate.test.ts": ["/expected"] },
    given: [],
  },
  "a04-conflict-graph-design-spill": {
    in: { "tests/estimators/conflictGraphEstimate.test.ts": ["/expected"] },
    given: [],
  },
  "a05-gram-schmidt-walk": { in: { "tests/designs/gramSchmidtWalk.test.ts": ["/expected"] }, given: [] },
  "a06-rerandomization": { in: { "tests/designs/rerandomized.test.ts": ["/expected"] }, given: [] },
  "a07-switchback": {
    in: { "tests/designs/switchback.test.ts": ["/expected"] },
    given: [],
    not: { "/expected/coinOrder": "the order of coins in words" },
  },
  "a08-clustering": {
    in: {
      "tests/network/clusters/balancedPartition.test.ts": ["/expected/reldgPass1", "/expected/reldgPass5"],
      "tests/designs/ego.test.ts": ["/expected/egoClusters", "/expected/egos"],
      "tests/designs/independentSetDesign.test.ts": ["/expected/independentSetMinDegree"],
      "tests/network/clusters/clusterSummary.test.ts": ["/expected/cutFraction", "/expected/modularity"],
    },
    given: [],
  },
  "a09-quasi-colouring": { in: { "tests/designs/quasiColouring.test.ts": ["/expected"] }, given: [] },
  "b01-exposure-probabilities-bernoulli": {
    in: {
      "tests/probability/golden.test.ts": ["/expected/joint", "/expected/pi"],
      "tests/numbers/designs.test.ts": ["/expected/countPmf_unit2", "/expected/farPairs"],
    },
    given: [],
  },
  "b02-exposure-probabilities-complete": {
    in: {
      "tests/probability/golden.test.ts": ["/expected/joint", "/expected/pi"],
      "tests/numbers/designs.test.ts": ["/expected/jointPmf_pair_0_5"],
    },
    given: [],
  },
  "b03-exposure-probabilities-cluster": {
    in: { "tests/probability/golden.test.ts": ["/expected"] },
    given: [],
  },
  "b04-exposure-threshold": { in: { "tests/probability/golden.test.ts": ["/expected"] }, given: [] },
  "b05-exposure-khop": {
    in: {
      "tests/numbers/designs.test.ts": ["/expected/khopNeighbours"],
      "tests/probability/golden.test.ts": ["/expected/pi"],
    },
    given: [],
  },
  "b06-montecarlo-smoothing": {
    in: {
      "tests/probability/simulatedProbabilities.test.ts": ["/expected/expectedInverse"],
      "tests/probability/simulation/requiredDraws.test.ts": ["/expected/requiredR"],
    },
    given: [],
  },
  "c01-ht-hajek-aronow-samii": {
    in: {
      "tests/numbers/estimators.test.ts": [
        "/expected/population/bernoulli/01-00/asBias",
        "/expected/population/bernoulli/01-00/expectation",
        "/expected/population/bernoulli/10-00/asBias",
        "/expected/population/bernoulli/10-00/expectation",
        "/expected/population/bernoulli/11-00/asBias",
        "/expected/population/bernoulli/11-00/expectation",
        "/expected/population/complete/01-00/asBias",
        "/expected/population/complete/01-00/expectation",
        "/expected/population/complete/10-00/asBias",
        "/expected/population/complete/10-00/expectation",
        "/expected/population/complete/11-00/asBias",
        "/expected/population/complete/11-00/expectation",
        "/expected/realised/*/hajek",
        "/expected/realised/*/ht",
      ],
      "tests/estimators/golden.test.ts": [
        "/expected/population/bernoulli/01-00/expectedASVariance",
        "/expected/population/bernoulli/01-00/tau",
        "/expected/population/bernoulli/01-00/trueVariance",
        "/expected/population/bernoulli/10-00/expectedASVariance",
        "/expected/population/bernoulli/10-00/tau",
        "/expected/population/bernoulli/10-00/trueVariance",
        "/expected/population/bernoulli/11-00/expectedASVariance",
        "/expected/population/bernoulli/11-00/tau",
        "/expected/population/bernoulli/11-00/trueVariance",
        "/expected/population/complete/01-00/expectedASVariance",
        "/expected/population/complete/01-00/tau",
        "/expected/population/complete/01-00/trueVariance",
        "/expected/population/complete/10-00/expectedASVariance",
        "/expected/population/complete/10-00/tau",
        "/expected/population/complete/10-00/trueVariance",
        "/expected/population/complete/11-00/expectedASVariance",
        "/expected/population/complete/11-00/tau",
        "/expected/population/complete/11-00/trueVariance",
        "/expected/realised/*/asHT",
        "/expected/realised/*/asHajekLinearised",
        "/expected/realised/*/tauHT",
        "/expected/realised/*/tauHajek",
      ],
    },
    given: [],
  },
  "c02-grouped-variance-bound": {
    in: { "tests/estimators/variance/groupedBound.test.ts": ["/expected"] },
    given: [],
  },
  "c03-network-hac": {
    in: {
      "tests/numbers/estimators.test.ts": [
        "/expected/beta",
        "/expected/eigenvaluesUniformKernel",
        "/expected/oracleEnumeration/expected/K",
        "/expected/oracleEnumeration/mKm",
        "/expected/oracleEnumeration/variance",
        "/expected/seContrast",
        "/expected/vcov",
        "/expected/weights",
      ],
      "tests/estimators/regression/regression.test.ts": [
        "/expected/oracleEnumeration/expected/Kp",
        "/expected/oracleEnumeration/expected/Ks",
        "/expected/oracleEnumeration/potentialOutcomes",
        "/expected/varianceOfContrast",
      ],
    },
    given: [],
    not: {
      "/expected/vcov/diagDominant": "a repair by row sums, which is wider than both that there are",
      "/expected/vcov/intersection_b2":
        "a kernel by intersections of balls, which is none of the repairs that there are",
      "/expected/varianceOfContrast/diagDominant":
        "a repair by row sums, which is wider than both that there are",
      "/expected/varianceOfContrast/intersection_b2":
        "a kernel by intersections of balls, which is none of the repairs that there are",
      "/expected/seContrast/diagDominant": "a repair by row sums, which is wider than both that there are",
      "/expected/seContrast/intersection_b2":
        "a kernel by intersections of balls, which is none of the repairs that there are",
      "/expected/oracleEnumeration/expected/Kd":
        "a repair by row sums, which is wider than both that there are",
      "/expected/oracleEnumeration/expected/Kb":
        "a kernel by intersections of balls, which is none of the repairs that there are",
      "/expected/oracleEnumeration/expected/Kb1":
        "a kernel by intersections of balls, which is none of the repairs that there are",
    },
  },
  "c04-snipe": { in: { "tests/estimators/snipe.test.ts": ["/expected"] }, given: [] },
  "c05-staggered-rollout": {
    in: {
      "tests/numbers/estimators.test.ts": [
        "/expected/meanOutcomes",
        "/expected/stageCovariance",
        "/expected/variance",
        "/expected/weights",
      ],
      "tests/estimators/rolloutInterpolation.test.ts": ["/expected/estimate"],
    },
    given: [],
  },
  "c06-bipartite-erl": {
    in: {
      "tests/designs/bipartite.test.ts": [
        "/expected/Ex",
        "/expected/VarX",
        "/expected/tau",
        "/expected/variance",
        "/expected/x",
      ],
      "tests/estimators/exposureReweightedLinear.test.ts": ["/expected/estimate", "/expected/expectation"],
    },
    given: [],
  },
  "c07-eate-unknown-interference": {
    in: {
      "tests/numbers/estimators.test.ts": [
        "/expected/dAvg",
        "/expected/dMax",
        "/expected/dRms",
        "/expected/dependenceDegree",
        "/expected/eate",
        "/expected/expectation",
        "/expected/lambdaMax",
        "/expected/vBer",
        "/expected/vMax",
      ],
      "tests/estimators/expectedEffect.test.ts": [
        "/expected/estimate",
        "/expected/expectedVBer",
        "/expected/variance",
      ],
    },
    given: [],
  },
  "c07b-eate-inflation-counterexample": {
    in: { "tests/numbers/estimators.test.ts": ["/expected"] },
    given: [],
  },
  "c08-misspecified-exposure": { in: { "tests/numbers/estimators.test.ts": ["/expected"] }, given: [] },
  "c09-two-stage-hudgens-halloran": {
    in: { "tests/estimators/twoStageEffects.test.ts": ["/expected"] },
    given: [],
  },
  "c10-cr2-lin": { in: { "tests/estimators/regression/regression.test.ts": ["/expected"] }, given: [] },
  "c11-optimised-variance-bound": {
    in: { "tests/estimators/variance/optimisedBound.test.ts": ["/expected"] },
    given: [],
    not: { "/expected/*/traceGrouped": "the same numbers as in c02, where they are compared" },
  },
  "c12-constant-effects-variance": {
    in: { "tests/estimators/variance/constantEffects.test.ts": ["/expected"] },
    given: [],
  },
  "d01-randomization-tests": {
    in: { "tests/estimators/hypotheses/golden.test.ts": ["/expected"] },
    given: [],
    not: { "/expected/conditioning/naiveExcessSize": "the size of a wrong test, which there is not" },
  },
  "d02-multiple-testing": { in: { "tests/estimators/hypotheses/golden.test.ts": ["/expected"] }, given: [] },
  "e01-ipw-partial-interference": {
    in: { "tests/estimators/partialInterference.test.ts": ["/expected"] },
    given: [],
    not: {
      "/expected/truth":
        "the outcomes that it was made of are not in the file; unbiasedness is shown over all assignments of other outcomes",
    },
  },
  "e02-generalized-propensity": { in: { "tests/numbers/estimators.test.ts": ["/expected"] }, given: [] },
  "e03-aipw": { in: { "tests/estimators/observational/conditions.test.ts": ["/expected"] }, given: [] },
  "e04-e-value": { in: { "tests/estimators/observational/sensitivity.test.ts": ["/expected"] }, given: [] },
  "e05-marginal-sensitivity": {
    in: { "tests/estimators/observational/sensitivity.test.ts": ["/expected"] },
    given: [],
  },
  "e06-sequential-ipw": {
    in: { "tests/estimators/observational/sequentialWeighting.test.ts": ["/expected"] },
    given: [],
    not: {
      "/expected/counterfactualMeans/01": "a history that changes its arm, which no contrast asks for",
      "/expected/counterfactualMeans/10": "a history that changes its arm, which no contrast asks for",
      "/expected/naiveConditionalMeans/01": "a history that changes its arm, which no contrast asks for",
      "/expected/naiveConditionalMeans/10": "a history that changes its arm, which no contrast asks for",
      "/expected/exampleWeight_L0_0_Z1_1_L1_1_Z2_1":
        "of known propensities; weights are of fitted ones, and their contrast is compared",
    },
  },
  "e07-tmle": { in: { "tests/estimators/observational/conditions.test.ts": ["/expected"] }, given: [] },
  "f01-cross-cluster-bias": { in: { "tests/compare/resolutionCurve.test.ts": ["/expected"] }, given: [] },
  "f02-linear-in-means": {
    in: { "tests/estimators/twoStageLeastSquares.test.ts": ["/expected"] },
    given: [],
  },
  "f03-power-mde-type-s-m": {
    in: { "tests/estimators/interval/normalPower.test.ts": ["/expected"] },
    given: [],
  },
  "f04-design-variance": {
    in: {
      "tests/estimators/variance/expectedVariance.test.ts": ["/expected/expectedVariance"],
      "tests/estimators/variance/worstCaseVariance.test.ts": ["/expected/lambdaMaxQ"],
      "tests/numbers/estimators.test.ts": ["/expected/kishESS", "/expected/minPi", "/expected/pi11"],
    },
    given: [],
    not: { "/expected/worstCasePerUnitNorm": "the same number as lambdaMaxQ, which is compared" },
  },
  "f05-mc-standard-errors": {
    in: { "tests/diagnose/diagnosandsOf.test.ts": ["/expected"] },
    given: [],
    not: {
      "/expected/rmseMcseJackknife":
        "errors of the root mean square are by the delta method, which is compared",
    },
  },
  "g01-information-decomposition": { in: { "tests/measures/golden.test.ts": ["/expected"] }, given: [] },
  "g02-entropy-transfer-entropy": { in: { "tests/measures/golden.test.ts": ["/expected"] }, given: [] },
  "g03-information-flow": { in: { "tests/measures/golden.test.ts": ["/expected"] }, given: [] },
  "g04-person-situation-factorial": {
    in: { "tests/measures/variance/variance.test.ts": ["/expected"] },
    given: [],
    not: {
      "/expected/anova": "sums of squares are not shown; the components made of them are compared",
      "/expected/ms/P": "mean squares are not shown; the components made of them are compared",
      "/expected/ms/S": "mean squares are not shown; the components made of them are compared",
      "/expected/ms/PS": "mean squares are not shown; the components made of them are compared",
      "/expected/randomComponents/E": "the same number as ms/E, which is compared",
    },
  },
  "g05-shapley-sobol": { in: { "tests/measures/variance/variance.test.ts": ["/expected"] }, given: [] },
  "g06-isolated-vs-interacting": {
    in: { "tests/measures/variance/variance.test.ts": ["/expected"] },
    given: [],
  },
  "aronow-samii/01-ring10-complete3-as1": {
    in: {
      "tests/estimators/golden.test.ts": [
        "/expectation_over_design",
        "/probabilities",
        "/realizations",
        "/true_tau_all_units",
      ],
    },
    given: [
      "/n",
      "/directed",
      "/edges",
      "/design",
      "/assignments",
      "/assignment_weights",
      "/mapping",
      "/conditions",
      "/control",
      "/potential_outcomes",
      "/units_with_all_probabilities_positive",
      "/realizations/*/row",
      "/realizations/*/z",
      "/realizations/*/y",
      "/expectation_over_design_note",
      "/probabilities/total_weight",
    ],
    not: {
      "/true_totals": "sums of the outcomes that are given",
      "/true_tau_positive_units": "the same numbers as tau of the moments over the design",
      "/probabilities/package_marginal_smoothed":
        "smoothed shares, which are not to be matched where probabilities are exact",
      "/realizations/*/package_default": "of smoothed probabilities, not to be matched (README)",
      "/realizations/*/package_with_design_probabilities":
        "compared where it is about all agents and both conditions are seen, which differs from one assignment to the other",
      "/realizations/*/crosscheck_max_rel_diff": "of the reference with the package",
      "/realizations/*/reference_by_contrast/*/tau_h": "null where a condition is empty",
      "/realizations/*/reference_by_contrast/*/var_tau_h": "read where there is an estimate",
      "/realizations/*/reference_by_contrast/*/mean_h_k": "null where a condition is empty",
      "/expectation_over_design/*/bias_ht": "0 but for rounding: the mean and the effect are compared",
    },
  },
  "aronow-samii/02-ring14-complete3-as2": {
    in: {
      "tests/estimators/golden.test.ts": [
        "/expectation_over_design",
        "/probabilities",
        "/realizations",
        "/true_tau_all_units",
      ],
    },
    given: [
      "/n",
      "/directed",
      "/edges",
      "/design",
      "/assignments",
      "/assignment_weights",
      "/mapping",
      "/conditions",
      "/control",
      "/potential_outcomes",
      "/units_with_all_probabilities_positive",
      "/realizations/*/row",
      "/realizations/*/z",
      "/realizations/*/y",
      "/expectation_over_design_note",
      "/probabilities/total_weight",
    ],
    not: {
      "/true_totals": "sums of the outcomes that are given",
      "/true_tau_positive_units": "the same numbers as tau of the moments over the design",
      "/probabilities/package_marginal_smoothed":
        "smoothed shares, which are not to be matched where probabilities are exact",
      "/realizations/*/package_default": "of smoothed probabilities, not to be matched (README)",
      "/realizations/*/package_with_design_probabilities":
        "compared where it is about all agents and both conditions are seen, which differs from one assignment to the other",
      "/realizations/*/crosscheck_max_rel_diff": "of the reference with the package",
      "/realizations/*/reference_by_contrast/*/tau_h": "null where a condition is empty",
      "/realizations/*/reference_by_contrast/*/var_tau_h": "read where there is an estimate",
      "/realizations/*/reference_by_contrast/*/mean_h_k": "null where a condition is empty",
      "/expectation_over_design/*/bias_ht": "0 but for rounding: the mean and the effect are compared",
    },
  },
  "aronow-samii/04-ws12-bernoulli-half-as1": {
    in: {
      "tests/estimators/golden.test.ts": [
        "/expectation_over_design",
        "/probabilities",
        "/realizations",
        "/true_tau_all_units",
      ],
    },
    given: [
      "/n",
      "/directed",
      "/edges",
      "/design",
      "/assignments",
      "/assignment_weights",
      "/mapping",
      "/conditions",
      "/control",
      "/potential_outcomes",
      "/units_with_all_probabilities_positive",
      "/realizations/*/row",
      "/realizations/*/z",
      "/realizations/*/y",
      "/expectation_over_design_note",
      "/probabilities/total_weight",
    ],
    not: {
      "/true_totals": "sums of the outcomes that are given",
      "/true_tau_positive_units": "the same numbers as tau of the moments over the design",
      "/probabilities/package_marginal_smoothed":
        "smoothed shares, which are not to be matched where probabilities are exact",
      "/realizations/*/package_default": "of smoothed probabilities, not to be matched (README)",
      "/realizations/*/package_with_design_probabilities":
        "compared where it is about all agents and both conditions are seen, which differs from one assignment to the other",
      "/realizations/*/crosscheck_max_rel_diff": "of the reference with the package",
      "/realizations/*/reference_by_contrast/*/tau_h": "null where a condition is empty",
      "/realizations/*/reference_by_contrast/*/var_tau_h": "read where there is an estimate",
      "/realizations/*/reference_by_contrast/*/mean_h_k": "null where a condition is empty",
      "/expectation_over_design/*/bias_ht": "0 but for rounding: the mean and the effect are compared",
    },
  },
  "aronow-samii/06-sbm24-cluster4of8-as1": {
    in: {
      "tests/estimators/golden.test.ts": ["/expectation_over_design", "/probabilities", "/realizations"],
    },
    given: [
      "/n",
      "/directed",
      "/edges",
      "/design",
      "/assignments",
      "/assignment_weights",
      "/mapping",
      "/conditions",
      "/control",
      "/potential_outcomes",
      "/realizations/*/row",
      "/realizations/*/z",
      "/realizations/*/y",
      "/expectation_over_design_note",
      "/probabilities/total_weight",
    ],
    not: {
      "/true_totals": "sums of the outcomes that are given",
      "/true_tau_positive_units": "the same numbers as tau of the moments over the design",
      "/probabilities/package_marginal_smoothed":
        "smoothed shares, which are not to be matched where probabilities are exact",
      "/realizations/*/package_default": "of smoothed probabilities, not to be matched (README)",
      "/realizations/*/package_with_design_probabilities":
        "compared where it is about all agents and both conditions are seen, which differs from one assignment to the other",
      "/realizations/*/reference_by_contrast/*/tau_h": "null where a condition is empty",
      "/realizations/*/reference_by_contrast/*/var_tau_h": "read where there is an estimate",
      "/realizations/*/reference_by_contrast/*/mean_h_k": "null where a condition is empty",
      "/realizations/*/reference_by_contrast/*/estimable": "where it is false there is nothing to compare",
      "/expectation_over_design/*/bias_ht": "0 but for rounding: the mean and the effect are compared",
      "/true_tau_all_units":
        "also of agents that cannot be in both conditions, or without the whole list of assignments; tau of the moments is compared",
      "/realizations/*/reference_by_contrast/*/units": "the one agent for whom nothing is estimable",
    },
  },
  "aronow-samii/09-directed10-complete3-as1": {
    in: {
      "tests/estimators/golden.test.ts": [
        "/expectation_over_design",
        "/probabilities",
        "/realizations",
        "/true_tau_all_units",
      ],
    },
    given: [
      "/n",
      "/directed",
      "/edges",
      "/design",
      "/assignments",
      "/assignment_weights",
      "/mapping",
      "/conditions",
      "/control",
      "/potential_outcomes",
      "/units_with_all_probabilities_positive",
      "/realizations/*/row",
      "/realizations/*/z",
      "/realizations/*/y",
      "/expectation_over_design_note",
      "/probabilities/total_weight",
    ],
    not: {
      "/true_totals": "sums of the outcomes that are given",
      "/true_tau_positive_units": "the same numbers as tau of the moments over the design",
      "/probabilities/package_marginal_smoothed":
        "smoothed shares, which are not to be matched where probabilities are exact",
      "/realizations/*/package_default": "of smoothed probabilities, not to be matched (README)",
      "/realizations/*/package_with_design_probabilities":
        "compared where it is about all agents and both conditions are seen, which differs from one assignment to the other",
      "/realizations/*/crosscheck_max_rel_diff": "of the reference with the package",
      "/realizations/*/reference_by_contrast/*/tau_h": "null where a condition is empty",
      "/realizations/*/reference_by_contrast/*/var_tau_h": "read where there is an estimate",
      "/realizations/*/reference_by_contrast/*/mean_h_k": "null where a condition is empty",
      "/expectation_over_design/*/bias_ht": "0 but for rounding: the mean and the effect are compared",
    },
  },
  "aronow-samii/11-karate34-bernoulli03-as1-sampled": {
    in: { "tests/estimators/golden.test.ts": ["/probabilities", "/realizations"] },
    given: [
      "/n",
      "/directed",
      "/edges",
      "/design",
      "/assignments",
      "/assignment_weights",
      "/mapping",
      "/conditions",
      "/control",
      "/potential_outcomes",
      "/units_with_all_probabilities_positive",
      "/realizations/*/row",
      "/realizations/*/z",
      "/realizations/*/y",
      "/probabilities/total_weight",
    ],
    not: {
      "/true_totals": "sums of the outcomes that are given",
      "/true_tau_positive_units": "the same numbers as tau of the moments over the design",
      "/probabilities/package_marginal_smoothed":
        "smoothed shares, which are not to be matched where probabilities are exact",
      "/realizations/*/package_default": "of smoothed probabilities, not to be matched (README)",
      "/realizations/*/package_on_positive_units":
        "the package on other agents than the contrast has; reference_by_contrast is compared",
      "/realizations/*/package_with_design_probabilities":
        "compared where it is about all agents and both conditions are seen, which differs from one assignment to the other",
      "/realizations/*/crosscheck_max_rel_diff": "of the reference with the package",
      "/realizations/*/reference_by_contrast/*/tau_h": "null where a condition is empty",
      "/realizations/*/reference_by_contrast/*/var_tau_h": "read where there is an estimate",
      "/realizations/*/reference_by_contrast/*/mean_h_k": "null where a condition is empty",
      "/true_tau_all_units":
        "also of agents that cannot be in both conditions, or without the whole list of assignments; tau of the moments is compared",
    },
  },
  "aronow-samii/17-published-toy-example": {
    in: { "tests/estimators/golden.test.ts": ["/package_marginal_smoothed"] },
    given: ["/n", "/edges", "/design", "/assignments", "/potential_outcomes", "/z", "/y", "/exposure"],
    not: {
      "/package_default": "compared for the conditions that somebody is in: estimates and variances",
      "/potential_outcomes": "outcomes that are given",
      "/design": "the design that is given",
    },
  },
  "biclique/greedy-ring16": {
    in: { "tests/estimators/hypotheses/golden.test.ts": ["/*"] },
    given: ["/*/id", "/*/n", "/*/edges", "/*/Z", "/*/Y", "/*/draws"],
    not: {
      "/*/bicliques":
        "the package's division, by its own stream of random numbers; ours of the same assignments is checked",
      "/*/test/p.value": "randomized even without ties, and not to be matched (README)",
      "/*/test/method": "the name of the method, in words",
      "/*/test/conditional_clique/units_base": "the name of a unit",
      "/*/test/conditional_clique/assignment_ids": "numbers of assignments that stand there as texts",
    },
  },
  "estimatr/estimatr-24": {
    in: {
      "tests/numbers/estimatr.test.ts": [
        "/difference_in_means",
        "/horvitz_thompson",
        "/lm_robust/cluster_CR2/*/conf.high",
        "/lm_robust/cluster_CR2/*/conf.low",
        "/lm_robust/cluster_CR2/*/estimate",
        "/permutation_condition_pr_mat_first_row",
        "/uneven/CR2/*/conf.high",
        "/uneven/CR2/*/conf.low",
        "/uneven/CR2/*/estimate",
        "/uneven/dim_clustered",
        "/weighted",
      ],
      "tests/estimators/regression/regression.test.ts": [
        "/lm_lin",
        "/lm_robust/HC2",
        "/lm_robust/cluster_CR2/*/df",
        "/lm_robust/cluster_CR2/*/std.error",
        "/uneven/CR2/*/df",
        "/uneven/CR2/*/std.error",
      ],
    },
    given: ["/data", "/weights", "/uneven/rows_dropped"],
    not: {
      "/difference_in_means/complete/*/term": "a name of a column of the regression",
      "/difference_in_means/complete/*/statistic":
        "the package's test of an estimate against 0; rows have standard errors and intervals",
      "/difference_in_means/complete/*/p.value":
        "the package's test of an estimate against 0; rows have standard errors and intervals",
      "/difference_in_means/clustered/*/term": "a name of a column of the regression",
      "/difference_in_means/clustered/*/statistic":
        "the package's test of an estimate against 0; rows have standard errors and intervals",
      "/difference_in_means/clustered/*/p.value":
        "the package's test of an estimate against 0; rows have standard errors and intervals",
      "/difference_in_means/blocked/*/term": "a name of a column of the regression",
      "/difference_in_means/blocked/*/statistic":
        "the package's test of an estimate against 0; rows have standard errors and intervals",
      "/difference_in_means/blocked/*/p.value":
        "the package's test of an estimate against 0; rows have standard errors and intervals",
      "/difference_in_means/blocked/*/std.error":
        "Neyman's error within blocks, which is none of the variances here; the estimate is compared",
      "/difference_in_means/blocked/*/conf.low":
        "Neyman's error within blocks, which is none of the variances here; the estimate is compared",
      "/difference_in_means/blocked/*/conf.high":
        "Neyman's error within blocks, which is none of the variances here; the estimate is compared",
      "/difference_in_means/blocked/*/df":
        "Neyman's error within blocks, which is none of the variances here; the estimate is compared",
      "/horvitz_thompson/*/*/term": "a name of a column of the regression",
      "/horvitz_thompson/*/*/statistic":
        "the package's test of an estimate against 0; rows have standard errors and intervals",
      "/horvitz_thompson/*/*/p.value":
        "the package's test of an estimate against 0; rows have standard errors and intervals",
      "/horvitz_thompson/*/*/df": "none, as the package takes the normal law",
      "/horvitz_thompson/complete_constant": "an error of the package, in words",
      "/horvitz_thompson/cluster_permutation_matrix_youngs": "a warning of the package, in words",
      "/lm_robust/classical": "an error that is none of those here",
      "/lm_robust/HC0": "an error that is none of those here",
      "/lm_robust/HC1": "an error that is none of those here",
      "/lm_robust/HC3": "an error that is none of those here",
      "/lm_robust/cluster_CR0": "an error that is none of those here",
      "/lm_robust/cluster_stata": "an error that is none of those here",
      "/uneven/CR0": "an error that is none of those here",
      "/lm_robust/HC2/*/term": "a name of a column of the regression",
      "/lm_robust/HC2/*/statistic":
        "the package's test of an estimate against 0; rows have standard errors and intervals",
      "/lm_robust/HC2/*/p.value":
        "the package's test of an estimate against 0; rows have standard errors and intervals",
      "/lm_robust/cluster_CR2/*/term": "a name of a column of the regression",
      "/lm_robust/cluster_CR2/*/statistic":
        "the package's test of an estimate against 0; rows have standard errors and intervals",
      "/lm_robust/cluster_CR2/*/p.value":
        "the package's test of an estimate against 0; rows have standard errors and intervals",
      "/uneven/CR2/*/term": "a name of a column of the regression",
      "/uneven/CR2/*/statistic":
        "the package's test of an estimate against 0; rows have standard errors and intervals",
      "/uneven/CR2/*/p.value":
        "the package's test of an estimate against 0; rows have standard errors and intervals",
      "/uneven/dim_clustered/*/term": "a name of a column of the regression",
      "/uneven/dim_clustered/*/statistic":
        "the package's test of an estimate against 0; rows have standard errors and intervals",
      "/uneven/dim_clustered/*/p.value":
        "the package's test of an estimate against 0; rows have standard errors and intervals",
      "/lm_lin/*/term": "a name of a column of the regression",
      "/lm_lin/*/statistic":
        "the package's test of an estimate against 0; rows have standard errors and intervals",
      "/lm_lin/*/p.value":
        "the package's test of an estimate against 0; rows have standard errors and intervals",
      "/weighted/CR2/*/term": "a name of a column of the regression",
      "/weighted/CR2/*/statistic":
        "the package's test of an estimate against 0; rows have standard errors and intervals",
      "/weighted/CR2/*/p.value":
        "the package's test of an estimate against 0; rows have standard errors and intervals",
      "/lm_robust/HC2/*/conf.low": "of n − p degrees of freedom; those here are Satterthwaite's",
      "/lm_robust/HC2/*/conf.high": "of n − p degrees of freedom; those here are Satterthwaite's",
      "/lm_robust/HC2/*/df": "of n − p degrees of freedom; those here are Satterthwaite's",
      "/lm_lin/*/conf.low": "of n − p degrees of freedom; those here are Satterthwaite's",
      "/lm_lin/*/conf.high": "of n − p degrees of freedom; those here are Satterthwaite's",
      "/lm_lin/*/df": "of n − p degrees of freedom; those here are Satterthwaite's",
      "/weighted/HC2":
        "of residuals over 1 less their leverage; HC2 here is CR2 with clusters of one, which is the same with equal weights alone",
    },
  },
  "hudgens-halloran/hudgens-halloran": {
    in: { "tests/estimators/twoStageEffects.test.ts": ["/cases"] },
    given: ["/cases/*/id", "/cases/*/data"],
  },
  "network-hac/cycle24": {
    in: {
      "tests/estimators/regression/regression.test.ts": ["/SE", "/Z_population", "/pscore_T1", "/tau_HT"],
    },
    given: ["/n", "/edges", "/D", "/Y", "/exposure", "/population", "/p"],
    not: {
      "/SE/*/average_path_length_giant": "the same number in every block, compared in the first",
      "/SE/K1_exp_default/psd_fallback_used": "says which blocks to leave out",
    },
  },
  "network-hac/ws30": {
    in: {
      "tests/estimators/regression/regression.test.ts": ["/SE", "/Z_population", "/pscore_T1", "/tau_HT"],
    },
    given: ["/n", "/edges", "/D", "/Y", "/exposure", "/population", "/p"],
    not: {
      "/SE/*/average_path_length_giant": "the same number in every block, compared in the first",
      "/SE/K1_exp_default/psd_fallback_used": "says which blocks to leave out",
    },
  },
  "partial-interference/ipw-24-groups": {
    in: { "tests/estimators/partialInterference.test.ts": ["/glm_naive", "/glm_robust", "/oracle_naive"] },
    given: ["/data", "/allocations"],
    not: {
      "/oracle_naive/estimates/marginal": "says which rows are of both arms together",
      "/oracle_naive/estimates/effect_type": "says which rows are means and which differences",
      "/oracle_naive/estimates/std.error":
        "compared where the row is an effect that can be asked; those of glm_naive take fitted chances as known",
      "/oracle_naive/estimates/conf.low": "compared where the row is an effect that can be asked",
      "/oracle_naive/estimates/conf.high": "compared where the row is an effect that can be asked",
      "/glm_robust/estimates/marginal": "says which rows are of both arms together",
      "/glm_robust/estimates/effect_type": "says which rows are means and which differences",
      "/glm_robust/estimates/std.error":
        "compared where the row is an effect that can be asked; those of glm_naive take fitted chances as known",
      "/glm_robust/estimates/conf.low": "compared where the row is an effect that can be asked",
      "/glm_robust/estimates/conf.high": "compared where the row is an effect that can be asked",
      "/glm_naive/estimates/marginal": "says which rows are of both arms together",
      "/glm_naive/estimates/effect_type": "says which rows are means and which differences",
      "/glm_naive/estimates/std.error":
        "compared where the row is an effect that can be asked; those of glm_naive take fitted chances as known",
      "/glm_naive/estimates/conf.low": "compared where the row is an effect that can be asked",
      "/glm_naive/estimates/conf.high": "compared where the row is an effect that can be asked",
    },
  },
  "rgcr/grid36": {
    in: {
      "tests/bench/mixtureVariance.test.ts": [
        "/partitions",
        "/uniform_mixture_of_all_partitions_independent",
        "/uniform_mixture_of_all_partitions_paired_complete",
      ],
    },
    given: [
      "/n",
      "/edges",
      "/estimand",
      "/homophily",
      "/noise",
      "/mu0",
      "/mu1",
      "/y0",
      "/y1",
      "/partitions/*/kind",
      "/partitions/*/cluster",
      "/partitions/*/cluster_pairs",
    ],
    not: {
      "/partitions/*/independent/own_check_variance": "the same number as variance_ht",
      "/partitions/*/paired_complete/bias_ht":
        "some agents can be in one arm only: there is no such estimate here; probabilities are compared",
      "/partitions/*/paired_complete/variance_ht":
        "some agents can be in one arm only: there is no such estimate here; probabilities are compared",
    },
  },
  "rollout/rollout": {
    in: {
      "tests/estimators/rolloutInterpolation.test.ts": [
        "/complete_rollout_coefficients",
        "/interpolation_coefficients",
        "/one_stage_ring6/TTE",
        "/one_stage_ring6/exact_variance",
        "/one_stage_ring6/examples",
      ],
      "tests/designs/rollout.test.ts": ["/one_stage_ring6/exact_mean"],
      "tests/numbers/estimators.test.ts": ["/two_stage_cluster_HT_Hajek"],
    },
    given: [
      "/one_stage_ring6/n",
      "/one_stage_ring6/edges",
      "/one_stage_ring6/alpha",
      "/one_stage_ring6/linear",
      "/one_stage_ring6/pair_effect",
      "/one_stage_ring6/P",
      "/one_stage_ring6/examples/*/first_step_treated(1,2; 3=never)",
      "/interpolation_coefficients/*/P",
      "/complete_rollout_coefficients/*/beta",
      "/complete_rollout_coefficients/*/n",
      "/complete_rollout_coefficients/*/treated_per_step",
      "/two_stage_cluster_HT_Hajek/n",
      "/two_stage_cluster_HT_Hajek/edges",
      "/two_stage_cluster_HT_Hajek/clusters",
      "/two_stage_cluster_HT_Hajek/p_budget",
      "/two_stage_cluster_HT_Hajek/q_within_selected",
      "/two_stage_cluster_HT_Hajek/Z",
      "/two_stage_cluster_HT_Hajek/Y",
    ],
    not: {
      "/one_stage_ring6/examples/*/Y": "outcomes of the examples, made anew from the model",
      "/two_stage_cluster_HT_Hajek/thresholded_diff_in_means_gamma025":
        "a difference among agents chosen by a threshold, which is none of the estimators",
      "/two_stage_cluster_HT_Hajek/dyadic_HT_selected_U": "the code adds what has to be subtracted (README)",
    },
  },
  "snipe/ring8-beta1-p05": {
    in: {
      "tests/estimators/snipe.test.ts": ["/TTE", "/exact_moments_over_bernoulli_design", "/realizations"],
    },
    given: [
      "/n",
      "/p",
      "/edges",
      "/beta_of_outcome_model",
      "/directed",
      "/alpha",
      "/linear_effects",
      "/realizations/*/z",
      "/realizations/*/y",
    ],
    not: {
      "/variance_bound_SNIPE1":
        "the authors' bound for one order; the bounds here are others, and no smaller than the variance",
      "/exact_moments_over_bernoulli_design/var_est_SNIPE1":
        "the authors' variance estimate for one order; the bounds here are others",
      "/realizations/*/estimates/var_est_SNIPE1":
        "the authors' variance estimate for one order; the bounds here are others",
      "/exact_moments_over_bernoulli_design/Hajek_full_neighbourhood_own":
        "an empty arm counts as 0 there, and has no estimate here",
      "/realizations/*/estimates/Hajek_full_neighbourhood_own":
        "an empty arm counts as 0 there, and has no estimate here",
      "/exact_moments_over_bernoulli_design/OLS_proportion":
        "the code perturbs the columns, not to be matched (README)",
      "/realizations/*/estimates/OLS_proportion": "the code perturbs the columns, not to be matched (README)",
      "/exact_moments_over_bernoulli_design/OLS_number":
        "a regression on counts, which is none of the estimators",
      "/realizations/*/estimates/OLS_number": "a regression on counts, which is none of the estimators",
      "/exact_moments_over_bernoulli_design/poly_regression_prop":
        "the code perturbs the columns, not to be matched (README)",
      "/realizations/*/estimates/poly_regression_prop":
        "the code perturbs the columns, not to be matched (README)",
    },
  },
  "snipe/ring8-beta2-p03": {
    in: {
      "tests/estimators/snipe.test.ts": ["/TTE", "/exact_moments_over_bernoulli_design", "/realizations"],
    },
    given: [
      "/n",
      "/p",
      "/edges",
      "/beta_of_outcome_model",
      "/directed",
      "/alpha",
      "/linear_effects",
      "/pair_effects",
      "/realizations/*/z",
      "/realizations/*/y",
    ],
    not: {
      "/variance_bound_SNIPE1":
        "the authors' bound for one order; the bounds here are others, and no smaller than the variance",
      "/exact_moments_over_bernoulli_design/var_est_SNIPE1":
        "the authors' variance estimate for one order; the bounds here are others",
      "/realizations/*/estimates/var_est_SNIPE1":
        "the authors' variance estimate for one order; the bounds here are others",
      "/exact_moments_over_bernoulli_design/Hajek_full_neighbourhood_own":
        "an empty arm counts as 0 there, and has no estimate here",
      "/realizations/*/estimates/Hajek_full_neighbourhood_own":
        "an empty arm counts as 0 there, and has no estimate here",
      "/exact_moments_over_bernoulli_design/OLS_proportion":
        "the code perturbs the columns, not to be matched (README)",
      "/realizations/*/estimates/OLS_proportion": "the code perturbs the columns, not to be matched (README)",
      "/exact_moments_over_bernoulli_design/OLS_number":
        "a regression on counts, which is none of the estimators",
      "/realizations/*/estimates/OLS_number": "a regression on counts, which is none of the estimators",
      "/exact_moments_over_bernoulli_design/poly_regression_prop":
        "the code perturbs the columns, not to be matched (README)",
      "/realizations/*/estimates/poly_regression_prop":
        "the code perturbs the columns, not to be matched (README)",
    },
  },
};
