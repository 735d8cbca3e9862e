import type { Kind } from "../../core/defineKind.ts";
import type { NetworkModel } from "../NetworkModel.ts";
import { erdosRenyi } from "./erdosRenyi.ts";
import { karateClub } from "./karateClub.ts";
import { preferentialAttachment } from "./preferentialAttachment.ts";
import { randomGeometric } from "./randomGeometric.ts";
import { ringLattice } from "./ringLattice.ts";
import { smallWorld } from "./smallWorld.ts";
import { stochasticBlock } from "./stochasticBlock.ts";

/** A catalogue entry as readers of study files need it: by name, from settings of unknown shape. */
export type NetworkModelKind = Pick<Kind<unknown, NetworkModel>, "kind" | "summary" | "settings" | "from">;

/** The recipes for networks. */
export const networkModels: readonly NetworkModelKind[] = [
  // without chance
  ringLattice,
  karateClub,
  // with chance
  smallWorld,
  preferentialAttachment,
  erdosRenyi,
  stochasticBlock,
  randomGeometric,
];
