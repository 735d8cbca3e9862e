/** Why errors by the network are withheld where it changes over rounds and the exposure is over the declared one. */
export const CHANGING =
  "the network changes over rounds, so outcomes may depend on one another along edges that are not declared, and errors by distance on the declared network would not know: ask for an exposure over the edges that are heard (heard-edges), or for other errors";
