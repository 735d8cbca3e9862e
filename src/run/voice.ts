import type { Heard } from "../agents/Agent.ts";
import type { Json } from "../core/canonicalJson.ts";
import { heardText } from "../log/lineText.ts";
import { withText } from "../log/wordsText.ts";

/** What an agent said, as all who listen hear it: one frozen object, which is written out once for all their lines. */
export function voice(from: string, said: Json): Heard {
  const heard: Heard = { from, said };
  return Object.freeze(withText(heard, heardText(heard)));
}
