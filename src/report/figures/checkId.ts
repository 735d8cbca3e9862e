import { SpillwayError } from "../../core/SpillwayError.ts";

/**
 * Stops an id that could break out of an attribute or of a style rule.
 *
 * @throws SpillwayError unless the id is a letter followed by letters, digits and hyphens.
 */
export function checkId(id: string): void {
  if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(id)) {
    throw new SpillwayError(
      `figure: id must be a letter followed by letters, digits and hyphens, got ${JSON.stringify(id)}`,
    );
  }
}
