import type { Rng } from "../core/rng.ts";
import type { Network } from "./Network.ts";

/** A recipe for networks: settings only; the same stream gives the same network. */
export interface NetworkModel {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Makes the network. A recipe without chance (a lattice) ignores the stream. */
  draw(rng: Rng): Network;
}
