import { z } from "zod";
import { defineKind } from "../core/defineKind.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { type Edge, fromEdges } from "../network/fromEdges.ts";
import type { Network } from "../network/Network.ts";
import { agreedExposure, PLANNED } from "./candidates/agreedExposure.ts";
import type { ExposureKind } from "./ExposureKind.ts";
import { type GivenExposure, singleExposure } from "./singleExposure.ts";

/** A candidate network as it is written down. */
export interface CandidateNetwork {
  /** Its edges: source, target and, where edges have weights, the weight. Agents that it does not name have no edge in it. */
  readonly edges: readonly Edge[];
  /** Whether an edge goes one way only. Default false. */
  readonly directed?: boolean;
  /** Which end of a directed edge does the influencing. Default source-to-target. */
  readonly influence?: "source-to-target" | "target-to-source";
}

export interface CandidateNetworksSettings {
  /** The exposure that is asked on each network: its kind, or a mapping of the kind and its settings. */
  readonly exposure: GivenExposure;
  /** The candidates by their names, 1 to 8: edges here, or `{ file }` in a study file. */
  readonly networks: Readonly<Record<string, CandidateNetwork>>;
  /** Whether the study's own network, by which the design assigned, is a candidate, too. Default true. */
  readonly planned?: boolean;
}

/** Candidates that can be named beside the planned network. */
const MOST = 8;

const edge = z
  .tuple([z.string(), z.string(), z.number().optional()], {
    error: "must be a list of source and target, with a weight or without",
  })
  .readonly();

const candidate = z.strictObject({
  edges: z.array(edge, { error: "must be a list of edges" }).readonly(),
  directed: z.boolean().default(false),
  influence: z.enum(["source-to-target", "target-to-source"]).default("source-to-target"),
});

/**
 * Several candidate networks, of which one is right: an agent is in a condition of `exposure` when it is in that condition
 * on every candidate, and `in-doubt` when they differ. Estimates by inverse probabilities of these events are unbiased
 * whichever candidate is right; the price is that fewer agents take part, the more the candidates differ.
 *
 * Weinstein and Nevo (2023), "Causal inference with misspecified network interference structure", arXiv:2302.11322.
 * @throws SpillwayError for an exposure that is none, and in use for edges of agents that the network has not.
 */
export const candidateNetworks: ExposureKind<CandidateNetworksSettings> = defineKind({
  kind: "candidate-networks",
  summary:
    "another exposure on several candidate networks at once, of which one is right; in-doubt where they differ",
  settings: z.strictObject({
    exposure: z
      .union([z.string(), z.looseObject({ kind: z.string() })], {
        error: "must be the kind of an exposure, or a mapping with one",
      })
      .describe("the exposure that is asked on each network"),
    networks: z
      .record(z.string().min(1), candidate, { error: "must map names to networks" })
      .refine((given) => Object.keys(given).length >= 1 && Object.keys(given).length <= MOST, {
        error: `must hold 1 to ${MOST} networks`,
      }),
    planned: z.boolean().default(true),
  }),
  make({ exposure, networks, planned }) {
    const base = singleExposure("candidate-networks", exposure);
    const named = Object.entries(networks);
    if (named.length + (planned ? 1 : 0) < 2)
      throw new SpillwayError(
        `candidate-networks: wanted at least two candidates, got ${shown(named[0]![0])} alone: name another, or leave planned out`,
      );
    if (planned && Object.hasOwn(networks, PLANNED))
      throw new SpillwayError(
        `candidate-networks: ${PLANNED} is the study's own network: give the candidate another name`,
      );
    return agreedExposure({
      name: "candidate-networks",
      params: { exposure: { kind: base.name, ...base.params }, networks, planned },
      base,
      names: [...(planned ? [PLANNED] : []), ...named.map(([name]) => name)],
      networks: (network) => [
        ...(planned ? [network] : []),
        ...named.map(([name, { edges, directed, influence }]) =>
          candidateOf(name, edges as readonly Edge[], { directed, influence }, network),
        ),
      ],
    });
  },
});

function candidateOf(
  name: string,
  edges: readonly Edge[],
  options: { readonly directed: boolean; readonly influence: "source-to-target" | "target-to-source" },
  { ids }: Network,
): Network {
  try {
    return fromEdges(edges, { ...options, agents: ids });
  } catch (cause) {
    if (!(cause instanceof SpillwayError)) throw cause;
    throw new SpillwayError(`candidate-networks: candidate ${shown(name)}: ${cause.message}`, { cause });
  }
}
