import { CONTROL_SIGNS } from "../../core/escapeControls.ts";

/** A text from a file or an agent, without anything that a terminal would obey, or that turns the direction of a line. */
export function plainText(text: string): string {
  return text.replace(CONTROL_SIGNS, (sign) => (sign === "\n" || sign === "\t" ? sign : "·"));
}
