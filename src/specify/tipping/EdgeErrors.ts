/** A way in which a network may be wrong. */
export interface EdgeErrors {
  /** `missing`: ties exist that the network lacks; `false`: ties of the network do not exist. */
  readonly kind: "missing" | "false";
  /**
   * Where the errors are. `anywhere` (the default): every tie alike. `degree`: ties of well-connected agents more often, in proportion to
   * (d + 1) of both ends. `within`, `across`: ties inside one group, or between two. `egos`: ties between agents whom the design studies,
   * such as the egos of an ego design, which are often asked for their own ties only.
   */
  readonly where?: "anywhere" | "degree" | "within" | "across" | "egos";
  /** Group of each agent in the order of the network, for `within` and `across`; undefined for agents in none, whose ties then never err. */
  readonly groups?: readonly (string | undefined)[];
}

/** One undirected tie, or an arrow from source to target in a directed network. */
export interface Tie {
  readonly source: number;
  readonly target: number;
  readonly weight: number;
}
