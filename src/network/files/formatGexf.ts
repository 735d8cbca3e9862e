import gexf from "graphology-gexf";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { Network } from "../Network.ts";
import { wantNetwork } from "../wantNetwork.ts";
import { graphAdapter } from "./graphAdapter.ts";

/** Attribute name → one value per agent, in the order of agents. */
export type NodeAttributes = ReadonlyMap<string, ArrayLike<string | number | boolean>>;

/**
 * The network as GEXF 1.2 text, for Gephi and for `parseGexf`; written by graphology-gexf. The names of attributes
 * get the prefix `spillway_`, because the writer takes `x`, `y`, `z`, `size` and `color` for positions and looks.
 *
 * Characters that XML cannot hold become U+FFFD in values of attributes; in an id they are an error, since two ids could
 * become one.
 *
 * @throws SpillwayError for an attribute without one value per agent, and for an id that XML cannot hold
 */
export function formatGexf(network: Network, attributes: NodeAttributes = new Map()): string {
  wantNetwork("formatGexf", network);
  const odd = network.ids.find((id) => xmlSafe(id) !== id);
  if (odd !== undefined)
    throw new SpillwayError(
      `formatGexf: the id ${shown(odd)} holds a character that XML cannot: write CSV or JSON`,
    );
  for (const [name, values] of attributes) {
    if (values.length !== network.n) {
      throw new SpillwayError(
        `formatGexf: attribute ${shown(name)} must have ${network.n} values, got ${values.length}`,
      );
    }
  }
  const attributesOf = (i: number): object => {
    const own: Record<string, unknown> = { label: network.ids[i] };
    for (const [name, values] of attributes) {
      const value = values[i];
      own[xmlSafe(`spillway_${name}`)] = typeof value === "string" ? xmlSafe(value) : value;
    }
    return own;
  };
  const edgeOf = (_: string, edge: { weight?: number }): { weight?: number } =>
    network.weights && edge.weight !== undefined ? { weight: edge.weight } : {};
  return gexf.write(
    graphAdapter(network, attributesOf, (i) => network.ids[i]!),
    { formatEdge: edgeOf },
  );
}

/** XML 1.0, section 2.2: no control characters but tab and line ends, no lone surrogates, no U+FFFE and U+FFFF. */
function xmlSafe(text: string): string {
  // biome's noControlCharactersInRegex forbids the class as a pattern, so code points are compared.
  let safe = "";
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const bad =
      (code < 0x20 && code !== 9 && code !== 10 && code !== 13) ||
      (code >= 0xd800 && code <= 0xdfff) ||
      code === 0xfffe ||
      code === 0xffff;
    safe += bad ? "\uFFFD" : character;
  }
  return safe;
}
