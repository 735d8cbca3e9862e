/** What estimators may assume, by name, as sentences for reports. */
export const assumptions: Readonly<Record<string, string>> = {
  randomized:
    "Treatment was assigned by the stated design, and every agent got the arm that was assigned to it.",
  exposure:
    "The exposure mapping is correct: an agent's outcome depends on the assignment only through its condition. If influence reaches farther or works otherwise, an estimate is of the expected exposure effect instead: the difference of mean outcomes given the two conditions, averaged over everything else that this design draws (Sävje 2024). spillway specify tests it.",
  neighbors:
    "Neighbourhood interference: an agent's outcome depends on the assignment only through its own arm and those of its in-neighbours, in whatever way.",
  positivity:
    "Positivity (overlap): the contrast is about the agents that have a positive probability of both conditions; the others are listed and left out.",
  network: "The network contains every edge along which treatment can matter.",
  "low-order":
    "Low-order interactions: an outcome is a sum of effects of sets of at most `order` agents of the closed neighbourhood (order 1: effects add up).",
  monotone:
    "Monotone interference: treating somebody lowers nobody's outcome, the agent's own or another's, at whatever distance.",
  "partial-interference":
    "Partial interference: an outcome depends on the arms of the agent's own group, and not on those of other groups.",
  "stratified-interference":
    "Stratified interference, for standard errors: within a group, an outcome depends on the agent's own arm and on how many others are treated, not on who they are.",
  "no-drift":
    "No drift: outcomes change between rounds only because more agents are treated, and not with time.",
  linear:
    "Linearity: each agent's outcome is a straight line in the share of its in-neighbours treated (and in its own arm), with an intercept and slopes of its own.",
  reach:
    "Limited reach, for standard errors: an agent's outcome and condition depend on the arms of agents within `reach` edges only, in whatever way.",
  "group-positivity": "Positivity in groups: every assignment of arms within a group was possible.",
  "randomized-or-unconfounded":
    "Treatment was assigned by the stated design; or, where chances of treatment are fitted, whoever has the same covariates had the same chance (no unmeasured confounding).",
  "linear-in-means":
    "Linear-in-means: outcomes are in the equilibrium Y = a + b Z + c W Z + ρ W Y + e, with the same coefficients for everybody and errors independent of the assignment.",
  unconfounded:
    "No unmeasured confounding: whoever has the same covariates, and neighbours with the same covariates, had the same chance of treatment. Nothing in the data can show that it holds, so the result is an association.",
  "either-model": "Either the model of treatment or the model of outcomes is correct.",
  "sequentially-unconfounded":
    "No unmeasured confounding in any round: whoever has the same covariates and history, own and of neighbours, had the same chance of treatment. Nothing in the data can show that it holds, so the result is an association.",
  many: "Each condition has enough agents for a ratio of two weighted sums to behave like its linear approximation.",
  "equal-probabilities": "All agents are equally likely to be in a condition (seldom true on a network).",
  "no-interference":
    "SUTVA, no interference: agents do not influence each other (the other estimators do not assume this).",
};
