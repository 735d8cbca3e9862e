import { playStudy } from "../../src/lab/app/sandbox/playStudy.ts";
import { sandboxLink } from "../../src/lab/app/sandbox/sandboxLink.ts";
import { blocksOf } from "../../tests/docs/markdown.ts";
import { blockKey } from "./runnable.ts";

/** Addresses for the sandbox of the studies on the pages that it can play, by {@link blockKey}. */
export async function playable(pages: ReadonlyMap<string, string>): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const text of pages.values())
    for (const block of blocksOf(text)) {
      if (block.language !== "yaml" || !/^seed:/m.test(block.text) || !/^model:/m.test(block.text)) continue;
      const state = { text: block.text, files: {} };
      try {
        await playStudy(state);
      } catch {
        // Files, programs and language models are not for a page.
        continue;
      }
      const link = await sandboxLink(state);
      if (link !== undefined) found.set(blockKey(block.text), `lab/index.html${link}`);
    }
  return found;
}
