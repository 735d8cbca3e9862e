// Draws the pictures of the documentation, docs/pictures/*.svg: npx tsx examples/pictures.ts
import { mkdirSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { agentPictures } from "./pictures/agentPictures.ts";
import { svgOf } from "./pictures/canvas.ts";
import { designPictures } from "./pictures/designPictures.ts";
import { estimatorPictures } from "./pictures/estimatorPictures.ts";
import { exposurePictures } from "./pictures/exposurePictures.ts";
import { roomPictures } from "./pictures/roomPictures.ts";
import { schemePictures } from "./pictures/schemePictures.ts";
import { testPictures } from "./pictures/testPictures.ts";
import { worldPictures } from "./pictures/worldPictures.ts";

/** Every picture as an SVG file, by its name without the ending. Same code, same bytes. */
export function pictures(): ReadonlyMap<string, string> {
  const all = {
    ...designPictures(),
    ...exposurePictures(),
    ...estimatorPictures(),
    ...agentPictures(),
    ...schemePictures(),
    ...roomPictures(),
    ...testPictures(),
    ...worldPictures(),
  };
  return new Map(Object.entries(all).map(([name, picture]) => [name, svgOf(name, picture)]));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  mkdirSync("docs/pictures", { recursive: true });
  for (const [name, svg] of pictures()) writeFileSync(`docs/pictures/${name}.svg`, svg);
}
