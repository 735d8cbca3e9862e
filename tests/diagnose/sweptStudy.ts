/** A small study whose settings are changed in sweeps, as data. */
export const sweptStudy: {
  readonly seed: number;
  readonly model: {
    readonly network: Readonly<Record<string, string | number>>;
    readonly agents: Readonly<Record<string, string | number | Readonly<Record<string, number>>>>;
  };
  readonly inquiry: { readonly effect: readonly string[] };
  readonly data: { readonly assign: Readonly<Record<string, string | number>>; readonly expose: string };
  readonly answer: readonly (string | Readonly<Record<string, string>>)[];
} = {
  seed: 5,
  model: {
    network: { kind: "small-world", n: 40, k: 4, rewire: 0.1 },
    agents: { kind: "exposure-response", outcomes: { control: 0, treated: 0.5 }, spread: 1 },
  },
  inquiry: { effect: ["treated", "control"] },
  data: { assign: { kind: "bernoulli", probability: 0.5 }, expose: "own-arm" },
  answer: [{ kind: "hajek", interval: "wald" }, "difference-in-means"],
};
