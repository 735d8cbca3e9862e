/**
 * What is drawn anew for each simulated experiment.
 *
 * - `assignment`: who is treated, and the noise of the turns. Network and agents are those that the study's seed gives, as in
 *   its run: chance is that of the design, and the truth is one number.
 * - `agents`: also the traits of the agents.
 * - `network`: also the network, where it is a recipe.
 */
export type Redraw = "assignment" | "agents" | "network";

/** All of them. */
export const REDRAWS: readonly Redraw[] = ["assignment", "agents", "network"];
