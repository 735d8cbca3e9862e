import { parse, stringify } from "yaml";

/** What a page's part of a study is put into. Its agents fit every exposure. */
const REST = {
  seed: 1,
  model: { network: { kind: "ring-lattice", n: 24, k: 4 }, agents: "linear-in-means" },
  inquiry: { direct: ["direct", "none"] },
  data: { assign: { kind: "complete", treated: 8 }, expose: "any-treated" },
  answer: ["hajek"],
};

/** A complete study from a part of one: what the part does not say comes from a small study that is always the same. */
export function wholeStudy(part: string): string {
  const given = parse(part) as Partial<typeof REST>;
  return stringify({
    ...REST,
    ...given,
    model: { ...REST.model, ...given.model },
    data: { ...REST.data, ...given.data },
  });
}
