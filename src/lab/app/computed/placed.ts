import { rng } from "../../../core/rng.ts";
import { layout } from "../../../network/files/layout.ts";
import type { Network } from "../../../network/Network.ts";
import { type DrawnNetwork, tiesOf } from "./drawnNetwork.ts";

/** A network with friends near each other, by the layout of the reports. */
export function placed(network: Network, seed: string): DrawnNetwork {
  const { x, y } = layout(network, { rng: rng(seed).fork("layout") });
  return { x: [...x], y: [...y], edges: tiesOf(network) };
}
