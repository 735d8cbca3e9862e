import { SpillwayError } from "../../core/SpillwayError.ts";
import { suggest } from "../../core/suggest.ts";
import { WORLD_QUANTITIES, type WorldQuantity } from "../../measures/variance/worldQuantity.ts";

/**
 * The quantity that a text such as `share:1` names.
 *
 * @param who the command, for the message.
 * @throws SpillwayError for one that there is not.
 */
export function askedQuantity(
  who: string,
  text: string,
): { readonly kind: WorldQuantity; readonly of?: string } {
  const at = text.indexOf(":");
  const name = at < 0 ? text : text.slice(0, at);
  const kind = WORLD_QUANTITIES.find((one) => one === name);
  if (kind === undefined || (at >= 0 && kind !== "share"))
    throw new SpillwayError(
      `${who}: there is no quantity "${text.slice(0, 100)}"${suggest(name, WORLD_QUANTITIES)}; there are ${WORLD_QUANTITIES.join(", ")}, and share takes a value, as in share:1`,
    );
  return { kind, ...(at < 0 ? {} : { of: text.slice(at + 1) }) };
}
