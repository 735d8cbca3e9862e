/** What estimators may assume, by name, as sentences for reports. */
export const assumptions: Readonly<Record<string, string>> = {
  randomized:
    "Treatment was assigned by the stated design, and every agent got the arm that was assigned to it.",
  exposure:
    "An agent's outcome depends on the assignment only through its condition: influence from farther away, or of another kind, makes the estimates differ from the effect of the condition itself.",
  neighbors:
    "An agent's outcome depends on the assignment only through its own arm and those of its in-neighbours, in whatever way.",
  positivity:
    "The contrast is about the agents that can be in both conditions; the others are listed and left out.",
  network: "The network holds every edge along which treatment can matter.",
  many: "There are enough agents in each condition for the ratio of two weighted sums to behave like its linear approximation.",
  "equal-probabilities": "All agents are equally likely to be in a condition (seldom true on a network).",
  "no-interference": "Agents do not influence each other (what the other estimators do not need).",
};
