import type { Json } from "../core/canonicalJson.ts";
import { quoted, wordsText } from "./wordsText.ts";

/**
 * What one agent said, as those who hear it get it: a frozen object with `from` and `said`. It keeps its JSON, which nobody else can see,
 * because many hear the same words, and each of them has a line in the journal.
 */
export class Voice {
  readonly from: string;
  readonly said: Json;
  #text: string | undefined;

  constructor(from: string, said: Json) {
    this.from = from;
    this.said = said;
    Object.freeze(this);
  }

  /** Something heard as JSON. */
  static textOf(heard: { readonly from: string; readonly said: Json }): string {
    if (!(#text in heard)) return written(heard);
    heard.#text ??= written(heard);
    return heard.#text;
  }
}

function written({ from, said }: { readonly from: string; readonly said: Json }): string {
  return `{"from":${quoted(from)},"said":${wordsText(said)}}`;
}
