import type { Design } from "../../designs/Design.ts";
import type { Exposure } from "../exposure/Exposure.ts";

/**
 * The exposure for the arms that a design names in its settings, as those of the catalogue do in `arms`; the exposure as
 * it is for a design that does not, whose arms are known only once it has its law on a network.
 *
 * @throws SpillwayError when the exposure names an arm that the design has not, or must name one and does not.
 */
export function exposureFor(design: Design, exposure: Exposure): Exposure {
  const { arms } = design.params;
  if (!Array.isArray(arms) || !arms.every((arm) => typeof arm === "string")) return exposure;
  return exposure.forArms?.(arms) ?? exposure;
}
