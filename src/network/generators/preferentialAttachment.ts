import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import { wholeNumber } from "../../core/fields.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import type { NetworkModel } from "../NetworkModel.ts";
import { numberedNetwork } from "./numberedNetwork.ts";

export interface PreferentialAttachmentSettings {
  /** Number of agents, at least 2. */
  n: number;
  /** Edges that each newcomer brings, from 1 to n − 1. */
  m: number;
}

/**
 * Barabási and Albert (1999), "Emergence of scaling in random networks", Science 286. Agents 0 … m − 1 are there from the
 * start; agent m joins all of them; each later agent joins m different earlier ones, drawn one after the other with chances
 * in proportion to their number of edges (one drawn before is drawn again). The network is connected and has m (n − m)
 * edges. Cost: O(n m²).
 *
 * @throws SpillwayError when m is not below n
 */
export const preferentialAttachment: Kind<PreferentialAttachmentSettings, NetworkModel> = defineKind({
  kind: "preferential-attachment",
  summary: "newcomers join agents in proportion to their edges, so hubs grow (Barabási and Albert 1999)",
  settings: z.strictObject({ n: wholeNumber(2), m: wholeNumber(1) }),
  make({ n, m }) {
    if (m >= n)
      throw new SpillwayError(
        `preferential-attachment: m must be a whole number from 1 to ${n - 1}, got ${m}`,
      );
    return {
      name: "preferential-attachment",
      params: { n, m },
      draw(rng) {
        const sink = numberedNetwork("preferential-attachment", n, m * (n - m));
        // Every edge puts both its ends into the urn, so a uniform draw from the urn is in proportion to degree.
        const urn = new Uint32Array(2 * m * (n - m));
        let filled = 0;
        let hosts = Array.from({ length: m }, (_, i) => i);
        for (let newcomer = m; newcomer < n; newcomer++) {
          for (const host of hosts) {
            sink.add(host, newcomer);
            urn[filled++] = host;
            urn[filled++] = newcomer;
          }
          hosts = [];
          while (hosts.length < m && newcomer + 1 < n) {
            const host = urn[rng.integer(filled)]!;
            if (!hosts.includes(host)) hosts.push(host);
          }
        }
        return sink.network();
      },
    };
  },
});
