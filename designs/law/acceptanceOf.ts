import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { wantArgument } from "../../src/core/wantArgument.ts";
import type { Network } from "../../src/network/Network.ts";
import { wantNetwork } from "../../src/network/wantNetwork.ts";
import type { Design } from "../Design.ts";
import type { Acceptance } from "./Acceptance.ts";

/**
 * The threshold in force and the share of tries accepted, of a design that draws again until an assignment is good enough
 * (`rerandomized`, `quasi-colouring`). A plan holds the settings of its design, so it can be read for a plan too:
 * `acceptanceOf(rerandomized.from(plan.design.params), network)`.
 *
 * Cost: that of the law, and 10,000 tries where assignments are not listed.
 * @throws SpillwayError for a design that draws once, and when the design does not fit the network.
 */
export function acceptanceOf(design: Design, network: Network): Acceptance {
  wantArgument("acceptanceOf", "a design", design, { fields: ["law"] });
  wantNetwork("acceptanceOf", network);
  const found = design.law(network).acceptance?.();
  if (found) return found;
  throw new SpillwayError(
    `acceptanceOf: the design must draw again until an assignment is accepted (rerandomized, quasi-colouring), got ${design.name}, which accepts every draw`,
  );
}
