// spillway/networks: who is tied to whom. Everything here runs in browsers, too; readNetwork, for files, is in spillway.

// Build and read
export { type Edge, type FromEdgesOptions, fromEdges } from "../network/fromEdges.ts";
export { type NetworkFormat, type ParseNetworkOptions, parseNetwork } from "../network/files/parseNetwork.ts";
export { type AgentList, parseAgents } from "../network/files/parseAgents.ts";
export { fromGraphology } from "../network/files/fromGraphology.ts";
export { type Network, degree } from "../network/Network.ts";
export { networkHash } from "../network/networkHash.ts";

// Write
export { formatEdges } from "../network/files/formatEdges.ts";
export { type NodeAttributes, formatGexf } from "../network/files/formatGexf.ts";
export { toGraphology } from "../network/files/toGraphology.ts";
export { type NetworkJson, networkToJson } from "../network/files/networkToJson.ts";
export { type Layout, layout } from "../network/files/layout.ts";

// Models
export type { NetworkModel } from "../network/NetworkModel.ts";
export { type NetworkModelKind, networkModels } from "../network/generators/networkModels.ts";
export { type ErdosRenyiSettings, erdosRenyi } from "../network/generators/erdosRenyi.ts";
export { type SmallWorldSettings, smallWorld } from "../network/generators/smallWorld.ts";
export { type RingLatticeSettings, ringLattice } from "../network/generators/ringLattice.ts";
export {
  type PreferentialAttachmentSettings,
  preferentialAttachment,
} from "../network/generators/preferentialAttachment.ts";
export { type StochasticBlockSettings, stochasticBlock } from "../network/generators/stochasticBlock.ts";
export { type RandomGeometricSettings, randomGeometric } from "../network/generators/randomGeometric.ts";
export { karateClub } from "../network/generators/karateClub.ts";

// Over time
export { type TimeOptions, overTime, unitId } from "../network/overTime.ts";
export { modelOverTime } from "../network/generators/modelOverTime.ts";
export { type AgentTimes, agentTimes } from "../network/agentTimes.ts";

// Over rounds
export type { NetworkChanges } from "../network/changes/NetworkChanges.ts";
export type { ChangeRule } from "../network/changes/ChangeRule.ts";
export { changeRules } from "../network/changes/changeRules.ts";
export { changingModel, changingNetwork } from "../network/changes/changingNetwork.ts";
export { networkInRound } from "../network/changes/networkInRound.ts";
export { heardNetwork } from "../network/changes/heardNetwork.ts";
export {
  type ListedEdge,
  type ListedSettings,
  listed as listedChange,
} from "../network/changes/listed.ts";
export { type RewireSettings, rewire as rewireChange } from "../network/changes/rewire.ts";
export { type PartnersSettings, partners as partnersChange } from "../network/changes/partners.ts";
export { type SampledSettings, sampled as sampledChange } from "../network/changes/sampled.ts";
export { type SwitchedSettings, switched as switchedChange } from "../network/changes/switched.ts";
export { type RedrawnSettings, redrawn as redrawnChange } from "../network/changes/redrawn.ts";

// Describe
export { type DegreeSummary, degreeSummary } from "../network/degreeSummary.ts";
export { type Components, components } from "../network/components.ts";
export { ball } from "../network/ball.ts";

// Clusterings
export { type LeidenOptions, leiden } from "../network/clusters/leiden.ts";
export { louvain } from "../network/clusters/louvain.ts";
export { type LabelPropagationOptions, labelPropagation } from "../network/clusters/labelPropagation.ts";
export { type BalancedPartitionOptions, balancedPartition } from "../network/clusters/balancedPartition.ts";
export { type EpsilonNetOptions, epsilonNet } from "../network/clusters/epsilonNet.ts";
export { threeNet } from "../network/clusters/threeNet.ts";
export { oneHopMax } from "../network/clusters/oneHopMax.ts";
export { independentSet } from "../network/clusters/independentSet.ts";
export { type ExposureClustersOptions, exposureClusters } from "../network/clusters/exposureClusters.ts";
export { exposureObjective } from "../network/clusters/exposureObjective.ts";
export { type ClusterSummary, clusterSummary } from "../network/clusters/clusterSummary.ts";
export { cutShare, modularity } from "../network/clusters/partition.ts";
